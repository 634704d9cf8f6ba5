"""What the gateway is told when messages go. Their coming and changing is told by compose.drafts."""

import msgspec

from core.events import Draft, guild_topic, user_topic
from core.wire import UNSET, Snowflake, UnsetType
from domain.channels.access import ChannelAccess
from domain.messages.records import MessageEvent


class MessageDeleted(msgspec.Struct):
    id: Snowflake
    channel_id: Snowflake
    guild_id: Snowflake | UnsetType = UNSET


class MessagesDeleted(msgspec.Struct):
    ids: list[Snowflake]
    channel_id: Snowflake
    guild_id: Snowflake | UnsetType = UNSET


EVENTS = {
    "MESSAGE_CREATE": MessageEvent,
    "MESSAGE_UPDATE": MessageEvent,
    "MESSAGE_DELETE": MessageDeleted,
    "MESSAGE_DELETE_BULK": MessagesDeleted,
}


def message_delete(here: ChannelAccess, message_id: int) -> list[Draft]:
    gone = MessageDeleted(Snowflake(message_id), Snowflake(here.channel_id), guild_of(here))
    return in_channel(here, "MESSAGE_DELETE", gone)


def message_delete_bulk(here: ChannelAccess, ids: list[int]) -> list[Draft]:
    gone = MessagesDeleted([Snowflake(one) for one in ids], Snowflake(here.channel_id), guild_of(here))
    return in_channel(here, "MESSAGE_DELETE_BULK", gone)


def messages_purged(guild_id: int, channel_id: int, ids: list[int]) -> Draft:
    """The same for messages of a guild's channel that the caller need not see."""
    gone = MessagesDeleted([Snowflake(one) for one in ids], Snowflake(channel_id), Snowflake(guild_id))
    return Draft(guild_topic(guild_id), "MESSAGE_DELETE_BULK", gone, channel_id=channel_id)


def guild_of(here: ChannelAccess) -> Snowflake | UnsetType:
    return Snowflake(here.guild_id) if here.guild_id else UNSET


def in_channel(here: ChannelAccess, name: str, payload: object, user_id: int = 0) -> list[Draft]:
    """An event for those who see the channel: one for a guild, one for each recipient of a DM."""
    if here.guild_id:
        return [Draft(guild_topic(here.guild_id), name, payload, channel_id=here.channel_id, user_id=user_id)]
    return [Draft(user_topic(one), name, payload, user_id=user_id) for one in here.recipients]
