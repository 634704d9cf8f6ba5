"""What the gateway is told of channels. Docs: events/gateway-events#channels.

Events of a guild's channels go to all its members, so that caches agree; those of private channels go to each
recipient who is a person: bots are not told of them since version 8.
"""

from core.events import Draft, guild_topic, user_topic
from core.wire import UNSET
from domain.channels.records import Channel


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
