"""Guilds that are patterns for further guilds."""
