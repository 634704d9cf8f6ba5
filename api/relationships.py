"""Relationships between users."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
