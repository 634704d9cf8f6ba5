"""What is sent to applications over HTTP: signed, tried, recorded."""
