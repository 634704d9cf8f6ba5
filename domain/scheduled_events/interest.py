"""Users say whether they are interested in an event, or in one of its occurrences. Under the guild's lock.

Docs: userdoccers, resources/guild-scheduled-event#create-guild-scheduled-event-user.
"""

from core import clock, codes
from core.database import Transaction
from core.problems import Problem
from domain.channels.access import GuildAccess
from domain.scheduled_events import events, queries, rules, store
from domain.scheduled_events.records import ScheduledEventUser, StoredEvent, UserResponse


async def show(
    tx: Transaction,
    here: GuildAccess,
    event: StoredEvent,
    exception_id: int = 0,
    response: UserResponse = UserResponse.INTERESTED,
) -> ScheduledEventUser:
    """What the caller says of the event, or of the occurrence; said again it changes nothing."""
    if await store.put_response(tx, here.guild_id, event.id, exception_id, here.user_id, response):
        tx.emit(events.guild_scheduled_event_user_add(event.shown([]), exception_id, here.user_id, response))
    return queries.said_by(event.id, exception_id, here.user_id, response)


async def respond(tx: Transaction, here: GuildAccess, event_id: int) -> ScheduledEventUser:
    """Raises 10070, 50001, 180000."""
    return await show(tx, here, await _open(tx, here, event_id))


async def respond_to_occurrence(
    tx: Transaction, here: GuildAccess, event_id: int, exception_id: int, response: UserResponse
) -> ScheduledEventUser:
    """Raises 10070, also for an occurrence that there is not, 50001, 180000."""
    event = await _open(tx, here, event_id)
    if not rules.has_occurrence(event, exception_id, clock.timestamp()):
        raise Problem(codes.UNKNOWN_GUILD_SCHEDULED_EVENT)
    return await show(tx, here, event, exception_id, response)


async def withdraw(tx: Transaction, here: GuildAccess, event_id: int, exception_id: int = 0) -> None:
    """Raises 10070, 50001, and 10071 when the caller had said nothing."""
    event = await queries.get_visible(tx, here, event_id)
    said = await store.delete_response(tx, here.guild_id, event_id, exception_id, here.user_id)
    if said is None:
        raise Problem(codes.UNKNOWN_GUILD_SCHEDULED_EVENT_USER)
    tx.emit(events.guild_scheduled_event_user_remove(event.shown([]), exception_id, here.user_id, said))


async def _open(tx: Transaction, here: GuildAccess, event_id: int) -> StoredEvent:
    event = await queries.get_visible(tx, here, event_id)
    if event.is_finished:
        raise Problem(codes.EVENT_FINISHED)
    return event
