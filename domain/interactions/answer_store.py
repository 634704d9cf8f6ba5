"""SQL of answers to interactions. That of an answer which is a message of a channel is in messages/lane_store.py."""

from core.database import Transaction
from domain.interactions.stored import StoredInteraction
from domain.messages.records import Flag
from domain.messages.stored import Answers

_CLAIM = """
    UPDATE interactions SET response_type = $3, responded_at = $4, response_flags = $5, response_message_id = $6,
        modal = $7
    WHERE application_id = $1 AND id = $2 AND response_type IS NULL AND failed_at IS NULL RETURNING true
"""
_END_LOADING = f"""
    UPDATE interactions SET response_flags = response_flags & ~{Flag.LOADING}
    WHERE application_id = $1 AND id = $2 AND response_flags & {Flag.LOADING} <> 0 RETURNING true
"""
_COUNT = """
    UPDATE interactions SET follow_ups = follow_ups + 1
    WHERE application_id = $1 AND id = $2 AND follow_ups < $3 RETURNING true
"""


async def claim(tx: Transaction, answers: Answers, message_id: int | None, modal: str | None = None) -> bool:
    """Makes this the answer; False when there is another, or none is taken any more."""
    claimed = await tx.fetchval(
        _CLAIM,
        answers.application_id,
        answers.interaction_id,
        answers.response_type,
        answers.responded_at.datetime(),
        answers.flags,
        message_id,
        modal,
    )
    return claimed is True


async def end_loading(tx: Transaction, stored: StoredInteraction) -> bool:
    """Notes that the deferred answer comes now. False when somebody else noted it, or nothing was deferred."""
    return await tx.fetchval(_END_LOADING, stored.application_id, stored.id) is True


async def count_follow_up(tx: Transaction, stored: StoredInteraction, most: int) -> bool:
    """Counts a follow-up; False when there were as many as there may be."""
    return await tx.fetchval(_COUNT, stored.application_id, stored.id, most) is True
