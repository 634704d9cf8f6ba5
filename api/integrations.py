"""Integrations of guilds. Docs: resources/guild#integration-object."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
