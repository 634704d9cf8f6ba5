"""Webhooks, and follow-ups of interactions, which use the same routes. Docs: resources/webhook."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
