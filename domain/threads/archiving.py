"""Threads in which nothing happens are archived: a standing job looks for them, by the instance's clock.

Something happens when somebody says something, or the thread is unarchived or given another duration. Each active
thread has a moment before which it need not be looked at. Then either it is due, or its last message says when to look
again: so messages cost nothing here, and a look costs what is due. Docs: topics/threads#active--archived-threads.
"""

from typing import Final

import msgspec

from core import clock, snowflakes
from core.database import Database, Transaction
from core.jobs import Kind
from core.wire import Timestamp
from domain.threads import actions, store
from domain.threads.records import PINNED

_LOOK_EVERY_S: Final = 30.0
_AT_ONCE: Final = 200
_MINUTE_US: Final = 60_000_000


class Archive(msgspec.Struct):
    """The job; there is one, done again and again."""


ARCHIVE: Final = Kind("archive threads", Archive, delays_s=(_LOOK_EVERY_S,) * 100)


async def archive_due(database: Database) -> float:
    """Gives in how many seconds it is to be done again."""
    found = await store.list_to_look_at(database, clock.timestamp(), _AT_ONCE)
    for guild_id, thread_id in found:
        async with database.transaction(lock=guild_id) as tx:
            await _look(tx, thread_id)
    return 0.0 if len(found) == _AT_ONCE else _LOOK_EVERY_S


async def _look(tx: Transaction, thread_id: int) -> None:
    thread = await store.find(tx, thread_id)
    if thread is None or thread.thread_metadata.archived:
        return
    meta, now = thread.thread_metadata, clock.timestamp()
    said_at = snowflakes.created_ms(thread.last_message_id) * 1000 if thread.last_message_id else 0
    due_at = max(meta.archive_timestamp, said_at) + meta.auto_archive_duration * _MINUTE_US
    if thread.flags & PINNED:  # stays
        due_at = now + meta.auto_archive_duration * _MINUTE_US
    if due_at > now:
        await store.look_again(tx, thread_id, Timestamp(due_at))
    else:
        await actions.archive(tx, thread)
