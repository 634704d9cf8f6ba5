"""What the gateway is told of scheduled events: those who see the event's channel.

Docs: events/gateway-events#guild-scheduled-events; of exceptions: userdoccers, gateway/gateway-events.
"""

import msgspec

from core.events import Draft, guild_topic
from core.wire import UNSET, Snowflake, UnsetType
from domain.scheduled_events.records import EventException, ScheduledEvent, UserResponse


class ScheduledEventUserEvent(msgspec.Struct, kw_only=True):
    guild_scheduled_event_id: Snowflake
    guild_scheduled_event_exception_id: Snowflake | UnsetType = UNSET
    user_id: Snowflake
    guild_id: Snowflake
    response: UserResponse


class EventExceptionEvent(EventException, kw_only=True):
    guild_id: Snowflake


class EventExceptionsGone(msgspec.Struct):
    guild_id: Snowflake
    event_id: Snowflake


EVENTS = {
    "GUILD_SCHEDULED_EVENT_CREATE": ScheduledEvent,
    "GUILD_SCHEDULED_EVENT_UPDATE": ScheduledEvent,
    "GUILD_SCHEDULED_EVENT_DELETE": ScheduledEvent,
    "GUILD_SCHEDULED_EVENT_USER_ADD": ScheduledEventUserEvent,
    "GUILD_SCHEDULED_EVENT_USER_REMOVE": ScheduledEventUserEvent,
    "GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE": EventExceptionEvent,
    "GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE": EventExceptionEvent,
    "GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE": EventExceptionEvent,
    "GUILD_SCHEDULED_EVENT_EXCEPTIONS_DELETE": EventExceptionsGone,
}


def guild_scheduled_event_create(event: ScheduledEvent) -> Draft:
    return _of_event("GUILD_SCHEDULED_EVENT_CREATE", event, event)


def guild_scheduled_event_update(event: ScheduledEvent) -> Draft:
    return _of_event("GUILD_SCHEDULED_EVENT_UPDATE", event, event)


def guild_scheduled_event_delete(event: ScheduledEvent) -> Draft:
    return _of_event("GUILD_SCHEDULED_EVENT_DELETE", event, event)


def moved(before: ScheduledEvent, after: ScheduledEvent) -> list[Draft]:
    """An event is in another channel now: it goes for who does not see that one, and comes for who sees only that."""
    drafts: list[Draft] = []
    if after.channel_id is not None:
        gone = guild_scheduled_event_delete(before)
        drafts.append(msgspec.structs.replace(gone, unless_seeing=after.channel_id))
    if before.channel_id is not None:
        come = guild_scheduled_event_create(after)
        drafts.append(msgspec.structs.replace(come, unless_seeing=before.channel_id))
    return drafts


def guild_scheduled_event_user_add(
    event: ScheduledEvent, exception_id: int, user_id: int, response: UserResponse
) -> Draft:
    return _of_user("GUILD_SCHEDULED_EVENT_USER_ADD", event, exception_id, user_id, response)


def guild_scheduled_event_user_remove(
    event: ScheduledEvent, exception_id: int, user_id: int, response: UserResponse
) -> Draft:
    return _of_user("GUILD_SCHEDULED_EVENT_USER_REMOVE", event, exception_id, user_id, response)


def guild_scheduled_event_exception_create(event: ScheduledEvent, exception: EventException) -> Draft:
    return _of_exception("GUILD_SCHEDULED_EVENT_EXCEPTION_CREATE", event, exception)


def guild_scheduled_event_exception_update(event: ScheduledEvent, exception: EventException) -> Draft:
    return _of_exception("GUILD_SCHEDULED_EVENT_EXCEPTION_UPDATE", event, exception)


def guild_scheduled_event_exception_delete(event: ScheduledEvent, exception: EventException) -> Draft:
    return _of_exception("GUILD_SCHEDULED_EVENT_EXCEPTION_DELETE", event, exception)


def guild_scheduled_event_exceptions_delete(event: ScheduledEvent) -> Draft:
    gone = EventExceptionsGone(event.guild_id, event.id)
    return _of_event("GUILD_SCHEDULED_EVENT_EXCEPTIONS_DELETE", event, gone)


def _of_event(name: str, event: ScheduledEvent, payload: object) -> Draft:
    return Draft(guild_topic(event.guild_id), name, payload, channel_id=event.channel_id or 0)


def _of_exception(name: str, event: ScheduledEvent, exception: EventException) -> Draft:
    payload = EventExceptionEvent(**msgspec.structs.asdict(exception), guild_id=event.guild_id)
    return _of_event(name, event, payload)


def _of_user(name: str, event: ScheduledEvent, exception_id: int, user_id: int, response: UserResponse) -> Draft:
    payload = ScheduledEventUserEvent(
        guild_scheduled_event_id=event.id,
        guild_scheduled_event_exception_id=Snowflake(exception_id) if exception_id else UNSET,
        user_id=Snowflake(user_id),
        guild_id=event.guild_id,
        response=response,
    )
    return _of_event(name, event, payload)
