"""Using commands, components and modals. User-side."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
