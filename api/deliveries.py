"""What was sent to an application over HTTP, and sending it again."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
