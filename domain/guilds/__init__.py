"""Guilds, and the state of them that every process keeps ready."""
