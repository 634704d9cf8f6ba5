"""Threads of channels, and the posts of forums."""
