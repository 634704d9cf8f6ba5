"""How scheduled events are made, changed and deleted. All of it under the guild's lock."""

import msgspec

from core import clock, codes
from core.database import Reader, Transaction
from core.objects import Objects
from core.problems import Problem
from domain import images
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.scheduled_events import events, interest, queries, rules, store, transitions
from domain.scheduled_events.records import (
    MOST_OPEN,
    CreateScheduledEvent,
    EditScheduledEvent,
    ScheduledEvent,
    Status,
    StoredEvent,
)
from domain.stage_instances.records import StageInstance

_NOT_LOGGED = frozenset({"id", "guild_id", "creator_id", "entity_id"})
_PICTURES = {"image": images.Kind.GUILD_EVENT}


async def keep_picture(objects: Objects, here: GuildAccess, event_id: int, body: CreateScheduledEvent) -> None:
    """Puts the hash of the picture in the body in its place, before `create`."""
    rules.require_create(here, body.entity_type, body.channel_id)
    await images.keep(objects, event_id, body, _PICTURES)


async def keep_changed_picture(
    reader: Reader, objects: Objects, here: GuildAccess, event_id: int, body: EditScheduledEvent
) -> None:
    """The same before `edit`."""
    if body.image:
        rules.require_change(here, await queries.get_visible(reader, here, event_id))
        await images.keep(objects, event_id, body, _PICTURES)


async def create(tx: Transaction, here: GuildAccess, event_id: int, body: CreateScheduledEvent) -> ScheduledEvent:
    """The picture in the body is a hash. Whoever makes an event is interested in it.

    Raises 30038, and what `rules.require_create` and `rules.made` do.
    """
    event = rules.made(here, event_id, body, clock.timestamp())
    rules.require_create(here, event.entity_type, event.channel_id)
    if await store.count_open(tx, here.guild_id) >= MOST_OPEN:
        raise Problem(codes.MAXIMUM_SCHEDULED_EVENTS)
    await store.put(tx, event, rules.due_at(event, []))
    tx.emit(events.guild_scheduled_event_create(event.shown([])))
    await interest.show(tx, here, event)
    await _log(tx, here, AuditLogEvent.GUILD_SCHEDULED_EVENT_CREATE, None, event)
    return await queries.with_creator(tx, event)


async def edit(
    tx: Transaction, here: GuildAccess, event_id: int, body: EditScheduledEvent
) -> tuple[Status, ScheduledEvent]:
    """Gives its status before, too. The picture in the body is a hash.

    Raises 10070, 180000, 50035, and what `rules.require_change` does where the event is and where it comes to be.
    """
    before = await queries.get_visible(tx, here, event_id)
    rules.require_change(here, before)
    event = rules.changed(before, body, clock.timestamp())
    rules.require_change(here, event)
    if body.status:
        rules.require_transition(before.status, body.status)
    if event.recurrence_rule != before.recurrence_rule and before.recurrence_rule is not None:
        await store.delete_occurrences(tx, here.guild_id, event_id)
        tx.emit(events.guild_scheduled_event_exceptions_delete(before.shown([])))
    if event.channel_id != before.channel_id:
        for draft in events.moved(before.shown([]), await queries.shown(tx, event)):
            tx.emit(draft)
    event = await _save(tx, before, event, body.status or before.status)
    if event != before:
        await _log(tx, here, AuditLogEvent.GUILD_SCHEDULED_EVENT_UPDATE, before, event)
    return before.status, await queries.with_creator(tx, event)


async def _save(tx: Transaction, before: StoredEvent, event: StoredEvent, status: Status) -> StoredEvent:
    if status != before.status:
        change = {
            Status.ACTIVE: transitions.start,
            Status.COMPLETED: transitions.complete,
            Status.CANCELED: transitions.cancel,
        }
        return await change[status](tx, event)
    if event != before:
        await transitions.put(tx, event)
    return event


async def delete(tx: Transaction, here: GuildAccess, event_id: int) -> StageInstance | None:
    """Gives the stage that ended with it. Raises 10070, and what `rules.require_change` does."""
    event = await queries.get(tx, here.guild_id, event_id)
    if event.channel_id is None or event.channel_id in here.state.channels or not event.is_finished:
        rules.require_change(here, event)
    else:  # its channel is gone
        rules.require_change(here, msgspec.structs.replace(event, channel_id=None))
    closed = await transitions.delete(tx, event)
    await _log(tx, here, AuditLogEvent.GUILD_SCHEDULED_EVENT_DELETE, event, None)
    return closed


async def _log(
    tx: Transaction,
    here: GuildAccess,
    action: AuditLogEvent,
    before: StoredEvent | None,
    after: StoredEvent | None,
) -> None:
    known = after or before
    assert known is not None
    await audit_log.add(tx, here, action, known.id, between(before, after, but=_NOT_LOGGED))
