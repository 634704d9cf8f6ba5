"""Lobbies."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
