"""Membership screening and join requests."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
