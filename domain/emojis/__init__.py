"""Emojis that guilds and applications have made."""
