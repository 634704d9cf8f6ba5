"""The commands that a user finds in a place. User-side."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
