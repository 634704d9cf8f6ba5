"""Auto-moderation rules."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
