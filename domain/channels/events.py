"""What the gateway is told of channels. Docs: events/gateway-events#channels.

Events of a guild's channels go to all its members, so that caches agree; those of private channels go to each
recipient who is a person: bots are not told of them since version 8.
"""

import msgspec

from core.events import Draft, guild_topic, user_topic
from core.wire import UNSET, Snowflake, UnsetType
from domain.channels.records import Channel
from domain.users.records import User


class RecipientEvent(msgspec.Struct):
    """Someone came into a group DM, or went."""

    channel_id: Snowflake
    user: User
    nick: str | UnsetType = UNSET


EVENTS = {
    "CHANNEL_CREATE": Channel,
    "CHANNEL_UPDATE": Channel,
    "CHANNEL_DELETE": Channel,
    "CHANNEL_RECIPIENT_ADD": RecipientEvent,
    "CHANNEL_RECIPIENT_REMOVE": RecipientEvent,
}


def _to_guild(name: str, channel: Channel) -> Draft:
    assert channel.guild_id is not UNSET
    return Draft(guild_topic(channel.guild_id), name, channel)


def channel_create(channel: Channel) -> Draft:
    return _to_guild("CHANNEL_CREATE", channel)


def channel_update(channel: Channel) -> Draft:
    return _to_guild("CHANNEL_UPDATE", channel)


def channel_delete(channel: Channel) -> Draft:
    return _to_guild("CHANNEL_DELETE", channel)


def private_channel_create(user_id: int, channel: Channel) -> Draft:
    return Draft(user_topic(user_id), "CHANNEL_CREATE", channel)


def private_channel_update(user_id: int, channel: Channel) -> Draft:
    return Draft(user_topic(user_id), "CHANNEL_UPDATE", channel)


def private_channel_delete(user_id: int, channel: Channel) -> Draft:
    return Draft(user_topic(user_id), "CHANNEL_DELETE", channel)


def channel_recipient_add(receiver_id: int, channel_id: int, user: User, nick: str | None) -> Draft:
    payload = RecipientEvent(Snowflake(channel_id), user, nick or UNSET)
    return Draft(user_topic(receiver_id), "CHANNEL_RECIPIENT_ADD", payload)


def channel_recipient_remove(receiver_id: int, channel_id: int, user: User) -> Draft:
    return Draft(user_topic(receiver_id), "CHANNEL_RECIPIENT_REMOVE", RecipientEvent(Snowflake(channel_id), user))
