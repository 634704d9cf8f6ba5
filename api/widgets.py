"""Widgets of guilds."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
