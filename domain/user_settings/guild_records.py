"""What a user wants to be told of in a guild, or in his private channels. Docs (user-side): resources/user-settings."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from core import clock
from core.wire import UNSET, Snowflake, Timestamp, UnsetType

MOST_OVERRIDES: Final = 1000
INHERIT: Final = 3

_Level = Literal[0, 1, 2, 3]
_Flags = Annotated[int, Meta(ge=0, le=0x7FFF_FFFF)]


class MuteConfig(msgspec.Struct):
    """Until when something is muted; no end is for good."""

    end_time: Timestamp | None = None
    selected_time_window: Annotated[int, Meta(ge=-1, le=0x7FFF_FFFF)] | UnsetType = UNSET


class ChannelOverride(msgspec.Struct):
    channel_id: Snowflake
    collapsed: bool = False
    flags: int = 0
    message_notifications: int = INHERIT
    muted: bool = False
    mute_config: MuteConfig | None = None

    @property
    def is_muted(self) -> bool:
        return _lasts(self.muted, self.mute_config)


class UserGuildSettings(msgspec.Struct, kw_only=True):
    """`guild_id` is null for private channels."""

    guild_id: Snowflake | None
    version: int = 0
    channel_overrides: list[ChannelOverride] = []
    flags: int = 0
    hide_muted_channels: bool = False
    message_notifications: int = INHERIT
    mobile_push: bool = True
    mute_scheduled_events: bool = False
    muted: bool = False
    mute_config: MuteConfig | None = None
    notify_highlights: int = 0
    suppress_everyone: bool = False
    suppress_roles: bool = False

    @property
    def is_muted(self) -> bool:
        return _lasts(self.muted, self.mute_config)


class EditChannelOverride(msgspec.Struct):
    collapsed: bool | UnsetType = UNSET
    flags: _Flags | UnsetType = UNSET
    message_notifications: _Level | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    mute_config: MuteConfig | UnsetType | None = UNSET


class EditUserGuildSettings(msgspec.Struct, kw_only=True):
    channel_overrides: (
        Annotated[dict[Snowflake, EditChannelOverride], Meta(max_length=MOST_OVERRIDES)] | UnsetType | None
    ) = UNSET
    flags: _Flags | UnsetType = UNSET
    hide_muted_channels: bool | UnsetType = UNSET
    message_notifications: _Level | UnsetType = UNSET
    mobile_push: bool | UnsetType = UNSET
    mute_scheduled_events: bool | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    mute_config: MuteConfig | UnsetType | None = UNSET
    notify_highlights: Literal[0, 1, 2] | UnsetType = UNSET
    suppress_everyone: bool | UnsetType = UNSET
    suppress_roles: bool | UnsetType = UNSET


class EditSeveralGuilds(msgspec.Struct):
    guilds: Annotated[dict[Snowflake, EditUserGuildSettings], Meta(max_length=200)]


def _lasts(muted: bool, config: MuteConfig | None) -> bool:
    end = config.end_time if config is not None else None
    return muted and (end is None or end > clock.timestamp())
