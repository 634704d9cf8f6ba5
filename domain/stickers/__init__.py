"""Stickers of guilds."""
