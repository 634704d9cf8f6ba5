"""How events begin and end, whoever brings it about: a user, a stage, the clock, or a channel that goes.

All of it under the guild's lock. The stage of an event lives as long as the event is active.
Docs: resources/guild-scheduled-event#guild-scheduled-event-status-update-automation.
"""

import msgspec

from core import clock, snowflakes
from core.database import Transaction
from core.wire import Snowflake
from domain.scheduled_events import events, queries, recurrence, rules, store
from domain.scheduled_events.records import EntityType, Status, StoredEvent
from domain.stage_instances import openings
from domain.stage_instances.records import StageInstance


async def put(tx: Transaction, event: StoredEvent) -> None:
    """Writes a changed event, and tells of it."""
    shown = await queries.shown(tx, event)
    await store.put(tx, event, rules.due_at(event, shown.guild_scheduled_event_exceptions))
    tx.emit(events.guild_scheduled_event_update(shown))


async def start(tx: Transaction, event: StoredEvent, opened: StageInstance | None = None) -> StoredEvent:
    """A stage event opens its stage, in place of one that is open, unless it begins because one was `opened`."""
    if event.entity_type is EntityType.STAGE_INSTANCE and opened is None:
        assert event.channel_id is not None
        await make_room(tx, event.guild_id, event.channel_id)
        opened = StageInstance(
            id=snowflakes.make(),
            guild_id=Snowflake(event.guild_id),
            channel_id=event.channel_id,
            topic=event.name,
            guild_scheduled_event_id=Snowflake(event.id),
        )
        await openings.open_stage(tx, opened, event.creator_id)
    active = msgspec.structs.replace(event, status=Status.ACTIVE, entity_id=opened.id if opened else None)
    await put(tx, active)
    return active


async def complete(tx: Transaction, event: StoredEvent) -> StoredEvent:
    """What recurs goes on to its next occurrence, and is scheduled again."""
    await _close_stage(tx, event)
    following = rules.following(event, clock.timestamp())
    if following is None:
        return await _finish(tx, event, Status.COMPLETED)
    await store.delete_occurrences(tx, event.guild_id, event.id, recurrence.id_of(following.scheduled_start_time))
    await put(tx, following)
    return following


async def cancel(tx: Transaction, event: StoredEvent) -> StoredEvent:
    """With all occurrences to come."""
    return await _finish(tx, event, Status.CANCELED)


async def delete(tx: Transaction, event: StoredEvent) -> StageInstance | None:
    """Gives the stage that ended with it."""
    closed = await _close_stage(tx, event)
    shown = await queries.shown(tx, event)
    await store.delete(tx, event.guild_id, event.id)
    tx.emit(events.guild_scheduled_event_delete(shown))
    return closed


async def let_go_of_channel(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """Ends what is in a channel that goes: its stage, and its events with all their occurrences."""
    await openings.close(tx, guild_id, channel_id)
    for event in await store.list_open_in(tx, guild_id, channel_id):
        await _finish(tx, event, Status.COMPLETED if event.status is Status.ACTIVE else Status.CANCELED)


async def make_room(tx: Transaction, guild_id: int, channel_id: int) -> StageInstance | None:
    """What is on that stage is over, and its event. Gives what was open there."""
    closed = await openings.close(tx, guild_id, channel_id)
    if closed is not None and closed.guild_scheduled_event_id is not None:
        event = await store.find(tx, guild_id, closed.guild_scheduled_event_id)
        if event is not None and event.status is Status.ACTIVE:
            await complete(tx, event)
    return closed


async def _close_stage(tx: Transaction, event: StoredEvent) -> StageInstance | None:
    if event.entity_type is not EntityType.STAGE_INSTANCE or event.status is not Status.ACTIVE:
        return None
    assert event.channel_id is not None
    return await openings.close(tx, event.guild_id, event.channel_id)


async def _finish(tx: Transaction, event: StoredEvent, status: Status) -> StoredEvent:
    finished = msgspec.structs.replace(event, status=status, entity_id=None)
    await put(tx, finished)
    return finished
