"""Plumbing that knows nothing of chat; imports nothing else of this house."""
