"""Messages: from the body that a client posts to the rows, the events and back."""
