"""The first answer to an interaction. Docs: interactions/receiving-and-responding."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
