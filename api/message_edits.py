"""What edited messages said before."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
