"""Friends, requests for friendship, and blocks between users."""
