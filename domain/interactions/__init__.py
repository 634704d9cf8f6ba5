"""Interactions: what a user asks of an application, and what it answers."""
