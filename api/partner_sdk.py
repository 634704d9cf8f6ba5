"""Provisional accounts of applications."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
