"""What messages said before they were edited."""
