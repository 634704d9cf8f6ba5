"""Reading who reacted."""

from typing import Annotated, Literal

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import Snowflake
from domain.channels.access import ChannelAccess
from domain.emojis import queries as emojis
from domain.emojis.records import StoredEmoji
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
    """By rising user id. Raises 50013 without READ_MESSAGE_HISTORY, 10008, 10014."""
    here.require(Permission.READ_MESSAGE_HISTORY)
    if await messages.find(reader, here.channel_id, message_id) is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    emoji = await named(reader, here, message_id, emoji)
    if query.type == 1:
        return []
    return await store.list_users(reader, here.channel_id, message_id, emoji, query.after, query.limit)


async def named(reader: Reader, here: ChannelAccess, message_id: int, emoji: ReactionEmoji) -> ReactionEmoji:
    """A custom emoji as the message has it, or else as it is now. Raises 10014 when it is to be found nowhere."""
    if emoji.id is None:
        return emoji
    there = (await store.emojis(reader, here.channel_id, message_id)).get(store.key(emoji))
    return there or reacted_with(await emojis.get_any(reader, emoji.id))


def reacted_with(emoji: StoredEmoji) -> ReactionEmoji:
    """The emoji as reactions have it."""
    return messages.reaction_emoji(emoji.id, emoji.name, emoji.animated)
