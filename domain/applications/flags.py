"""The flags of an application that matter to us: its bot's limited intents, and whether it is public.

Each intent has two flags: granted to large bots, and granted to others. Docs: resources/application#application-flags.
"""

import enum


class ApplicationFlag(enum.IntFlag):
    PUBLIC_OAUTH2_CLIENT = 1 << 8
    GATEWAY_PRESENCE = 1 << 12
    GATEWAY_PRESENCE_LIMITED = 1 << 13
    GATEWAY_GUILD_MEMBERS = 1 << 14
    GATEWAY_GUILD_MEMBERS_LIMITED = 1 << 15
    EMBEDDED = 1 << 17
    GATEWAY_MESSAGE_CONTENT = 1 << 18
    GATEWAY_MESSAGE_CONTENT_LIMITED = 1 << 19


LIMITED_INTENTS = (
    ApplicationFlag.GATEWAY_PRESENCE_LIMITED
    | ApplicationFlag.GATEWAY_GUILD_MEMBERS_LIMITED
    | ApplicationFlag.GATEWAY_MESSAGE_CONTENT_LIMITED
)
"""The intents that an application's owner, or its bot, may switch."""

SWITCHABLE = LIMITED_INTENTS | ApplicationFlag.PUBLIC_OAUTH2_CLIENT

_INTENTS = {
    1 << 1: ApplicationFlag.GATEWAY_GUILD_MEMBERS | ApplicationFlag.GATEWAY_GUILD_MEMBERS_LIMITED,
    1 << 8: ApplicationFlag.GATEWAY_PRESENCE | ApplicationFlag.GATEWAY_PRESENCE_LIMITED,
    1 << 15: ApplicationFlag.GATEWAY_MESSAGE_CONTENT | ApplicationFlag.GATEWAY_MESSAGE_CONTENT_LIMITED,
}


def disallowed_intents(flags: int, intents: int) -> int:
    """Those of the intents that need a flag which the application does not have."""
    return sum(intent for intent, either in _INTENTS.items() if intents & intent and not flags & either)
