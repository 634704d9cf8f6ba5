"""Who may use which command in a guild. Docs: interactions/application-commands#permissions."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
