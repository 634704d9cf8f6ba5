"""Intents: what a session asked to hear. Docs: events/gateway#list-of-intents."""

import enum
from collections.abc import Mapping
from typing import Final

from core import close_codes
from core.close_codes import CloseCode


class Intent(enum.IntFlag):
    GUILDS = 1 << 0
    GUILD_MEMBERS = 1 << 1
    GUILD_MODERATION = 1 << 2
    GUILD_EXPRESSIONS = 1 << 3
    GUILD_INTEGRATIONS = 1 << 4
    GUILD_WEBHOOKS = 1 << 5
    GUILD_INVITES = 1 << 6
    GUILD_VOICE_STATES = 1 << 7
    GUILD_PRESENCES = 1 << 8
    GUILD_MESSAGES = 1 << 9
    GUILD_MESSAGE_REACTIONS = 1 << 10
    GUILD_MESSAGE_TYPING = 1 << 11
    DIRECT_MESSAGES = 1 << 12
    DIRECT_MESSAGE_REACTIONS = 1 << 13
    DIRECT_MESSAGE_TYPING = 1 << 14
    MESSAGE_CONTENT = 1 << 15
    GUILD_SCHEDULED_EVENTS = 1 << 16
    AUTO_MODERATION_CONFIGURATION = 1 << 20
    AUTO_MODERATION_EXECUTION = 1 << 21
    GUILD_MESSAGE_POLLS = 1 << 24
    DIRECT_MESSAGE_POLLS = 1 << 25
    LOBBIES = 1 << 27  # the two of them for players' games; here also for their application's bot
    LOBBY_DELETE = 1 << 28


# Plain ints: an operator of an IntFlag costs most of a microsecond.
ALL: Final = sum(int(intent) for intent in Intent)
GUILDS: Final = int(Intent.GUILDS)
GUILD_MEMBERS: Final = int(Intent.GUILD_MEMBERS)
GUILD_PRESENCES: Final = int(Intent.GUILD_PRESENCES)
MESSAGE_CONTENT: Final = int(Intent.MESSAGE_CONTENT)
DIRECT_MESSAGES: Final = int(Intent.DIRECT_MESSAGES)
LOBBIES: Final = int(Intent.LOBBIES | Intent.LOBBY_DELETE)

# Each privileged intent with the two application flags of which one allows it: full and limited.
# Docs: resources/application#application-object-application-flags.
_PRIVILEGED: Final = (
    (GUILD_PRESENCES, 1 << 12 | 1 << 13),
    (GUILD_MEMBERS, 1 << 14 | 1 << 15),
    (MESSAGE_CONTENT, 1 << 18 | 1 << 19),
)

_IN_GUILDS: Final[Mapping[Intent, str]] = {
    Intent.GUILDS: """GUILD_CREATE GUILD_UPDATE GUILD_DELETE GUILD_ROLE_CREATE GUILD_ROLE_UPDATE GUILD_ROLE_DELETE
        CHANNEL_CREATE CHANNEL_UPDATE CHANNEL_DELETE CHANNEL_PINS_UPDATE THREAD_CREATE THREAD_UPDATE THREAD_DELETE
        THREAD_LIST_SYNC THREAD_MEMBER_UPDATE THREAD_MEMBERS_UPDATE STAGE_INSTANCE_CREATE STAGE_INSTANCE_UPDATE
        STAGE_INSTANCE_DELETE VOICE_CHANNEL_STATUS_UPDATE VOICE_CHANNEL_START_TIME_UPDATE""",
    Intent.GUILD_MEMBERS: "GUILD_MEMBER_ADD GUILD_MEMBER_UPDATE GUILD_MEMBER_REMOVE THREAD_MEMBERS_UPDATE",
    Intent.GUILD_MODERATION: "GUILD_AUDIT_LOG_ENTRY_CREATE GUILD_BAN_ADD GUILD_BAN_REMOVE",
    Intent.GUILD_EXPRESSIONS: """GUILD_EMOJIS_UPDATE GUILD_STICKERS_UPDATE GUILD_SOUNDBOARD_SOUND_CREATE
        GUILD_SOUNDBOARD_SOUND_UPDATE GUILD_SOUNDBOARD_SOUND_DELETE GUILD_SOUNDBOARD_SOUNDS_UPDATE""",
    Intent.GUILD_INTEGRATIONS: "GUILD_INTEGRATIONS_UPDATE INTEGRATION_CREATE INTEGRATION_UPDATE INTEGRATION_DELETE",
    Intent.GUILD_WEBHOOKS: "WEBHOOKS_UPDATE",
    Intent.GUILD_INVITES: "INVITE_CREATE INVITE_DELETE",
    Intent.GUILD_VOICE_STATES: "VOICE_CHANNEL_EFFECT_SEND VOICE_STATE_UPDATE",
    Intent.GUILD_PRESENCES: "PRESENCE_UPDATE",
    Intent.GUILD_MESSAGES: "MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_DELETE MESSAGE_DELETE_BULK",
    Intent.GUILD_MESSAGE_REACTIONS: """MESSAGE_REACTION_ADD MESSAGE_REACTION_REMOVE MESSAGE_REACTION_REMOVE_ALL
        MESSAGE_REACTION_REMOVE_EMOJI""",
    Intent.GUILD_MESSAGE_TYPING: "TYPING_START",
    Intent.GUILD_SCHEDULED_EVENTS: """GUILD_SCHEDULED_EVENT_CREATE GUILD_SCHEDULED_EVENT_UPDATE
        GUILD_SCHEDULED_EVENT_DELETE GUILD_SCHEDULED_EVENT_USER_ADD GUILD_SCHEDULED_EVENT_USER_REMOVE""",
    Intent.AUTO_MODERATION_CONFIGURATION: """AUTO_MODERATION_RULE_CREATE AUTO_MODERATION_RULE_UPDATE
        AUTO_MODERATION_RULE_DELETE""",
    Intent.AUTO_MODERATION_EXECUTION: "AUTO_MODERATION_ACTION_EXECUTION",
    Intent.GUILD_MESSAGE_POLLS: "MESSAGE_POLL_VOTE_ADD MESSAGE_POLL_VOTE_REMOVE",
}
_DIRECT: Final[Mapping[Intent, str]] = {
    Intent.GUILDS: "GUILD_CREATE GUILD_DELETE",
    Intent.DIRECT_MESSAGES: "MESSAGE_CREATE MESSAGE_UPDATE MESSAGE_DELETE CHANNEL_PINS_UPDATE",
    Intent.DIRECT_MESSAGE_REACTIONS: """MESSAGE_REACTION_ADD MESSAGE_REACTION_REMOVE MESSAGE_REACTION_REMOVE_ALL
        MESSAGE_REACTION_REMOVE_EMOJI""",
    Intent.DIRECT_MESSAGE_TYPING: "TYPING_START",
    Intent.DIRECT_MESSAGE_POLLS: "MESSAGE_POLL_VOTE_ADD MESSAGE_POLL_VOTE_REMOVE",
    Intent.LOBBIES: """LOBBY_CREATE LOBBY_UPDATE LOBBY_MEMBER_ADD LOBBY_MEMBER_UPDATE LOBBY_MEMBER_REMOVE
        LOBBY_MESSAGE_CREATE LOBBY_MESSAGE_UPDATE LOBBY_MESSAGE_DELETE""",
    Intent.LOBBY_DELETE: "LOBBY_DELETE",
}


def _by_event(lists: Mapping[Intent, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for intent, names in lists.items():
        for name in names.split():
            found[name] = found.get(name, 0) | int(intent)
    return found


# By event: the intents of which a session needs one. An event that is not there always flows.
IN_GUILDS: Final[Mapping[str, int]] = _by_event(_IN_GUILDS)
DIRECT: Final[Mapping[str, int]] = _by_event(_DIRECT)


def refusal(intents: int, application_flags: int) -> CloseCode | None:
    """Why a bot may not have these intents, or None. Docs: events/gateway#privileged-intents."""
    if intents < 0 or intents & ~ALL:
        return close_codes.INVALID_INTENTS
    for intent, flags in _PRIVILEGED:
        if intents & intent and not application_flags & flags:
            return close_codes.DISALLOWED_INTENTS
    return None
