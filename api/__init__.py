"""The REST face: one file a noun, one function an operation. This list is its table of contents."""

from api import (
    accounts,
    applications,
    audit_log,
    channels,
    deliveries,
    emojis,
    entitlements,
    gateway_url,
    guilds,
    integrations,
    invites,
    members,
    messages,
    overwrites,
    reactions,
    roles,
    teams,
    threads,
    typing_indicators,
    users,
    webhook_messages,
    webhooks,
)
from rest.operation import Operation

_NOUNS = (
    accounts,
    applications,
    audit_log,
    channels,
    deliveries,
    emojis,
    entitlements,
    gateway_url,
    guilds,
    integrations,
    invites,
    members,
    messages,
    overwrites,
    reactions,
    roles,
    teams,
    threads,
    typing_indicators,
    users,
    webhook_messages,
    webhooks,
)

OPERATIONS: list[Operation] = [operation for noun in _NOUNS for operation in noun.OPERATIONS]
