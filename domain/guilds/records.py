"""Guilds as they go over the wire. Docs: resources/guild#guild-object."""

from typing import Annotated, Literal, TypeAlias

import msgspec

from core.wire import UNSET, Permissions, Snowflake, Timestamp, UnsetType
from domain.channels.records import Channel, CreateChannel
from domain.emojis.records import Emoji
from domain.roles.records import CreateRole, Role
from domain.scheduled_events.records import ScheduledEvent
from domain.soundboard.records import SoundboardSound
from domain.stage_instances.records import StageInstance
from domain.stickers.records import GuildSticker
from domain.voice_states.records import VoiceState

MOST_MEMBERS = 500_000
LARGE = 250
"""Of more members than this, a client is not sent those that are offline."""

Name = Annotated[str, msgspec.Meta(min_length=2, max_length=100)]
Description = Annotated[str, msgspec.Meta(max_length=300)]
AfkTimeout = Literal[60, 300, 900, 1800, 3600]
VerificationLevel = Literal[0, 1, 2, 3, 4]
NotificationLevel = Literal[0, 1]
ContentFilterLevel = Literal[0, 1, 2]
SystemChannelFlags = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Locale: TypeAlias = Literal[
    "ar", "bg", "cs", "da", "de", "el", "en-GB", "en-US", "es-419", "es-ES", "fi", "fr", "he", "hi", "hr", "hu", "id",
    "it", "ja", "ko", "lt", "nl", "no", "pl", "pt-BR", "ro", "ru", "sv-SE", "th", "tr", "uk", "vi", "zh-CN", "zh-TW",
]  # fmt: skip


class IncidentsData(msgspec.Struct):
    """Until when what is shut. What is open again is null."""

    invites_disabled_until: Timestamp | None
    dms_disabled_until: Timestamp | None


class Guild(msgspec.Struct, kw_only=True):
    id: Snowflake
    name: str
    icon: str | None = None
    description: str | None = None
    home_header: str | None = None
    splash: str | None = None
    discovery_splash: str | None = None
    features: list[str]
    banner: str | None = None
    owner_id: Snowflake
    application_id: Snowflake | None = None
    region: str = "deprecated"
    afk_channel_id: Snowflake | None = None
    afk_timeout: int = 300
    system_channel_id: Snowflake | None = None
    system_channel_flags: int = 0
    widget_enabled: bool = False
    widget_channel_id: Snowflake | None = None
    verification_level: int = 0
    roles: list[Role]
    default_message_notifications: int = 0
    mfa_level: int = 0
    explicit_content_filter: int = 0
    max_presences: int | None = None
    max_members: int = MOST_MEMBERS
    max_stage_video_channel_users: int = 50
    max_video_channel_users: int = 25
    vanity_url_code: str | None = None
    premium_tier: int = 0
    premium_subscription_count: int = 0
    preferred_locale: str = "en-US"
    rules_channel_id: Snowflake | None = None
    safety_alerts_channel_id: Snowflake | None = None
    public_updates_channel_id: Snowflake | None = None
    premium_progress_bar_enabled: bool = False
    premium_progress_bar_enabled_user_updated_at: Timestamp | UnsetType | None = UNSET
    nsfw: bool = False
    nsfw_level: int = 0
    emojis: list[Emoji]
    stickers: list[GuildSticker]
    incidents_data: IncidentsData | None = None


class GuildWithCounts(Guild, kw_only=True):
    approximate_member_count: int | UnsetType | None = UNSET
    approximate_presence_count: int | UnsetType | None = UNSET


class GuildSnapshot(Guild, kw_only=True):
    """A whole guild, as GUILD_CREATE carries it; what differs between receivers is left to the gateway.

    That is so of `voice_states`, of which there are none here.
    """

    large: bool
    member_count: int
    channels: list[Channel]
    voice_states: list[VoiceState]
    stage_instances: list[StageInstance]
    guild_scheduled_events: list[ScheduledEvent]
    soundboard_sounds: list[SoundboardSound]


class GuildPreview(msgspec.Struct, kw_only=True):
    id: Snowflake
    name: str
    icon: str | None
    description: str | None
    home_header: str | None = None
    splash: str | None
    discovery_splash: str | None
    features: list[str]
    approximate_member_count: int
    approximate_presence_count: int
    emojis: list[Emoji]
    stickers: list[GuildSticker]


class MyGuild(msgspec.Struct, kw_only=True):
    """One of the caller's guilds, with what he may there."""

    id: Snowflake
    name: str
    icon: str | None
    banner: str | None
    owner: bool
    permissions: Permissions
    features: list[str]
    approximate_member_count: int | UnsetType | None = UNSET
    approximate_presence_count: int | UnsetType | None = UNSET


class CreateGuildRole(CreateRole):
    """A role of a new guild; `id` is a name for it within the request. The first role is @everyone."""

    id: Snowflake | UnsetType | None = UNSET


class CreateGuildChannel(CreateChannel, kw_only=True):
    """A channel of a new guild; `id` is a name for it within the request."""

    id: Snowflake | UnsetType | None = UNSET


class _GuildSettings(msgspec.Struct, kw_only=True):
    description: Description | UnsetType | None = UNSET
    region: str | UnsetType | None = UNSET
    icon: str | UnsetType | None = UNSET
    verification_level: VerificationLevel | UnsetType | None = UNSET
    default_message_notifications: NotificationLevel | UnsetType | None = UNSET
    explicit_content_filter: ContentFilterLevel | UnsetType | None = UNSET
    preferred_locale: Locale | UnsetType | None = UNSET
    afk_timeout: AfkTimeout | UnsetType | None = UNSET
    afk_channel_id: Snowflake | UnsetType | None = UNSET
    system_channel_id: Snowflake | UnsetType | None = UNSET
    system_channel_flags: SystemChannelFlags | UnsetType | None = UNSET


class CreateGuild(_GuildSettings, kw_only=True):
    name: Name
    roles: Annotated[list[CreateGuildRole], msgspec.Meta(max_length=250)] | UnsetType | None = UNSET
    channels: Annotated[list[CreateGuildChannel], msgspec.Meta(max_length=500)] | UnsetType | None = UNSET


class EditGuild(_GuildSettings, kw_only=True):
    name: Name | UnsetType = UNSET
    owner_id: Snowflake | UnsetType | None = UNSET
    splash: str | UnsetType | None = UNSET
    banner: str | UnsetType | None = UNSET
    features: Annotated[list[str | None], msgspec.Meta(max_length=1521)] | UnsetType | None = UNSET
    discovery_splash: str | UnsetType | None = UNSET
    home_header: str | UnsetType | None = UNSET
    rules_channel_id: Snowflake | UnsetType | None = UNSET
    safety_alerts_channel_id: Snowflake | UnsetType | None = UNSET
    public_updates_channel_id: Snowflake | UnsetType | None = UNSET
    premium_progress_bar_enabled: bool | UnsetType | None = UNSET


class SetIncidentActions(msgspec.Struct):
    invites_disabled_until: Timestamp | UnsetType | None = UNSET
    dms_disabled_until: Timestamp | UnsetType | None = UNSET


class UnavailableGuild(msgspec.Struct):
    """In READY: its GUILD_CREATE will follow. As GUILD_DELETE with True: an outage; without: removed from it."""

    id: Snowflake
    unavailable: bool | UnsetType = UNSET
