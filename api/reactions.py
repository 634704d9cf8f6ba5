"""Reactions to messages. Docs: resources/message#create-reaction and following."""

from core import codes
from core.wire import Snowflake
from domain.reactions import actions, queries
from domain.reactions.emoji import parse
from domain.reactions.queries import ListReactions
from domain.users.records import User
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_ALL = "/channels/{channel_id}/messages/{message_id}/reactions"
_EMOJI = _ALL + "/{emoji_name}"
_MESSAGE = (codes.UNKNOWN_CHANNEL, codes.UNKNOWN_MESSAGE, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_PROBLEMS = (*_MESSAGE, codes.UNKNOWN_EMOJI, codes.THREAD_ARCHIVED)


@operation("GET", _EMOJI, who=Who.ACCOUNT, bucket=buckets.READ, problems=_PROBLEMS)
async def list_message_reactions_by_emoji(
    call: Call, channel_id: Snowflake, message_id: Snowflake, emoji_name: str, query: ListReactions
) -> list[User]:
    """List who reacted with an emoji."""
    here = await call.in_channel(channel_id)
    return await queries.list_users(call.database, here, message_id, parse(emoji_name), query)


@operation(
    "PUT",
    _EMOJI + "/@me",
    who=Who.ACCOUNT,
    bucket=buckets.REACTIONS,
    problems=(*_PROBLEMS, codes.MAXIMUM_REACTIONS, codes.THREAD_LOCKED, codes.REACTION_BLOCKED),
)
async def add_my_message_reaction(call: Call, channel_id: Snowflake, message_id: Snowflake, emoji_name: str) -> None:
    """React with an emoji."""
    here = await call.in_channel(channel_id)
    emoji = parse(emoji_name)
    async with call.transaction(lock=message_id) as tx:
        await actions.add(tx, here, message_id, emoji)


@operation("DELETE", _EMOJI + "/@me", who=Who.ACCOUNT, bucket=buckets.REACTIONS, problems=_PROBLEMS)
async def delete_my_message_reaction(call: Call, channel_id: Snowflake, message_id: Snowflake, emoji_name: str) -> None:
    """Take back one's own reaction."""
    here = await call.in_channel(channel_id)
    emoji = parse(emoji_name)
    async with call.transaction(lock=message_id) as tx:
        await actions.remove(tx, here, message_id, emoji, call.user_id)


@operation("DELETE", _EMOJI + "/{user_id}", who=Who.ACCOUNT, bucket=buckets.REACTIONS, problems=_PROBLEMS)
async def delete_user_message_reaction(
    call: Call, channel_id: Snowflake, message_id: Snowflake, emoji_name: str, user_id: Snowflake
) -> None:
    """Remove somebody's reaction."""
    here = await call.in_channel(channel_id)
    emoji = parse(emoji_name)
    async with call.transaction(lock=message_id) as tx:
        await actions.remove(tx, here, message_id, emoji, user_id)


@operation("DELETE", _EMOJI, who=Who.ACCOUNT, bucket=buckets.DELETE_REACTIONS, problems=_PROBLEMS)
async def delete_all_message_reactions_by_emoji(
    call: Call, channel_id: Snowflake, message_id: Snowflake, emoji_name: str
) -> None:
    """Remove everyone's reactions with an emoji."""
    here = await call.in_channel(channel_id)
    emoji = parse(emoji_name)
    async with call.transaction(lock=message_id) as tx:
        await actions.remove_emoji(tx, here, message_id, emoji)


@operation(
    "DELETE", _ALL, who=Who.ACCOUNT, bucket=buckets.DELETE_REACTIONS, problems=(*_MESSAGE, codes.THREAD_ARCHIVED)
)
async def delete_all_message_reactions(call: Call, channel_id: Snowflake, message_id: Snowflake) -> None:
    """Remove all reactions of a message."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=message_id) as tx:
        await actions.remove_all(tx, here, message_id)


OPERATIONS: list[Operation] = [
    list_message_reactions_by_emoji,
    add_my_message_reaction,
    delete_my_message_reaction,
    delete_user_message_reaction,
    delete_all_message_reactions_by_emoji,
    delete_all_message_reactions,
]
