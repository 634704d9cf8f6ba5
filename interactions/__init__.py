"""The interactions face: commands, invoking them, and answering. This list is its table of contents."""

from interactions import (
    callbacks,
    command_index,
    command_permissions,
    commands,
    invocation,
)
from rest.operation import Operation

_NOUNS = (
    callbacks,
    command_index,
    command_permissions,
    commands,
    invocation,
)

OPERATIONS: list[Operation] = [operation for noun in _NOUNS for operation in noun.OPERATIONS]
