"""Emojis of guilds."""
