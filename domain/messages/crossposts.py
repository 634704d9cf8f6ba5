"""Published messages: what becomes of one is promised to its copies, in the transaction that does it.

Which copies there shall be is written down when the message is published, and a job posts them; each later change or
deletion is a job too, which brings the copies to what the message is then. The jobs are done in
domain/webhooks/crossposts.py, for a copy is posted by the webhook that follows the channel.
Docs: resources/message#crosspost-message.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from core import jobs
from core.database import Transaction
from domain.messages import crosspost_store
from domain.messages.records import Flag
from domain.messages.stored import StoredMessage


class Original(msgspec.Struct):
    """A published message, by where it was."""

    channel_id: int
    message_id: int


_DELAYS_S: Final = (1, 2, 5, 15, 60, 300, 600)
POST: Final = jobs.Kind("crosspost", Original, delays_s=_DELAYS_S)
FOLLOW: Final = jobs.Kind("follow crosspost", Original, delays_s=(*_DELAYS_S, 600, 600))


async def publish(tx: Transaction, stored: StoredMessage) -> None:
    """The followers of its channel get copies of the message."""
    if await crosspost_store.insert(tx, stored.channel_id, stored.id):
        await jobs.enqueue(tx, POST, Original(stored.channel_id, stored.id))


async def follow(tx: Transaction, changed: Iterable[StoredMessage]) -> None:
    """The copies of these messages of one channel, which were changed or deleted, do likewise."""
    published = [one for one in changed if one.flags & Flag.CROSSPOSTED]
    if published:
        channel_id = published[0].channel_id
        for message_id in await crosspost_store.with_copies(tx, channel_id, [one.id for one in published]):
            await jobs.enqueue(tx, FOLLOW, Original(channel_id, message_id))
