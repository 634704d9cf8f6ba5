"""Relationships: friends, friend requests, and whom a user blocks or ignores."""
