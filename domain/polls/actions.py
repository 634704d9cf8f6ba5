"""Voting, and ending a poll. Both hold the message's row: a vote comes before the end, or not at all."""

from collections.abc import Sequence

from core import clock, codes, form_codes
from core.database import Transaction
from core.problems import Faults, Problem
from domain.channels.access import ChannelAccess
from domain.messages import actions as messages_actions
from domain.messages import queries as messages_queries
from domain.messages import store as messages_store
from domain.messages.messages import Messages
from domain.messages.records import Message
from domain.messages.stored import StoredMessage
from domain.permissions.bits import Permission
from domain.polls import deadlines, events, store
from domain.polls.records import KeptPoll


async def vote(tx: Transaction, here: ChannelAccess, message_id: int, answer_ids: Sequence[int]) -> None:
    """Makes these the answers that the caller votes for.

    Raises 50013 without READ_MESSAGE_HISTORY, 10008, 520000 in a timeout, 520001 after the end, 50035.
    """
    here.require(Permission.READ_MESSAGE_HISTORY)
    stored = await messages_store.find_locked(tx, here.channel_id, message_id)
    if stored is None or stored.parts.poll is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    if here.is_held_back:
        raise Problem(codes.POLL_VOTING_BLOCKED)
    poll = stored.parts.poll
    if poll.is_finalized or poll.expiry <= clock.timestamp():
        raise Problem(codes.POLL_EXPIRED)
    _check(poll, answer_ids)
    before = await store.answers_of(tx, here.channel_id, message_id, here.user_id)
    gone, new = sorted(before.difference(answer_ids)), sorted(set(answer_ids) - before)
    await store.delete(tx, here.channel_id, message_id, gone, here.user_id)
    await store.insert(tx, here.channel_id, message_id, new, here.user_id)
    for draft in [
        *(draft for one in gone for draft in events.message_poll_vote_remove(here, message_id, one)),
        *(draft for one in new for draft in events.message_poll_vote_add(here, message_id, one)),
    ]:
        tx.emit(draft)


async def expire(tx: Transaction, messages: Messages, here: ChannelAccess, message_id: int) -> Message:
    """Ends the caller's own poll. Raises 10008, 50005 for another's, 520006 for no poll, 520001 for an ended one."""
    stored = await messages_store.find_locked(tx, here.channel_id, message_id)
    if stored is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    if stored.author_id != here.user_id:
        raise Problem(codes.CANNOT_EDIT_OTHERS_MESSAGE)
    if stored.parts.poll is None:
        raise Problem(codes.NOT_A_POLL)
    if stored.parts.poll.is_finalized:
        raise Problem(codes.POLL_EXPIRED)
    return await end(tx, messages, here, stored, stored.parts.poll)


async def end(
    tx: Transaction, messages: Messages, here: ChannelAccess, stored: StoredMessage, poll: KeptPoll
) -> Message:
    """Ends the poll of the message, which is locked; `here` is its author. The results are posted by a job."""
    poll.is_finalized = True
    poll.expiry = min(poll.expiry, clock.timestamp())
    await messages_store.update(tx, stored)
    await deadlines.announce_now(tx, here.channel_id, stored.id)
    return await messages_actions.tell(tx, messages, here, stored, await messages_queries.find_reply_target(tx, stored))


def _check(poll: KeptPoll, answer_ids: Sequence[int]) -> None:
    """Raises 50035 for answers that there are not, and for more than one where one may be chosen."""
    faults = Faults()
    known = {one.answer_id for one in poll.answers}
    for index, one in enumerate(answer_ids):
        if one not in known:
            faults.add(("answer_ids", index), form_codes.BASE_TYPE_INVALID, reason="The poll has no such answer.")
    if len(set(answer_ids)) > 1 and not poll.allow_multiselect:
        faults.add("answer_ids", form_codes.BASE_TYPE_MAX_LENGTH, max=1)
    faults.raise_if_any()
