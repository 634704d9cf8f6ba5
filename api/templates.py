"""Templates of guilds."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
