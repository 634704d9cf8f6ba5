"""Searching messages and threads."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
