"""What the clock does about events: a standing job looks for those that are due, by the instance's clock.

External events begin and end at their times. What nobody began for some hours is cancelled, or, when it recurs, goes
on to its next occurrence; so does what is at an occurrence that is cancelled. Each open event has the moment of that
stored with it, so a look costs what is due.
Docs: resources/guild-scheduled-event#guild-scheduled-event-status-update-automation.
"""

from typing import Final

import msgspec

from core import clock
from core.database import Database, Transaction
from core.jobs import Kind
from domain.scheduled_events import queries, rules, store, transitions
from domain.scheduled_events.records import EntityType, Status, StoredEvent

_LOOK_EVERY_S: Final = 15.0
_AT_ONCE: Final = 200


class MoveOn(msgspec.Struct):
    """The job; there is one, done again and again."""


MOVE_ON: Final = Kind("move scheduled events on", MoveOn, delays_s=(_LOOK_EVERY_S,) * 100)


async def move_on(database: Database) -> float:
    """Gives in how many seconds it is to be done again."""
    found = await store.list_due(database, clock.timestamp(), _AT_ONCE)
    for guild_id, event_id in found:
        async with database.transaction(lock=guild_id) as tx:
            event = await store.find(tx, guild_id, event_id)
            if event is not None:
                await _move(tx, event)
    return 0.0 if found else _LOOK_EVERY_S  # what was late may be due again


async def _move(tx: Transaction, event: StoredEvent) -> None:
    exceptions = (await queries.shown(tx, event)).guild_scheduled_event_exceptions
    due_at = rules.due_at(event, exceptions)
    if due_at is None or due_at > clock.timestamp():
        await store.put(tx, event, due_at)
        return
    if event.status is Status.ACTIVE or rules.current(event, exceptions).is_canceled:
        await transitions.complete(tx, event)
    elif event.entity_type is EntityType.EXTERNAL:
        await transitions.start(tx, event)
    elif event.recurrence_rule is not None:
        await transitions.complete(tx, event)
    else:
        await transitions.cancel(tx, event)
