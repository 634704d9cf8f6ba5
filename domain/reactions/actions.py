"""Adding and removing reactions. Each holds the message's row, so that its emojis can be counted."""

from collections.abc import Iterable
from typing import Final

from core import codes
from core.database import Transaction
from core.events import Draft
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import ChannelAccess
from domain.emojis import queries as emojis
from domain.members import queries as members
from domain.messages import store as messages
from domain.messages.records import ReactionEmoji
from domain.permissions.bits import Permission
from domain.reactions import events, queries, store
from domain.relationships import queries as relationships
from domain.threads import rules as threads

MOST_EMOJIS: Final = 20


async def add(tx: Transaction, here: ChannelAccess, message_id: int, emoji: ReactionEmoji) -> None:
    """Does nothing when the caller had reacted so before. Raises 50013, 10008, 10014, 30010, and 90001 when
    the message's author has blocked the caller.

    Joining others in an emoji needs no ADD_REACTIONS, nor that the emoji could be used, or that there still is one.
    Docs: resources/message#create-reaction.
    """
    here.require(Permission.READ_MESSAGE_HISTORY)
    threads.require_open(here)
    author_id = await _author(tx, here, message_id)
    if author_id != here.user_id and await relationships.has_blocked(tx, author_id, here.user_id):
        raise Problem(codes.REACTION_BLOCKED)
    there = await store.emojis(tx, here.channel_id, message_id)
    joined = there.get(store.key(emoji))
    if joined is None:
        here.require(Permission.ADD_REACTIONS)
        if len(there) >= MOST_EMOJIS:
            raise Problem(codes.MAXIMUM_REACTIONS)
        if emoji.id is not None:
            emoji = queries.reacted_with(await emojis.get_usable(tx, here, emoji.id))
    elif here.is_held_back:
        raise Problem(codes.MISSING_PERMISSIONS)
    else:
        emoji = joined
    if not await store.insert(tx, here.channel_id, message_id, emoji, here.user_id):
        return
    member = await members.find(tx, here.guild_id, here.user_id) if here.guild else None
    _emit(tx, events.message_reaction_add(here, message_id, author_id, emoji, member or UNSET))


async def remove(tx: Transaction, here: ChannelAccess, message_id: int, emoji: ReactionEmoji, user_id: int) -> None:
    """Removes the reaction of a user, if there is one. That of another needs MANAGE_MESSAGES. Raises 10014."""
    if user_id != here.user_id:
        here.require(Permission.MANAGE_MESSAGES)
    threads.require_tidiable(here)
    await _author(tx, here, message_id)
    emoji = await queries.named(tx, here, message_id, emoji)
    if await store.delete(tx, here.channel_id, message_id, emoji, user_id):
        _emit(tx, events.message_reaction_remove(here, message_id, user_id, emoji))


async def remove_emoji(tx: Transaction, here: ChannelAccess, message_id: int, emoji: ReactionEmoji) -> None:
    here.require(Permission.MANAGE_MESSAGES)
    await _author(tx, here, message_id)
    emoji = await queries.named(tx, here, message_id, emoji)
    if await store.delete_emoji(tx, here.channel_id, message_id, emoji):
        _emit(tx, events.message_reaction_remove_emoji(here, message_id, emoji))


async def remove_all(tx: Transaction, here: ChannelAccess, message_id: int) -> None:
    here.require(Permission.MANAGE_MESSAGES)
    await _author(tx, here, message_id)
    if await store.delete_all(tx, here.channel_id, message_id):
        _emit(tx, events.message_reaction_remove_all(here, message_id))


async def _author(tx: Transaction, here: ChannelAccess, message_id: int) -> int:
    """Locks the message; gives its author. Raises 10008."""
    author_id = await messages.lock(tx, here.channel_id, message_id)
    if author_id is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    return author_id


def _emit(tx: Transaction, drafts: Iterable[Draft]) -> None:
    for draft in drafts:
        tx.emit(draft)
