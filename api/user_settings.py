"""Settings and notes of users."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
