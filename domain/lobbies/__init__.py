"""Lobbies: small groups of an application's users."""
