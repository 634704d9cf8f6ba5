"""Scheduled events of guilds, their exceptions, and who is interested. Docs: resources/guild-scheduled-event."""

from typing import Annotated

import msgspec

from core import codes, snowflakes
from core.wire import Snowflake
from domain.messages import system_posts
from domain.messages.records import MessageType
from domain.scheduled_events import actions, exceptions, interest, queries
from domain.scheduled_events.records import (
    CountEventUsers,
    CreateException,
    CreateScheduledEvent,
    EditException,
    EditScheduledEvent,
    EntityType,
    EventException,
    ListEventUsers,
    ReadScheduledEvents,
    Respond,
    ScheduledEvent,
    ScheduledEventUser,
    ScheduledEventUserCounts,
    Status,
)
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_EVENTS = "/guilds/{guild_id}/scheduled-events"
_ONE = _EVENTS + "/{guild_scheduled_event_id}"
_OCCURRENCE = _ONE + "/{guild_scheduled_event_exception_id}"
_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)
_READ = (*_IN_GUILD, codes.UNKNOWN_GUILD_SCHEDULED_EVENT)
_PLACE = (codes.UNKNOWN_CHANNEL, codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE, codes.MISSING_PERMISSIONS)
_CHANGED = (*_READ, *_PLACE, codes.EVENT_FINISHED)


class ListMyEvents(msgspec.Struct):
    guild_ids: Annotated[list[Snowflake], msgspec.Meta(min_length=1, max_length=1)]


@operation("GET", _EVENTS, who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def list_guild_scheduled_events(
    call: Call, guild_id: Snowflake, query: ReadScheduledEvents
) -> list[ScheduledEvent]:
    """The events of a guild that are scheduled or active."""
    return await queries.list_visible(call.database, await call.in_guild(guild_id), query)


@operation(
    "POST",
    _EVENTS,
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_SCHEDULED_EVENT,
    problems=(*_IN_GUILD, *_PLACE, codes.MAXIMUM_SCHEDULED_EVENTS),
)
async def create_guild_scheduled_event(call: Call, guild_id: Snowflake, body: CreateScheduledEvent) -> ScheduledEvent:
    """Schedule an event."""
    here = await call.in_guild(guild_id)
    event_id = snowflakes.make()
    await actions.keep_picture(call.instance.objects, here, event_id, body)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.create(tx, here, event_id, body)


@operation("GET", _ONE, who=Who.ACCOUNT, bucket=buckets.READ, problems=_READ)
async def get_guild_scheduled_event(
    call: Call, guild_id: Snowflake, guild_scheduled_event_id: Snowflake, query: ReadScheduledEvents
) -> ScheduledEvent:
    """An event of a guild."""
    here = await call.in_guild(guild_id)
    return await queries.get_shown(call.database, here, guild_scheduled_event_id, query)


@operation("PATCH", _ONE, who=Who.ACCOUNT, bucket=buckets.EDIT_SCHEDULED_EVENT, problems=_CHANGED)
async def update_guild_scheduled_event(
    call: Call, guild_id: Snowflake, guild_scheduled_event_id: Snowflake, body: EditScheduledEvent
) -> ScheduledEvent:
    """Change an event; its status begins it, ends it or cancels it."""
    here = await call.in_guild(guild_id)
    event_id = guild_scheduled_event_id
    await actions.keep_changed_picture(call.database, call.instance.objects, here, event_id, body)
    async with call.transaction(lock=guild_id) as tx:
        before, event = await actions.edit(tx, here, event_id, body)
    if event.entity_type is EntityType.STAGE_INSTANCE and event.status is not before:
        await _tell_of_stage(call, event, before)
    return event


async def _tell_of_stage(call: Call, event: ScheduledEvent, before: Status) -> None:
    """What is said in a stage that begins or ends with its event."""
    kind = {Status.SCHEDULED: MessageType.STAGE_START, Status.ACTIVE: MessageType.STAGE_END}[before]
    if event.status is not Status.CANCELED and event.channel_id is not None:
        stage = await call.in_channel(event.channel_id)
        await system_posts.post(call.instance.messages, stage, kind, content=event.name)


@operation("DELETE", _ONE, who=Who.ACCOUNT, bucket=buckets.DELETE_SCHEDULED_EVENT, problems=(*_READ, *_PLACE))
async def delete_guild_scheduled_event(call: Call, guild_id: Snowflake, guild_scheduled_event_id: Snowflake) -> None:
    """Delete an event, whatever its status."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        closed = await actions.delete(tx, here, guild_scheduled_event_id)
    if closed is not None:
        stage = await call.in_channel(closed.channel_id)
        await system_posts.post(call.instance.messages, stage, MessageType.STAGE_END, content=closed.topic)


@operation("GET", _ONE + "/users", who=Who.ACCOUNT, bucket=buckets.READ, problems=_READ)
async def list_guild_scheduled_event_users(
    call: Call, guild_id: Snowflake, guild_scheduled_event_id: Snowflake, query: ListEventUsers
) -> list[ScheduledEventUser]:
    """Who is interested in an event, by rising id, a page at a time."""
    here = await call.in_guild(guild_id)
    return await queries.list_users(call.database, here, guild_scheduled_event_id, query)


@operation("GET", _ONE + "/users/counts", who=Who.ACCOUNT, bucket=buckets.READ, problems=_READ)
async def count_guild_scheduled_event_users(
    call: Call, guild_id: Snowflake, guild_scheduled_event_id: Snowflake, query: CountEventUsers
) -> ScheduledEventUserCounts:
    """How many are interested in an event, and in some of its occurrences."""
    here = await call.in_guild(guild_id)
    asked = query.guild_scheduled_event_exception_ids
    return await queries.count_users(call.database, here, guild_scheduled_event_id, asked)


@operation(
    "PUT", _ONE + "/users/@me", who=Who.USER, bucket=buckets.EVENT_INTEREST, problems=(*_READ, codes.EVENT_FINISHED)
)
async def create_guild_scheduled_event_user(
    call: Call, guild_id: Snowflake, guild_scheduled_event_id: Snowflake
) -> ScheduledEventUser:
    """Be interested in an event."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await interest.respond(tx, here, guild_scheduled_event_id)


@operation(
    "DELETE",
    _ONE + "/users/@me",
    who=Who.USER,
    bucket=buckets.EVENT_INTEREST,
    problems=(*_READ, codes.UNKNOWN_GUILD_SCHEDULED_EVENT_USER),
)
async def delete_guild_scheduled_event_user(
    call: Call, guild_id: Snowflake, guild_scheduled_event_id: Snowflake
) -> None:
    """Be interested in an event no more."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await interest.withdraw(tx, here, guild_scheduled_event_id)


@operation(
    "POST",
    _ONE + "/exceptions",
    who=Who.ACCOUNT,
    bucket=buckets.EVENT_EXCEPTIONS,
    problems=(*_CHANGED, codes.EVENT_EXCEPTION_EMPTY),
)
async def create_guild_scheduled_event_exception(
    call: Call, guild_id: Snowflake, guild_scheduled_event_id: Snowflake, body: CreateException
) -> EventException:
    """Move or cancel an occurrence of an event that recurs."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await exceptions.create(tx, here, guild_scheduled_event_id, body)


@operation(
    "PATCH", _ONE + "/exceptions/{exception_id}", who=Who.ACCOUNT, bucket=buckets.EVENT_EXCEPTIONS, problems=_CHANGED
)
async def update_guild_scheduled_event_exception(
    call: Call,
    guild_id: Snowflake,
    guild_scheduled_event_id: Snowflake,
    exception_id: Snowflake,
    body: EditException,
) -> EventException:
    """Say anew how an occurrence is different."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await exceptions.edit(tx, here, guild_scheduled_event_id, exception_id, body)


@operation(
    "DELETE", _ONE + "/exceptions/{exception_id}", who=Who.ACCOUNT, bucket=buckets.EVENT_EXCEPTIONS, problems=_CHANGED
)
async def delete_guild_scheduled_event_exception(
    call: Call, guild_id: Snowflake, guild_scheduled_event_id: Snowflake, exception_id: Snowflake
) -> None:
    """Let an occurrence be as its rule has it."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await exceptions.delete(tx, here, guild_scheduled_event_id, exception_id)


@operation("GET", _OCCURRENCE + "/users", who=Who.ACCOUNT, bucket=buckets.READ, problems=_READ)
async def list_guild_scheduled_event_exception_users(
    call: Call,
    guild_id: Snowflake,
    guild_scheduled_event_id: Snowflake,
    guild_scheduled_event_exception_id: Snowflake,
    query: ListEventUsers,
) -> list[ScheduledEventUser]:
    """Who is interested in an occurrence, by rising id, a page at a time."""
    here = await call.in_guild(guild_id)
    return await queries.list_users(
        call.database, here, guild_scheduled_event_id, query, guild_scheduled_event_exception_id
    )


@operation(
    "PUT",
    _OCCURRENCE + "/users/@me",
    who=Who.USER,
    bucket=buckets.EVENT_INTEREST,
    problems=(*_READ, codes.EVENT_FINISHED),
)
async def create_guild_scheduled_event_exception_user(
    call: Call,
    guild_id: Snowflake,
    guild_scheduled_event_id: Snowflake,
    guild_scheduled_event_exception_id: Snowflake,
    body: Respond,
) -> ScheduledEventUser:
    """Say of an occurrence something else than of the event."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await interest.respond_to_occurrence(
            tx, here, guild_scheduled_event_id, guild_scheduled_event_exception_id, body.response
        )


@operation(
    "DELETE",
    _OCCURRENCE + "/users/@me",
    who=Who.USER,
    bucket=buckets.EVENT_INTEREST,
    problems=(*_READ, codes.UNKNOWN_GUILD_SCHEDULED_EVENT_USER),
)
async def delete_guild_scheduled_event_exception_user(
    call: Call,
    guild_id: Snowflake,
    guild_scheduled_event_id: Snowflake,
    guild_scheduled_event_exception_id: Snowflake,
) -> None:
    """Say of an occurrence what one says of the event."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await interest.withdraw(tx, here, guild_scheduled_event_id, guild_scheduled_event_exception_id)


@operation("GET", "/users/@me/scheduled-events", who=Who.USER, bucket=buckets.READ, problems=_IN_GUILD)
async def list_my_scheduled_events(call: Call, query: ListMyEvents) -> list[ScheduledEventUser]:
    """What the caller says of the events of a guild that are scheduled or active."""
    here = await call.in_guild(query.guild_ids[0])
    return await queries.list_said(call.database, here)


OPERATIONS = [
    list_guild_scheduled_events,
    create_guild_scheduled_event,
    get_guild_scheduled_event,
    update_guild_scheduled_event,
    delete_guild_scheduled_event,
    list_guild_scheduled_event_users,
    count_guild_scheduled_event_users,
    create_guild_scheduled_event_user,
    delete_guild_scheduled_event_user,
    create_guild_scheduled_event_exception,
    update_guild_scheduled_event_exception,
    delete_guild_scheduled_event_exception,
    list_guild_scheduled_event_exception_users,
    create_guild_scheduled_event_exception_user,
    delete_guild_scheduled_event_exception_user,
    list_my_scheduled_events,
]
