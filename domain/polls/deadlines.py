"""When a poll ends, and that its results are posted then: durable jobs, promised with what causes them.

The job that ends a poll is written by the very statement that posts it (domain/messages/lane_store.py), so no poll
stays open because a process died. What the jobs do is in endings.py.
"""

from typing import Final

import msgspec

from core import jobs
from core.database import Transaction
from core.wire import Snowflake, Timestamp


class PollMessage(msgspec.Struct):
    """A poll, by the message that it stands in."""

    channel_id: Snowflake
    message_id: Snowflake


_DELAYS_S: Final = (1, 2, 5, 15, 60, 300, 600, 3600)
END: Final = jobs.Kind("end poll", PollMessage, delays_s=_DELAYS_S)
ANNOUNCE: Final = jobs.Kind("announce poll", PollMessage, delays_s=(1, 2, 5, 15, 60))


def row(channel_id: int, message_id: int, expiry: Timestamp) -> jobs.Row:
    """The job that ends the poll, as it stands in its table."""
    return jobs.row(END, _at(channel_id, message_id), expiry, str(int(message_id)))


async def promise_end(tx: Transaction, channel_id: int, message_id: int, expiry: Timestamp) -> None:
    await jobs.enqueue(tx, END, _at(channel_id, message_id), at=expiry, key=str(int(message_id)))


async def announce_now(tx: Transaction, channel_id: int, message_id: int) -> None:
    """The poll has ended: its end needs no job any more, and its results are posted."""
    await jobs.cancel(tx, END, str(int(message_id)))
    await jobs.enqueue(tx, ANNOUNCE, _at(channel_id, message_id), key=str(int(message_id)))


def _at(channel_id: int, message_id: int) -> PollMessage:
    return PollMessage(Snowflake(channel_id), Snowflake(message_id))
