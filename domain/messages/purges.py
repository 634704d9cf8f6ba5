"""Deleting what a user said lately in all channels of a guild.

It may be much, so it goes in batches, each a transaction of its own under the lock of its channel.
"""

from collections.abc import AsyncGenerator
from typing import Final

from core import clock
from core.database import Database
from core.snowflakes import EPOCH_MS
from domain.messages import crossposts, events, games, store
from domain.messages.records import MessageType
from domain.messages.stored import StoredMessage
from domain.threads import store as thread_store

_AT_ONCE: Final = 100


async def purge(database: Database, guild_id: int, author_id: int, seconds: int) -> AsyncGenerator[StoredMessage]:
    """Deletes what he said in these last seconds; gives what is gone, whose files may go as well."""
    now_ms = clock.now_ms() - EPOCH_MS
    after, before = (now_ms - seconds * 1000) << 22, (now_ms + 1) << 22
    while found := await store.list_of_author(database, guild_id, author_id, after, before, _AT_ONCE):
        after = found[-1][1]
        by_channel: dict[int, list[int]] = {}
        for channel_id, message_id in found:
            by_channel.setdefault(channel_id, []).append(message_id)
        for channel_id, ids in by_channel.items():
            for message in await _delete(database, guild_id, channel_id, ids):
                yield message


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
