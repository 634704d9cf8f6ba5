"""Voice states and regions."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
