"""Bans: users who are kept out of a guild."""
