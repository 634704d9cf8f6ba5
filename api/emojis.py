"""Emojis of guilds and of applications. Docs: resources/emoji."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
