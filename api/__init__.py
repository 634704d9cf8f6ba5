"""The REST face: one file a noun, one function an operation. This list is its table of contents."""

from api import accounts, applications, channels, invites, overwrites, typing_indicators, users
from rest.operation import Operation

OPERATIONS: list[Operation] = [
    *accounts.OPERATIONS,
    *applications.OPERATIONS,
    *channels.OPERATIONS,
    *invites.OPERATIONS,
    *overwrites.OPERATIONS,
    *typing_indicators.OPERATIONS,
    *users.OPERATIONS,
]
