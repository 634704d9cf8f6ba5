"""Widgets as they go over the wire. Docs: resources/guild#guild-widget-object."""

from typing import Annotated, Literal

import msgspec

from core.wire import UNSET, Snowflake, UnsetType

Style = Literal["shield", "banner1", "banner2", "banner3", "banner4"]


class WidgetSettings(msgspec.Struct):
    enabled: bool
    channel_id: Snowflake | None


class EditWidgetSettings(msgspec.Struct):
    enabled: bool | UnsetType | None = UNSET
    channel_id: Snowflake | UnsetType | None = UNSET


class WidgetActivity(msgspec.Struct):
    name: str


class WidgetChannel(msgspec.Struct):
    id: Snowflake
    name: str
    position: int


class WidgetMember(msgspec.Struct, kw_only=True):
    """Someone online. `id` is a number within this answer, and `avatar_url` does not tell whose it is."""

    id: str
    username: str
    discriminator: Literal["0000"] = "0000"
    avatar: None = None
    status: str
    activity: WidgetActivity | UnsetType = UNSET
    avatar_url: Annotated[str, msgspec.Meta(extra_json_schema={"format": "uri"})]
    channel_id: Snowflake | UnsetType = UNSET
    deaf: bool | UnsetType = UNSET
    mute: bool | UnsetType = UNSET
    self_deaf: bool | UnsetType = UNSET
    self_mute: bool | UnsetType = UNSET
    suppress: bool | UnsetType = UNSET


class Widget(msgspec.Struct):
    id: Snowflake
    name: str
    instant_invite: str | None
    channels: list[WidgetChannel]
    members: list[WidgetMember]
    presence_count: int
