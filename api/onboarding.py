"""Welcome screens and onboarding."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
