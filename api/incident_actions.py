"""What a guild shuts in an emergency."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
