"""Roles: what they grant, how they look, in which order they stand."""
