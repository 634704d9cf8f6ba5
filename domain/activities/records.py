"""Activities as they go over the wire. Docs: resources/application#get-application-activity-instance."""

from typing import TypeAlias

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.messages.records import Attachment


class GuildChannelLocation(msgspec.Struct, tag_field="kind", tag="gc"):
    id: str
    channel_id: Snowflake
    guild_id: Snowflake


class PrivateChannelLocation(msgspec.Struct, tag_field="kind", tag="pc"):
    id: str
    channel_id: Snowflake


Location: TypeAlias = GuildChannelLocation | PrivateChannelLocation


class ActivityInstance(msgspec.Struct):
    """An activity that runs in a channel, and who takes part."""

    application_id: Snowflake
    instance_id: str
    launch_id: str
    location: Location
    users: list[Snowflake]


class SetEmbedded(msgspec.Struct):
    embedded: bool


class LeaveActivity(msgspec.Struct):
    """Clients name their session; a user leaves with all of his."""

    session_id: str | UnsetType | None = UNSET


class Left(msgspec.Struct):
    """Nothing is told of an instance that one has left."""


class ActivityAttachment(msgspec.Struct):
    attachment: Attachment
