"""Pinning messages and taking them down.

The channel's last_pin_timestamp is part of what GUILD_CREATE says, so both are changes of the guild's state.
"""

from typing import Final

from core import clock, codes
from core.database import Transaction
from core.problems import Problem
from core.wire import Snowflake, Timestamp
from domain.audit_log import actions as audit_log
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import ChannelAccess
from domain.messages import actions as message_actions
from domain.messages import queries as message_queries
from domain.messages import rules, system_posts
from domain.messages import store as message_store
from domain.messages.messages import Messages
from domain.messages.records import REPLY, MessageReference, MessageType
from domain.messages.stored import StoredMessage
from domain.permissions.bits import Permission
from domain.pins import events, store
from domain.threads import rules as threads

MOST_PINS: Final = 250


async def pin(messages: Messages, here: ChannelAccess, message_id: int) -> None:
    """A message in the channel tells of it. Does nothing when it is pinned. Raises 50013, 10008, 50021, 30003."""
    _require_may_pin(here)
    async with messages.database.transaction(lock=here.guild_id or here.channel_id) as tx:
        stored = await _locked(tx, here, message_id)
        if stored.pinned:
            return
        rules.require_said(stored)
        if await store.count(tx, here.channel_id) >= MOST_PINS:
            raise Problem(codes.MAXIMUM_PINS)
        # Pages end at a moment, so no two pins of a channel have the same.
        at = Timestamp(max(clock.timestamp(), (await store.latest(tx, here.channel_id) or 0) + 1))
        await store.insert(tx, here.channel_id, message_id, at)
        await _tell(tx, messages, here, stored, pinned=True)
    reference = MessageReference(REPLY, Snowflake(here.channel_id), Snowflake(message_id))
    if here.guild_id:
        reference.guild_id = Snowflake(here.guild_id)
    await system_posts.post(messages, here, MessageType.CHANNEL_PINNED_MESSAGE, reference=reference)


async def unpin(messages: Messages, here: ChannelAccess, message_id: int) -> None:
    """Does nothing when it is not pinned. Raises 50013, 10008."""
    _require_may_pin(here)
    async with messages.database.transaction(lock=here.guild_id or here.channel_id) as tx:
        stored = await _locked(tx, here, message_id)
        if stored.pinned:
            await store.delete(tx, here.channel_id, message_id)
            await _tell(tx, messages, here, stored, pinned=False)


def _require_may_pin(here: ChannelAccess) -> None:
    rules.require_text_channel(here)
    here.require(Permission.PIN_MESSAGES)
    threads.require_open(here)


async def _locked(tx: Transaction, here: ChannelAccess, message_id: int) -> StoredMessage:
    stored = await message_store.find_locked(tx, here.channel_id, message_id)
    if stored is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    return stored


async def _tell(
    tx: Transaction, messages: Messages, here: ChannelAccess, stored: StoredMessage, *, pinned: bool
) -> None:
    """Keeps with the channel when its newest pin was made; tells of all that, and writes it into the audit log."""
    stored.pinned = pinned
    last = await store.latest(tx, here.channel_id)
    await store.set_last(tx, here.channel_id, last)
    target = await message_queries.find_reply_target(tx, stored)
    await message_actions.tell(tx, messages, here, stored, target)
    for draft in events.channel_pins_update(here, last):
        tx.emit(draft)
    if here.guild is not None:
        action = AuditLogEvent.MESSAGE_PIN if pinned else AuditLogEvent.MESSAGE_UNPIN
        where = here.channel_id
        await audit_log.add(tx, here.guild, action, stored.author_id, channel_id=where, message_id=stored.id)
