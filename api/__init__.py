"""The REST face: one file a noun, one function an operation. This list is its table of contents."""

from api import accounts, applications, guilds, members, roles, users
from rest.operation import Operation

OPERATIONS: list[Operation] = [
    *accounts.OPERATIONS,
    *applications.OPERATIONS,
    *guilds.OPERATIONS,
    *roles.OPERATIONS,
    *members.OPERATIONS,
    *users.OPERATIONS,
]
