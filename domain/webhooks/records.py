"""Webhooks as they go over the wire. Docs: resources/webhook#webhook-object."""

import enum

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.users.records import User


class WebhookType(enum.IntEnum):
    """Docs: resources/webhook#webhook-object-webhook-types."""

    INCOMING = 1
    CHANNEL_FOLLOWER = 2
    APPLICATION = 3


class SourceGuild(msgspec.Struct):
    """The guild whose channel a webhook follows."""

    id: Snowflake
    name: str
    icon: str | None


class SourceChannel(msgspec.Struct):
    id: Snowflake
    name: str


class Webhook(msgspec.Struct, kw_only=True):
    """`token` and `url` are there for who may see them, `user` where the token was not what opened the door."""

    id: Snowflake
    type: int
    name: str
    avatar: str | None
    channel_id: Snowflake | None
    application_id: Snowflake | None
    guild_id: Snowflake | UnsetType | None = UNSET
    user: User | UnsetType = UNSET
    token: str | UnsetType = UNSET
    url: str | UnsetType = UNSET
    source_guild: SourceGuild | UnsetType = UNSET
    source_channel: SourceChannel | UnsetType = UNSET


class FollowedChannel(msgspec.Struct):
    """Docs: resources/channel#followed-channel-object."""

    channel_id: Snowflake
    webhook_id: Snowflake
