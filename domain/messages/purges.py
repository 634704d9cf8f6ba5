"""Deleting what a user said lately in all channels of a guild.

It may be much, so a job does it, promised together with the ban. It goes in batches, each a transaction of its own
under the lock of its channel. What is gone is not found again, so the job may stop anywhere and run once more.
"""

from typing import Final

import msgspec

from core import clock, jobs
from core.database import Database, Transaction
from core.objects import Objects
from core.snowflakes import EPOCH_MS
from core.wire import Snowflake
from domain.messages import attachments, crossposts, events, games, store
from domain.messages.records import MessageType
from domain.messages.stored import StoredMessage
from domain.threads import store as thread_store

_AT_ONCE: Final = 100
_BATCHES: Final = 20  # of one run, which must not last long


class Purge(msgspec.Struct):
    """What he said between these ids."""

    guild_id: Snowflake
    author_id: Snowflake
    after: Snowflake
    before: Snowflake


PURGE: Final = jobs.Kind("purge messages", Purge, delays_s=(1, 5, 30, 60, 300, 600))


async def promise(tx: Transaction, guild_id: int, author_id: int, seconds: int) -> None:
    """What he said in these last seconds will be deleted."""
    now_ms = clock.now_ms() - EPOCH_MS
    after, before = (now_ms - seconds * 1000) << 22, (now_ms + 1) << 22
    wanted = Purge(Snowflake(guild_id), Snowflake(author_id), Snowflake(max(after, 0)), Snowflake(before))
    await jobs.enqueue(tx, PURGE, wanted)


async def purge(database: Database, objects: Objects, wanted: Purge) -> float | None:
    """Deletes some of it with its files; gives how soon to go on, or None when nothing is left."""
    for _ in range(_BATCHES):
        found = await store.list_of_author(
            database, wanted.guild_id, wanted.author_id, wanted.after, wanted.before, _AT_ONCE
        )
        if not found:
            return None
        wanted = msgspec.structs.replace(wanted, after=Snowflake(found[-1][1]))
        by_channel: dict[int, list[int]] = {}
        for channel_id, message_id in found:
            by_channel.setdefault(channel_id, []).append(message_id)
        for channel_id, ids in by_channel.items():
            for message in await _delete(database, wanted.guild_id, channel_id, ids):
                await attachments.delete(objects, message)
    return 0.0


async def _delete(database: Database, guild_id: int, channel_id: int, ids: list[int]) -> list[StoredMessage]:
    async with database.transaction(lock=channel_id) as tx:
        gone = await store.delete(tx, channel_id, ids)
        if gone:
            counted = [one for one in gone if one.id != channel_id and one.type != MessageType.THREAD_STARTER_MESSAGE]
            await thread_store.uncount_messages(tx, channel_id, len(counted))
            await crossposts.follow(tx, gone)
            await games.follow_in(tx, guild_id, channel_id, gone)
            tx.emit(events.messages_purged(guild_id, channel_id, [one.id for one in gone]))
        return gone
