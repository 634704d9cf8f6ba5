"""Scheduled events of a guild."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
