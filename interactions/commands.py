"""Application commands. Docs: interactions/application-commands."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
