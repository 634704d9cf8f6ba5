"""Sounds that members play in voice channels."""
