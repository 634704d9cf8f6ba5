"""What the gateway is told of votes: one event an answer. Docs: events/gateway-events#polls."""

import msgspec

from core.events import Draft
from core.wire import UNSET, Snowflake, UnsetType
from domain.channels.access import ChannelAccess
from domain.messages.events import guild_of, in_channel


class Voted(msgspec.Struct, kw_only=True):
    user_id: Snowflake
    channel_id: Snowflake
    message_id: Snowflake
    guild_id: Snowflake | UnsetType = UNSET
    answer_id: int


EVENTS = {"MESSAGE_POLL_VOTE_ADD": Voted, "MESSAGE_POLL_VOTE_REMOVE": Voted}


def message_poll_vote_add(here: ChannelAccess, message_id: int, answer_id: int) -> list[Draft]:
    return in_channel(here, "MESSAGE_POLL_VOTE_ADD", _voted(here, message_id, answer_id), here.user_id)


def message_poll_vote_remove(here: ChannelAccess, message_id: int, answer_id: int) -> list[Draft]:
    return in_channel(here, "MESSAGE_POLL_VOTE_REMOVE", _voted(here, message_id, answer_id), here.user_id)


def _voted(here: ChannelAccess, message_id: int, answer_id: int) -> Voted:
    return Voted(
        user_id=Snowflake(here.user_id),
        channel_id=Snowflake(here.channel_id),
        message_id=Snowflake(message_id),
        guild_id=guild_of(here),
        answer_id=answer_id,
    )
