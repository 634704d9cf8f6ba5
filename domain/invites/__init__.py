"""Invites: codes that let users into a guild or a group DM."""
