"""The REST face: one file a noun, one function an operation. This list is its table of contents."""

from api import (
    accounts,
    applications,
    channels,
    gateway_url,
    guilds,
    invites,
    members,
    messages,
    overwrites,
    reactions,
    roles,
    typing_indicators,
    users,
)
from rest.operation import Operation

_NOUNS = (
    accounts,
    applications,
    channels,
    gateway_url,
    guilds,
    invites,
    members,
    messages,
    overwrites,
    reactions,
    roles,
    typing_indicators,
    users,
)

OPERATIONS: list[Operation] = [operation for noun in _NOUNS for operation in noun.OPERATIONS]
