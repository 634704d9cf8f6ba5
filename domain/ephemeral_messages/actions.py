"""Ephemeral messages: shown to one user, and kept apart from all others so that no history has them.

They are kept at all because the application may change them, and because their components can be used. A day after
their last change they are gone (expiry.py).
"""

from collections.abc import Sequence
from typing import Final

from core import clock, codes, snowflakes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Timestamp
from domain.channels.access import ChannelAccess
from domain.ephemeral_messages import events, queries, store
from domain.ephemeral_messages.stored import EphemeralMessage
from domain.messages import actions as messages_actions
from domain.messages import attachments
from domain.messages.attachments import File
from domain.messages.creation import Prepared
from domain.messages.messages import Messages
from domain.messages.records import Flag, Message
from domain.messages.requests import EditMessage
from domain.messages.stored import StoredMessage

KEPT_S: Final = 24 * 3600


async def create(
    tx: Transaction, messages: Messages, here: ChannelAccess, prepared: Prepared, user_id: int, application_id: int
) -> Message:
    """Shows the message to the user. It gets its id here; its files are stored before."""
    stored = prepared.stored
    stored.id = snowflakes.make()
    stored.flags |= Flag.EPHEMERAL
    message = EphemeralMessage(stored, user_id, application_id)
    await store.insert(tx, message, _expiry())
    seen = await queries.show(tx, messages, here, message)
    seen.nonce = UNSET if prepared.nonce is None else prepared.nonce
    for draft in events.shown("MESSAGE_CREATE", here, message, seen):
        tx.emit(draft)
    return seen


async def edit(
    tx: Transaction,
    messages: Messages,
    here: ChannelAccess,
    message_id: int,
    body: EditMessage,
    files: Sequence[File],
) -> messages_actions.Edited:
    """As with other messages. Raises 10008, and what a change may."""
    message = await store.find_locked(tx, here.channel_id, message_id)
    if message is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    before = message.stored.parts.attachments
    await messages_actions.revise(tx, messages, here, message.stored, body, files)
    await store.update(tx, message.stored, _expiry())
    seen = await queries.show(tx, messages, here, message)
    for draft in events.shown("MESSAGE_UPDATE", here, message, seen):
        tx.emit(draft)
    return messages_actions.Edited(seen, attachments.missing(before, message.stored.parts.attachments))


async def delete(tx: Transaction, here: ChannelAccess, message_id: int) -> StoredMessage:
    """Gives what was deleted: its files may go once this is committed. Raises 10008."""
    message = await store.delete(tx, here.channel_id, message_id)
    if message is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    for draft in events.deleted(here, message):
        tx.emit(draft)
    return message.stored


def _expiry() -> Timestamp:
    return Timestamp(clock.timestamp() + KEPT_S * 1_000_000)
