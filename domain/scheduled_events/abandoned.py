"""Stages on which nobody speaks, and events that everybody has left: they end after some minutes.

A standing job looks at those that are live, of which there are few, and notes since when each is alone; so it needs not
be told who comes and goes, and nobody who dies can keep one open.
Docs: resources/stage-instance#auto-closing, resources/guild-scheduled-event
#guild-scheduled-event-status-update-automation.
"""

from typing import Final

import msgspec

from core import clock
from core.database import Database, Transaction
from core.jobs import Kind
from core.wire import Timestamp
from domain.scheduled_events import store, transitions
from domain.stage_instances import endings
from domain.stage_instances import store as stages

_LOOK_EVERY_S: Final = 30.0
_ALONE_US: Final = 5 * 60 * 1_000_000


class EndAbandoned(msgspec.Struct):
    """The job; there is one, done again and again."""


END_ABANDONED: Final = Kind("end abandoned events", EndAbandoned, delays_s=(_LOOK_EVERY_S,) * 100)


async def end_abandoned(database: Database) -> float:
    """Gives in how many seconds it is to be done again."""
    now = clock.timestamp()
    since = Timestamp(now - _ALONE_US)
    async with database.transaction() as tx:
        await stages.note_silence(tx, now)
        await store.note_emptiness(tx, now)
    for guild_id, channel_id in await stages.list_silent(database, since):
        async with database.transaction(lock=guild_id) as tx:
            await end_stage(tx, guild_id, channel_id, since)
    for guild_id, event_id in await store.list_empty(database, since):
        async with database.transaction(lock=guild_id) as tx:
            event = await store.find_abandoned(tx, guild_id, event_id, since)
            if event is not None:
                await transitions.complete(tx, event)
    return _LOOK_EVERY_S


async def end_stage(tx: Transaction, guild_id: int, channel_id: int, since: Timestamp) -> None:
    """Unless somebody speaks on it now, or it is another one already."""
    opened_by = await stages.find_abandoned(tx, guild_id, channel_id, since)
    if opened_by is not None:
        closed = await transitions.make_room(tx, guild_id, channel_id)
        assert closed is not None
        await endings.promise_to_tell(tx, closed, opened_by)
