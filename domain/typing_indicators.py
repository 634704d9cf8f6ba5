"""Typing indicators: told to those who see the channel, and kept nowhere.

Docs: resources/channel#trigger-typing-indicator, events/gateway-events#typing-start.
"""

import msgspec

from core import clock, codes, snowflakes
from core.bus import Bus
from core.database import Reader
from core.events import Draft, guild_topic, user_topic
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.channels.access import ChannelAccess
from domain.channels.records import MESSAGE_TYPES
from domain.members import queries as members
from domain.members.records import Member
from domain.permissions.bits import Permission


class TypingStart(msgspec.Struct):
    channel_id: Snowflake
    user_id: Snowflake
    timestamp: int  # in seconds
    guild_id: Snowflake | UnsetType = UNSET
    member: Member | UnsetType = UNSET


EVENTS = {"TYPING_START": TypingStart}


async def trigger(reader: Reader, bus: Bus, here: ChannelAccess) -> None:
    """Shows the caller as typing. It has gone out when this returns, but a lost one is nobody's loss."""
    payload = TypingStart(Snowflake(here.channel_id), Snowflake(here.user_id), clock.now_ms() // 1000)
    if here.guild is None:
        topics = [user_topic(user_id) for user_id in here.recipients]
    else:
        here.require(Permission.SEND_MESSAGES)
        if here.type not in MESSAGE_TYPES:
            raise Problem(codes.CANNOT_SEND_IN_NON_TEXT_CHANNEL)
        payload.guild_id = Snowflake(here.guild_id)
        payload.member = await members.get(reader, here.guild_id, here.user_id)
        topics = [guild_topic(here.guild_id)]
    channel_id = here.channel_id if here.guild else 0
    for topic in topics:
        draft = Draft(topic, "TYPING_START", payload, channel_id=channel_id, user_id=here.user_id)
        await bus.publish(draft.event(snowflakes.make()))
