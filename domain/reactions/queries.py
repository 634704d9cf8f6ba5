"""Reading who reacted."""

from typing import Annotated, Literal

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import Snowflake
from domain.channels.access import ChannelAccess
from domain.messages import store as messages
from domain.messages.records import ReactionEmoji
from domain.permissions.bits import Permission
from domain.reactions import store
from domain.users.records import User


class ListReactions(msgspec.Struct):
    after: Snowflake = Snowflake(0)
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 25
    type: Literal[0, 1] = 0  # 1: super reactions, of which there are none here


async def list_users(
    reader: Reader, here: ChannelAccess, message_id: int, emoji: ReactionEmoji, query: ListReactions
) -> list[User]:
    """By rising user id. Raises 50013 without READ_MESSAGE_HISTORY, 10008."""
    here.require(Permission.READ_MESSAGE_HISTORY)
    if await messages.find(reader, here.channel_id, message_id) is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    if query.type == 1:
        return []
    return await store.list_users(reader, here.channel_id, message_id, emoji, query.after, query.limit)
