"""The permission flags by their documented names, and the few sets of them that rules speak of.

`Permission` is for names and for reading. Its operators cost most of a microsecond each, so state and
results are plain ints; ask them with `holds`. Bits without a documented name (47 is a retired one) are in
no set here.
Docs: topics/permissions#permissions-bitwise-permission-flags.
"""

import enum
from typing import Final


class Permission(enum.IntFlag):
    CREATE_INSTANT_INVITE = 1 << 0
    KICK_MEMBERS = 1 << 1
    BAN_MEMBERS = 1 << 2
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_AUDIT_LOG = 1 << 7
    PRIORITY_SPEAKER = 1 << 8
    STREAM = 1 << 9
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    SEND_TTS_MESSAGES = 1 << 12
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    VIEW_GUILD_INSIGHTS = 1 << 19
    CONNECT = 1 << 20
    SPEAK = 1 << 21
    MUTE_MEMBERS = 1 << 22
    DEAFEN_MEMBERS = 1 << 23
    MOVE_MEMBERS = 1 << 24
    USE_VAD = 1 << 25
    CHANGE_NICKNAME = 1 << 26
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    MANAGE_WEBHOOKS = 1 << 29
    MANAGE_GUILD_EXPRESSIONS = 1 << 30
    USE_APPLICATION_COMMANDS = 1 << 31
    REQUEST_TO_SPEAK = 1 << 32
    MANAGE_EVENTS = 1 << 33
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    USE_EXTERNAL_STICKERS = 1 << 37
    SEND_MESSAGES_IN_THREADS = 1 << 38
    USE_EMBEDDED_ACTIVITIES = 1 << 39
    MODERATE_MEMBERS = 1 << 40
    VIEW_CREATOR_MONETIZATION_ANALYTICS = 1 << 41
    USE_SOUNDBOARD = 1 << 42
    CREATE_GUILD_EXPRESSIONS = 1 << 43
    CREATE_EVENTS = 1 << 44
    USE_EXTERNAL_SOUNDS = 1 << 45
    SEND_VOICE_MESSAGES = 1 << 46
    SET_VOICE_CHANNEL_STATUS = 1 << 48
    SEND_POLLS = 1 << 49
    USE_EXTERNAL_APPS = 1 << 50
    PIN_MESSAGES = 1 << 51
    BYPASS_SLOWMODE = 1 << 52


def _union(*permissions: Permission) -> int:
    return sum(permission.value for permission in set(permissions))


ALL: Final[int] = _union(*Permission)

GUILD_WIDE: Final[int] = _union(
    Permission.KICK_MEMBERS,
    Permission.BAN_MEMBERS,
    Permission.ADMINISTRATOR,
    Permission.MANAGE_GUILD,
    Permission.VIEW_AUDIT_LOG,
    Permission.VIEW_GUILD_INSIGHTS,
    Permission.CHANGE_NICKNAME,
    Permission.MANAGE_NICKNAMES,
    Permission.MANAGE_GUILD_EXPRESSIONS,
    Permission.MODERATE_MEMBERS,
    Permission.VIEW_CREATOR_MONETIZATION_ANALYTICS,
    Permission.CREATE_GUILD_EXPRESSIONS,
)
"""Those for which the table names no channel type, so that no overwrite changes them."""

ELEVATED: Final[int] = _union(
    Permission.KICK_MEMBERS,
    Permission.BAN_MEMBERS,
    Permission.ADMINISTRATOR,
    Permission.MANAGE_CHANNELS,
    Permission.MANAGE_GUILD,
    Permission.MANAGE_MESSAGES,
    Permission.MANAGE_ROLES,
    Permission.MANAGE_WEBHOOKS,
    Permission.MANAGE_GUILD_EXPRESSIONS,
    Permission.MANAGE_THREADS,
    Permission.MODERATE_MEMBERS,
    Permission.VIEW_CREATOR_MONETIZATION_ANALYTICS,
)
"""Those with which much harm can be done; the table marks them with a star."""

NEED_SEND_MESSAGES: Final[int] = _union(
    Permission.MENTION_EVERYONE,
    Permission.SEND_TTS_MESSAGES,
    Permission.ATTACH_FILES,
    Permission.EMBED_LINKS,
)
"""Nothing without SEND_MESSAGES. Docs: topics/permissions#implicit-permissions."""

QUARANTINED: Final = 1 << 7
"""The member flag AUTOMOD_QUARANTINED_USERNAME. Docs: resources/guild#guild-member-object-guild-member-flags."""

LEFT_IN_TIMEOUT: Final[int] = _union(Permission.VIEW_CHANNEL, Permission.READ_MESSAGE_HISTORY)
"""Of a pending member too. Docs: topics/permissions#permissions-for-timed-out-members."""

DEFAULT_EVERYONE: Final[int] = _union(
    Permission.CREATE_INSTANT_INVITE,
    Permission.ADD_REACTIONS,
    Permission.STREAM,
    Permission.VIEW_CHANNEL,
    Permission.SEND_MESSAGES,
    Permission.EMBED_LINKS,
    Permission.ATTACH_FILES,
    Permission.READ_MESSAGE_HISTORY,
    Permission.MENTION_EVERYONE,
    Permission.USE_EXTERNAL_EMOJIS,
    Permission.CONNECT,
    Permission.SPEAK,
    Permission.USE_VAD,
    Permission.CHANGE_NICKNAME,
    Permission.USE_APPLICATION_COMMANDS,
    Permission.REQUEST_TO_SPEAK,
    Permission.CREATE_PUBLIC_THREADS,
    Permission.CREATE_PRIVATE_THREADS,
    Permission.USE_EXTERNAL_STICKERS,
    Permission.SEND_MESSAGES_IN_THREADS,
    Permission.USE_EMBEDDED_ACTIVITIES,
    Permission.USE_SOUNDBOARD,
    Permission.CREATE_GUILD_EXPRESSIONS,
    Permission.CREATE_EVENTS,
    Permission.USE_EXTERNAL_SOUNDS,
    Permission.SEND_VOICE_MESSAGES,
    Permission.SET_VOICE_CHANNEL_STATUS,
    Permission.SEND_POLLS,
    Permission.USE_EXTERNAL_APPS,
)
"""What @everyone of a new guild may. The docs do not say; it is what Discord gave new guilds in June 2026,
without the retired bit 47."""

IN_DM: Final[int] = _union(
    Permission.ADD_REACTIONS,
    Permission.VIEW_CHANNEL,
    Permission.SEND_MESSAGES,
    Permission.EMBED_LINKS,
    Permission.ATTACH_FILES,
    Permission.READ_MESSAGE_HISTORY,
    Permission.MENTION_EVERYONE,
    Permission.USE_EXTERNAL_EMOJIS,
    Permission.USE_APPLICATION_COMMANDS,
    Permission.USE_EXTERNAL_STICKERS,
    Permission.SEND_VOICE_MESSAGES,
    Permission.SEND_POLLS,
    Permission.USE_EXTERNAL_APPS,
    Permission.PIN_MESSAGES,
)
"""What each side of a DM or group DM may: all that concerns one's own messages, and pins."""

VOICE_TYPES: Final = frozenset({2, 13})
THREAD_TYPES: Final = frozenset({10, 11, 12})
PRIVATE_THREAD: Final = 12
"""Channel types that the algorithm treats apart. Docs: resources/channel#channel-object-channel-types."""


def holds(permissions: int, wanted: int) -> bool:
    """Whether every wanted bit is there. `wanted` is a `Permission` or a union of them."""
    # `permissions & wanted` would call IntFlag's operator, fifteen times as slow as int's.
    return int.__and__(permissions, wanted) == wanted
