"""Entries of the audit log as they go over the wire. Docs: resources/audit-log#audit-log-entry-object."""

import enum
from typing import Annotated, Any

import msgspec

from core.wire import UNSET, Snowflake, UnsetType


class AuditLogEvent(enum.IntEnum):
    """Docs: resources/audit-log#audit-log-entry-object-audit-log-events."""

    GUILD_UPDATE = 1
    CHANNEL_CREATE = 10
    CHANNEL_UPDATE = 11
    CHANNEL_DELETE = 12
    CHANNEL_OVERWRITE_CREATE = 13
    CHANNEL_OVERWRITE_UPDATE = 14
    CHANNEL_OVERWRITE_DELETE = 15
    MEMBER_KICK = 20
    MEMBER_PRUNE = 21
    MEMBER_BAN_ADD = 22
    MEMBER_BAN_REMOVE = 23
    MEMBER_UPDATE = 24
    MEMBER_ROLE_UPDATE = 25
    MEMBER_MOVE = 26
    MEMBER_DISCONNECT = 27
    BOT_ADD = 28
    ROLE_CREATE = 30
    ROLE_UPDATE = 31
    ROLE_DELETE = 32
    INVITE_CREATE = 40
    INVITE_UPDATE = 41
    INVITE_DELETE = 42
    WEBHOOK_CREATE = 50
    WEBHOOK_UPDATE = 51
    WEBHOOK_DELETE = 52
    EMOJI_CREATE = 60
    EMOJI_UPDATE = 61
    EMOJI_DELETE = 62
    MESSAGE_DELETE = 72
    MESSAGE_BULK_DELETE = 73
    MESSAGE_PIN = 74
    MESSAGE_UNPIN = 75
    INTEGRATION_CREATE = 80
    INTEGRATION_UPDATE = 81
    INTEGRATION_DELETE = 82
    STAGE_INSTANCE_CREATE = 83
    STAGE_INSTANCE_UPDATE = 84
    STAGE_INSTANCE_DELETE = 85
    STICKER_CREATE = 90
    STICKER_UPDATE = 91
    STICKER_DELETE = 92
    GUILD_SCHEDULED_EVENT_CREATE = 100
    GUILD_SCHEDULED_EVENT_UPDATE = 101
    GUILD_SCHEDULED_EVENT_DELETE = 102
    THREAD_CREATE = 110
    THREAD_UPDATE = 111
    THREAD_DELETE = 112
    APPLICATION_COMMAND_PERMISSION_UPDATE = 121
    SOUNDBOARD_SOUND_CREATE = 130
    SOUNDBOARD_SOUND_UPDATE = 131
    SOUNDBOARD_SOUND_DELETE = 132
    AUTO_MODERATION_RULE_CREATE = 140
    AUTO_MODERATION_RULE_UPDATE = 141
    AUTO_MODERATION_RULE_DELETE = 142
    AUTO_MODERATION_BLOCK_MESSAGE = 143
    AUTO_MODERATION_FLAG_TO_CHANNEL = 144
    AUTO_MODERATION_USER_COMMUNICATION_DISABLED = 145
    AUTO_MODERATION_QUARANTINE_USER = 146
    CREATOR_MONETIZATION_REQUEST_CREATED = 150
    CREATOR_MONETIZATION_TERMS_ACCEPTED = 151
    ONBOARDING_PROMPT_CREATE = 163
    ONBOARDING_PROMPT_UPDATE = 164
    ONBOARDING_PROMPT_DELETE = 165
    ONBOARDING_CREATE = 166
    ONBOARDING_UPDATE = 167
    GUILD_HOME_FEATURE_ITEM = 171  # this one and the next two, and the last, are named in the contract alone
    GUILD_HOME_REMOVE_ITEM = 172
    HARMFUL_LINKS_BLOCKED_MESSAGE = 180
    HOME_SETTINGS_CREATE = 190
    HOME_SETTINGS_UPDATE = 191
    VOICE_CHANNEL_STATUS_CREATE = 192
    VOICE_CHANNEL_STATUS_DELETE = 193
    GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE = 200
    GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE = 201
    GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE = 202
    GUILD_MEMBER_VERIFICATION_UPDATE = 210  # documented for users' clients alone
    GUILD_PROFILE_UPDATE = 211


class PartialRole(msgspec.Struct):
    """A role that a member got or lost."""

    id: Snowflake
    name: str


class Change(msgspec.Struct):
    """One field that changed. Of what was null before, or is now, that side is absent."""

    key: str
    new_value: Any | UnsetType = UNSET
    old_value: Any | UnsetType = UNSET


class AuditLogEntry(msgspec.Struct, kw_only=True):
    id: Snowflake
    action_type: int
    user_id: Snowflake | None
    target_id: Snowflake | None
    changes: list[Change] | UnsetType = UNSET
    options: dict[str, str] | UnsetType = UNSET
    reason: str | UnsetType = UNSET


class AuditLogEntryEvent(AuditLogEntry, kw_only=True):
    guild_id: Snowflake


class ListAuditLog(msgspec.Struct):
    """Filters. With `after` the oldest come first, else the newest."""

    user_id: Snowflake | UnsetType = UNSET
    target_id: Snowflake | UnsetType = UNSET
    action_type: AuditLogEvent | UnsetType = UNSET
    before: Snowflake | UnsetType = UNSET
    after: Snowflake | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50
