"""User settings as they go over the wire, in their JSON form. Docs (user-side): resources/user-settings.

The protocol-buffer form is not offered.
"""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.guilds.records import Locale

MOST_GUILDS: Final = 200

_GuildIds = Annotated[list[Snowflake], Meta(max_length=MOST_GUILDS)]
_Seconds = Annotated[int, Meta(ge=0, le=86_400)]
_Flags = Annotated[int, Meta(ge=0, le=0x7FFF_FFFF)]
_Status = Literal["online", "idle", "dnd", "invisible", "unknown"]
_Theme = Literal["dark", "light", "darker", "midnight"]


class CustomStatus(msgspec.Struct):
    text: Annotated[str, Meta(max_length=128)] | None = None
    emoji_id: Snowflake | None = None
    emoji_name: Annotated[str, Meta(max_length=64)] | None = None
    expires_at: Timestamp | None = None


class FriendSourceFlags(msgspec.Struct):
    """Who may send friend requests. Everyone, unless the user says otherwise."""

    all: bool = False
    mutual_friends: bool = False
    mutual_guilds: bool = False


class GuildFolder(msgspec.Struct):
    guild_ids: _GuildIds
    id: int | None = None
    name: Annotated[str, Meta(max_length=100)] | None = None
    color: Annotated[int, Meta(ge=0, le=0xFFFFFF)] | None = None


class UserSettings(msgspec.Struct, kw_only=True):
    """All of them.

    But for the locale, who may send friend requests, and the guilds from which no DMs are wanted, they are kept for the
    user's clients alone.
    """

    activity_restricted_guild_ids: list[Snowflake] = []
    activity_joining_restricted_guild_ids: list[Snowflake] = []
    afk_timeout: int = 600
    allow_accessibility_detection: bool = False
    allow_activity_party_privacy_friends: bool = True
    allow_activity_party_privacy_voice_channel: bool = True
    animate_emoji: bool = True
    animate_stickers: int = 0
    contact_sync_enabled: bool = False
    convert_emoticons: bool = True
    custom_status: CustomStatus | None = None
    default_guilds_restricted: bool = False
    detect_platform_accounts: bool = False
    developer_mode: bool = False
    disable_games_tab: bool = False
    enable_tts_command: bool = True
    explicit_content_filter: int = 0
    friend_discovery_flags: int = 0
    friend_source_flags: FriendSourceFlags | None = msgspec.field(
        default_factory=lambda: FriendSourceFlags(all=True, mutual_friends=True, mutual_guilds=True)
    )
    gif_auto_play: bool = True
    guild_folders: list[GuildFolder] = []
    inline_attachment_media: bool = True
    inline_embed_media: bool = True
    locale: str = "en-US"
    message_display_compact: bool = False
    native_phone_integration_enabled: bool = False
    passwordless: bool = False
    render_embeds: bool = True
    render_reactions: bool = True
    restricted_guilds: list[Snowflake] = []
    show_current_game: bool = True
    slayer_sdk_receive_dms_in_game: int = 0
    status: str = "online"
    stream_notifications_enabled: bool = True
    theme: str = "dark"
    timezone_offset: int = 0
    view_nsfw_commands: bool = False
    view_nsfw_guilds: bool = False


class EditUserSettings(msgspec.Struct, kw_only=True):
    """What changes, and as an event what has changed."""

    activity_restricted_guild_ids: _GuildIds | UnsetType = UNSET
    activity_joining_restricted_guild_ids: _GuildIds | UnsetType = UNSET
    afk_timeout: _Seconds | UnsetType = UNSET
    allow_accessibility_detection: bool | UnsetType = UNSET
    allow_activity_party_privacy_friends: bool | UnsetType = UNSET
    allow_activity_party_privacy_voice_channel: bool | UnsetType = UNSET
    animate_emoji: bool | UnsetType = UNSET
    animate_stickers: Literal[0, 1, 2] | UnsetType = UNSET
    contact_sync_enabled: bool | UnsetType = UNSET
    convert_emoticons: bool | UnsetType = UNSET
    custom_status: CustomStatus | UnsetType | None = UNSET
    default_guilds_restricted: bool | UnsetType = UNSET
    detect_platform_accounts: bool | UnsetType = UNSET
    developer_mode: bool | UnsetType = UNSET
    disable_games_tab: bool | UnsetType = UNSET
    enable_tts_command: bool | UnsetType = UNSET
    explicit_content_filter: Literal[0, 1, 2] | UnsetType = UNSET
    friend_discovery_flags: _Flags | UnsetType = UNSET
    friend_source_flags: FriendSourceFlags | UnsetType | None = UNSET
    gif_auto_play: bool | UnsetType = UNSET
    guild_folders: Annotated[list[GuildFolder], Meta(max_length=MOST_GUILDS)] | UnsetType = UNSET
    inline_attachment_media: bool | UnsetType = UNSET
    inline_embed_media: bool | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    message_display_compact: bool | UnsetType = UNSET
    native_phone_integration_enabled: bool | UnsetType = UNSET
    passwordless: bool | UnsetType = UNSET
    render_embeds: bool | UnsetType = UNSET
    render_reactions: bool | UnsetType = UNSET
    restricted_guilds: _GuildIds | UnsetType = UNSET
    show_current_game: bool | UnsetType = UNSET
    slayer_sdk_receive_dms_in_game: _Flags | UnsetType = UNSET
    status: _Status | UnsetType = UNSET
    stream_notifications_enabled: bool | UnsetType = UNSET
    theme: _Theme | UnsetType = UNSET
    timezone_offset: Annotated[int, Meta(ge=-1440, le=1440)] | UnsetType = UNSET
    view_nsfw_commands: bool | UnsetType = UNSET
    view_nsfw_guilds: bool | UnsetType = UNSET
