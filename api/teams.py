"""Teams, and who is in them. Docs: topics/teams."""

from rest.operation import Operation

OPERATIONS: list[Operation] = []
