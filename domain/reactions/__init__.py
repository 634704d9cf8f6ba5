"""Reactions: who put which emoji under a message."""
