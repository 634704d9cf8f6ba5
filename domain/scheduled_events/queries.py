"""Reading scheduled events, and who is interested in them."""

from collections.abc import Collection, Sequence

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.channels.access import GuildAccess
from domain.members import queries as members
from domain.scheduled_events import rules, store
from domain.scheduled_events.records import (
    ListEventUsers,
    ReadScheduledEvents,
    ScheduledEvent,
    ScheduledEventUser,
    ScheduledEventUserCounts,
    StoredEvent,
    UserResponse,
)
from domain.users import queries as users


async def find(reader: Reader, guild_id: int, event_id: int) -> ScheduledEvent | None:
    """As everybody knows it: without who made it, and who comes."""
    event = await store.find(reader, guild_id, event_id)
    return await shown(reader, event) if event is not None else None


async def of_guild(reader: Reader, guild_id: int) -> list[ScheduledEvent]:
    """Those scheduled or active, by rising id."""
    return await _shown(reader, guild_id, await store.list_open(reader, guild_id))


async def among(reader: Reader, guild_id: int, ids: Collection[int]) -> list[ScheduledEvent]:
    """Those of the events that are not deleted."""
    return await _shown(reader, guild_id, await store.find_several(reader, guild_id, ids))


async def get(reader: Reader, guild_id: int, event_id: int) -> StoredEvent:
    """Raises 10070."""
    event = await store.find(reader, guild_id, event_id)
    if event is None:
        raise Problem(codes.UNKNOWN_GUILD_SCHEDULED_EVENT)
    return event


async def get_visible(reader: Reader, here: GuildAccess, event_id: int) -> StoredEvent:
    """Raises 10070, and 50001 for one in a channel that the caller does not see."""
    event = await get(reader, here.guild_id, event_id)
    if not rules.may_see(here, event):
        raise Problem(codes.MISSING_ACCESS)
    return event


async def list_visible(reader: Reader, here: GuildAccess, query: ReadScheduledEvents) -> list[ScheduledEvent]:
    """Those scheduled or active that the caller sees; there are few."""
    seen = [event for event in await store.list_open(reader, here.guild_id) if rules.may_see(here, event)]
    return await _for_caller(reader, here, seen, query)


async def get_shown(reader: Reader, here: GuildAccess, event_id: int, query: ReadScheduledEvents) -> ScheduledEvent:
    """Raises as `get_visible` does."""
    event = await get_visible(reader, here, event_id)
    return (await _for_caller(reader, here, [event], query))[0]


async def shown(reader: Reader, event: StoredEvent) -> ScheduledEvent:
    return (await _shown(reader, event.guild_id, [event]))[0]


async def with_creator(reader: Reader, event: StoredEvent) -> ScheduledEvent:
    found = await shown(reader, event)
    found.creator = await users.find(reader, event.creator_id) or UNSET
    return found


async def _shown(reader: Reader, guild_id: int, events: Sequence[StoredEvent]) -> list[ScheduledEvent]:
    recurring = [event.id for event in events if event.recurrence_rule is not None]
    exceptions = await store.exceptions(reader, guild_id, recurring) if recurring else {}
    return [event.shown(exceptions.get(event.id, [])) for event in events]


async def _for_caller(
    reader: Reader, here: GuildAccess, events: Sequence[StoredEvent], query: ReadScheduledEvents
) -> list[ScheduledEvent]:
    """With who made them, what the caller says of them, and how many are interested if he asks."""
    found = await _shown(reader, here.guild_id, events)
    creators = await users.by_ids(reader, {event.creator_id for event in events}) if events else {}
    said = await store.responses_of(reader, here.guild_id, here.user_id) if events else []
    mine = {event_id: response for event_id, exception_id, response in said if not exception_id}
    ids = [event.id for event in events]
    counts = await store.count_users(reader, here.guild_id, ids) if query.with_user_count and events else {}
    for event in found:
        event.creator = creators.get(event.creator_id or 0, UNSET)
        event.user_rsvp = said_by(event.id, 0, here.user_id, mine[event.id]) if event.id in mine else None
        if query.with_user_count:
            event.user_count = counts.get(event.id, 0)
    return found


def said_by(event_id: int, exception_id: int, user_id: int, response: UserResponse) -> ScheduledEventUser:
    named: Snowflake | UnsetType = Snowflake(exception_id) if exception_id else UNSET
    return ScheduledEventUser(
        guild_scheduled_event_id=Snowflake(event_id),
        guild_scheduled_event_exception_id=named,
        user_id=Snowflake(user_id),
        response=response,
    )


async def list_said(reader: Reader, here: GuildAccess) -> list[ScheduledEventUser]:
    """What the caller says of events of the guild that are open, and of their occurrences."""
    said = await store.responses_of(reader, here.guild_id, here.user_id)
    return [said_by(event_id, exception_id, here.user_id, response) for event_id, exception_id, response in said]


async def list_users(
    reader: Reader, here: GuildAccess, event_id: int, query: ListEventUsers, exception_id: int = 0
) -> list[ScheduledEventUser]:
    """Who is interested, by rising id; `before` counts when both are given. Raises as `get_visible` does."""
    await get_visible(reader, here, event_id)
    before = query.before if query.before is not UNSET else None
    after = query.after if before is None and query.after is not UNSET else 0
    ids = await store.interested(reader, here.guild_id, event_id, exception_id, before, after, query.limit)
    people = await users.by_ids(reader, ids) if ids else {}
    found = [said_by(event_id, exception_id, user_id, UserResponse.INTERESTED) for user_id in ids]
    among_members = await members.by_ids(reader, here.guild_id, ids) if ids and query.with_member else []
    by_id = {member.user.id: member for member in among_members}
    for one in found:
        one.user = people.get(one.user_id, UNSET)
        one.member = by_id.get(one.user_id, UNSET)
    return found


async def count_users(
    reader: Reader, here: GuildAccess, event_id: int, exception_ids: Sequence[int]
) -> ScheduledEventUserCounts:
    """How many are interested in the event, and in each of the occurrences. Raises as `get_visible` does."""
    await get_visible(reader, here, event_id)
    counts = await store.count_users(reader, here.guild_id, [event_id])
    return ScheduledEventUserCounts(
        counts.get(event_id, 0),
        {
            str(int(exception_id)): await store.count_users_of_occurrence(reader, here.guild_id, event_id, exception_id)
            for exception_id in exception_ids
        },
    )
