"""Occurrences that are not as their rule has them: at another time, or not at all. Under the guild's lock.

Docs: userdoccers, resources/guild-scheduled-event#create-guild-scheduled-event-exception.
"""

from core import clock, codes, form_codes
from core.database import Transaction
from core.problems import Faults, Problem
from core.wire import Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.scheduled_events import events, queries, recurrence, rules, store
from domain.scheduled_events.records import MOST_EXCEPTIONS, CreateException, EditException, EventException, StoredEvent

_NOT_LOGGED = frozenset({"event_id", "event_exception_id"})


async def create(tx: Transaction, here: GuildAccess, event_id: int, body: CreateException) -> EventException:
    """One of the same occurrence is replaced.

    Raises 10070, 180000, 180005 when nothing is to be different, 50035 for a moment when the event does not happen and
    for one too many, and what `rules.require_change` does.
    """
    event = await _changeable(tx, here, event_id)
    exception_id = recurrence.id_of(body.original_scheduled_start_time)
    if not rules.has_occurrence(event, exception_id, clock.timestamp()):
        raise Problem.invalid("original_scheduled_start_time", form_codes.GUILD_SCHEDULED_EVENT_NO_OCCURRENCE)
    if body.is_canceled is None and body.scheduled_start_time is None and body.scheduled_end_time is None:
        raise Problem(codes.EVENT_EXCEPTION_EMPTY)
    return await _put(tx, here, event, exception_id, body)


async def edit(
    tx: Transaction, here: GuildAccess, event_id: int, exception_id: int, body: EditException
) -> EventException:
    """Raises 10070, for an unknown exception too, 180000, 50035, and what `rules.require_change` does."""
    event = await _changeable(tx, here, event_id)
    await _get(tx, event, exception_id)
    return await _put(tx, here, event, exception_id, body)


async def delete(tx: Transaction, here: GuildAccess, event_id: int, exception_id: int) -> None:
    """The occurrence is as its rule has it. Raises as `edit` does."""
    event = await _changeable(tx, here, event_id)
    gone = await _get(tx, event, exception_id)
    await store.delete_exception(tx, here.guild_id, event_id, exception_id)
    await _save(tx, event)
    tx.emit(events.guild_scheduled_event_exception_delete(event.shown([]), gone))
    await _log(tx, here, AuditLogEvent.GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE, gone, None)


async def _changeable(tx: Transaction, here: GuildAccess, event_id: int) -> StoredEvent:
    event = await queries.get_visible(tx, here, event_id)
    rules.require_change(here, event)
    if event.is_finished:
        raise Problem(codes.EVENT_FINISHED)
    return event


async def _by_id(tx: Transaction, event: StoredEvent) -> dict[int, EventException]:
    of_event = (await store.exceptions(tx, event.guild_id, [event.id])).get(event.id, [])
    return {one.event_exception_id: one for one in of_event}


async def _get(tx: Transaction, event: StoredEvent, exception_id: int) -> EventException:
    found = (await _by_id(tx, event)).get(exception_id)
    if found is None:
        raise Problem(codes.UNKNOWN_GUILD_SCHEDULED_EVENT)
    return found


async def _put(
    tx: Transaction, here: GuildAccess, event: StoredEvent, exception_id: int, body: EditException
) -> EventException:
    there = await _by_id(tx, event)
    before = there.get(exception_id)
    if before is None and len(there) >= MOST_EXCEPTIONS:
        path = "original_scheduled_start_time"
        raise Problem.invalid(path, form_codes.GUILD_SCHEDULED_EVENT_MAX_EXCEPTIONS, max=MOST_EXCEPTIONS)
    after = EventException(
        event_id=Snowflake(event.id),
        event_exception_id=Snowflake(exception_id),
        scheduled_start_time=body.scheduled_start_time,
        scheduled_end_time=body.scheduled_end_time,
        is_canceled=bool(body.is_canceled),
    )
    _check(after)
    if after == before:
        return after
    await store.put_exception(tx, here.guild_id, after)
    await _save(tx, event)
    created, updated = events.guild_scheduled_event_exception_create, events.guild_scheduled_event_exception_update
    tx.emit((updated if before else created)(event.shown([]), after))
    action = AuditLogEvent.GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE
    if before is None:
        action = AuditLogEvent.GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE
    await _log(tx, here, action, before, after)
    return after


def _check(exception: EventException) -> None:
    faults, now = Faults(), clock.timestamp()
    start, end = exception.scheduled_start_time, exception.scheduled_end_time
    if start is not None:
        rules.check_time(faults, "scheduled_start_time", start, now)
    rules.check_order(faults, start or recurrence.began_at(exception.event_exception_id), end, now)
    faults.raise_if_any()


async def _save(tx: Transaction, event: StoredEvent) -> None:
    """Lets the clock know: when something is to be done about the event may be different now."""
    await store.put(tx, event, rules.due_at(event, [*(await _by_id(tx, event)).values()]))


async def _log(
    tx: Transaction,
    here: GuildAccess,
    action: AuditLogEvent,
    before: EventException | None,
    after: EventException | None,
) -> None:
    known = after or before
    assert known is not None
    changes = between(before, after, but=_NOT_LOGGED)
    await audit_log.add(tx, here, action, known.event_id, changes, event_exception_id=known.event_exception_id)
