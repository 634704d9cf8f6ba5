"""Channels of guilds, DMs and group DMs, and who may do what in them."""
