"""Threads of channels. Docs: resources/channel."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
