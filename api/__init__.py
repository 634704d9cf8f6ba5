"""The REST face: one file a noun, one function an operation. This list is its table of contents."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
