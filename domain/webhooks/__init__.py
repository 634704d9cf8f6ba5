"""Webhooks: posting to a channel with a token instead of an account."""
