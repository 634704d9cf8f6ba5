"""Read states as they go over the wire. Docs (user-side): topics/read-state."""

import enum
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from core.wire import UNSET, Snowflake, Timestamp, UnsetType

_Count = Annotated[int, Meta(ge=0, le=0x7FFF_FFFF)]
_AckType = Literal[0, 1, 2, 3, 4, 5]


class ReadStateType(enum.IntEnum):
    """What has been read. Those of a guild have its id, those of a user his own."""

    CHANNEL = 0
    GUILD_EVENT = 1
    NOTIFICATION_CENTER = 2
    GUILD_HOME = 3
    GUILD_ONBOARDING_QUESTION = 4
    MESSAGE_REQUESTS = 5


OF_GUILDS = frozenset((ReadStateType.GUILD_EVENT, ReadStateType.GUILD_HOME, ReadStateType.GUILD_ONBOARDING_QUESTION))
OF_USERS = frozenset((ReadStateType.NOTIFICATION_CENTER, ReadStateType.MESSAGE_REQUESTS))

GuildFeature = Literal[1, 3, 4]
UserFeature = Literal[2, 5]


class ReadState(msgspec.Struct):
    """One of a channel has no type. Of what else there is, no badges are counted."""

    id: Snowflake
    read_state_type: int | UnsetType = UNSET
    last_message_id: Snowflake | UnsetType = UNSET
    mention_count: int | UnsetType = UNSET
    last_acked_id: Snowflake | UnsetType = UNSET
    badge_count: int | UnsetType = UNSET
    last_pin_timestamp: Timestamp | UnsetType = UNSET
    flags: int | UnsetType = UNSET
    last_viewed: int | UnsetType | None = UNSET


class StoredReadState(msgspec.Struct):
    """A row. Mentions after `counted_after` are added to `mention_count`."""

    type: int
    resource_id: int
    last_acked_id: int = 0
    mention_count: int = 0
    counted_after: int = 0
    last_pin_timestamp: Timestamp | None = None
    flags: int = 0
    last_viewed: int | None = None


class AckMessage(msgspec.Struct):
    """`mention_count` counts with `manual` alone. The token of older servers is ignored."""

    token: str | None = None
    manual: bool | None = False
    mention_count: _Count | None = None
    flags: _Count | None = None
    last_viewed: _Count | None = None


class AckFeature(msgspec.Struct):
    token: str | None = None


class Acked(msgspec.Struct):
    token: str | None = None


class AckedState(msgspec.Struct):
    channel_id: Snowflake
    message_id: Snowflake
    read_state_type: _AckType = 0


class AckBulk(msgspec.Struct):
    read_states: Annotated[list[AckedState], Meta(max_length=100)]


class DeleteReadState(msgspec.Struct):
    """`version` is that of the client's protocol."""

    read_state_type: _AckType | None = 0
    version: int | None = None


class MessageAck(msgspec.Struct):
    channel_id: Snowflake
    message_id: Snowflake
    version: int
    ack_type: int = 0
    manual: bool | UnsetType = UNSET
    mention_count: int | UnsetType = UNSET
    flags: int | UnsetType = UNSET
    last_viewed: int | UnsetType | None = UNSET


class PinsAck(msgspec.Struct):
    channel_id: Snowflake
    timestamp: Timestamp
    version: int


class FeatureAck(msgspec.Struct):
    """Of a guild's feature, or of a user's."""

    ack_type: int
    resource_id: Snowflake
    entity_id: Snowflake
    version: int
