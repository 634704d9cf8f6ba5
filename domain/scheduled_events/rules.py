"""What scheduled events may be, who may see and change them, and when the clock has something to do. Pure.

Docs: resources/guild-scheduled-event.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from core import codes, form_codes
from core.problems import Faults, Problem
from core.wire import UNSET, Timestamp
from domain.channels.access import GuildAccess
from domain.channels.records import ChannelType
from domain.guilds.state import GuildState
from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits
from domain.scheduled_events import recurrence
from domain.scheduled_events.records import (
    CreateScheduledEvent,
    EditScheduledEvent,
    EntityType,
    EventException,
    ScheduledEvent,
    SetEntityMetadata,
    Status,
    StoredEvent,
)

_FORGOTTEN_US: Final = 3 * 3600 * 1_000_000
"""The docs say some hours: so long after its start an event that nobody began is cancelled."""

_FURTHEST_YEARS: Final = 5
_VIEW: Final = Permission.VIEW_CHANNEL
_STAGE_MODERATOR: Final = Permission.MANAGE_CHANNELS | Permission.MUTE_MEMBERS | Permission.MOVE_MEMBERS
_NEEDED: Final = {
    EntityType.STAGE_INSTANCE: _STAGE_MODERATOR,
    EntityType.VOICE: _VIEW | Permission.CONNECT,
    EntityType.EXTERNAL: Permission(0),
}
_CHANNEL_TYPES: Final = {
    EntityType.STAGE_INSTANCE: ChannelType.GUILD_STAGE_VOICE,
    EntityType.VOICE: ChannelType.GUILD_VOICE,
}
_TRANSITIONS: Final = {
    (Status.SCHEDULED, Status.ACTIVE),
    (Status.SCHEDULED, Status.CANCELED),
    (Status.ACTIVE, Status.COMPLETED),
}


class Occurrence(msgspec.Struct, frozen=True):
    """What happens next, or now, as its exception has it."""

    start: Timestamp
    end: Timestamp | None
    is_canceled: bool


def may_see(here: GuildAccess, event: StoredEvent) -> bool:
    return _sees(here.state, here.user_id, here.member, event.channel_id)


def all_see(state: GuildState, event: ScheduledEvent) -> bool:
    """Whether it takes no role to see it."""
    return _sees(state, 0, MemberBits([], None), event.channel_id)


def _sees(state: GuildState, user_id: int, member: MemberBits, channel_id: int | None) -> bool:
    if channel_id is None:
        return True
    return channel_id in state.channels and bool(state.permissions(user_id, member, channel_id) & _VIEW)


def require_create(here: GuildAccess, entity_type: EntityType, channel_id: int | None) -> None:
    """Raises 10003, 50001 and 50024 for a channel where it cannot be, 50013."""
    held = _permissions(here, entity_type, channel_id)
    _require(held, _NEEDED[entity_type] | Permission.CREATE_EVENTS)


def require_change(here: GuildAccess, event: StoredEvent) -> None:
    """One's own with either permission. Raises as `require_create` does."""
    held = _permissions(here, event.entity_type, event.channel_id)
    _require(held, _NEEDED[event.entity_type])
    if event.creator_id != here.user_id or not held & Permission.CREATE_EVENTS:
        _require(held, Permission.MANAGE_EVENTS)


def _permissions(here: GuildAccess, entity_type: EntityType, channel_id: int | None) -> int:
    """What the caller may where the event is."""
    if channel_id is None or entity_type is EntityType.EXTERNAL:
        return here.permissions
    channel = here.state.channels.get(channel_id)
    if channel is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    held = here.state.permissions(here.user_id, here.member, channel_id)
    if not held & _VIEW:
        raise Problem(codes.MISSING_ACCESS)
    if channel.type != _CHANNEL_TYPES[entity_type]:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    return held


def _require(held: int, needed: int) -> None:
    if held & needed != needed:
        raise Problem(codes.MISSING_PERMISSIONS)


def made(here: GuildAccess, event_id: int, body: CreateScheduledEvent, now: Timestamp) -> StoredEvent:
    """The new event. Raises 50035."""
    event = StoredEvent(
        guild_id=here.guild_id,
        id=event_id,
        channel_id=body.channel_id,
        creator_id=here.user_id,
        name=body.name,
        description=body.description or None,
        image=body.image,
        scheduled_start_time=body.scheduled_start_time,
        scheduled_end_time=body.scheduled_end_time,
        status=Status.SCHEDULED,
        entity_type=body.entity_type,
        location=_location(body.entity_type, body.entity_metadata),
        recurrence_rule=recurrence.made(body.recurrence_rule, now) if body.recurrence_rule else None,
    )
    _check(event, None, now)
    return event


def changed(before: StoredEvent, body: EditScheduledEvent, now: Timestamp) -> StoredEvent:
    """The event with what the body says, save for its status. Raises 180000, 50035."""
    if before.is_finished:
        raise Problem(codes.EVENT_FINISHED)
    kind = body.entity_type or before.entity_type
    location = before.location if kind is EntityType.EXTERNAL else None
    if body.entity_metadata is not UNSET:
        location = _location(kind, body.entity_metadata)
    rule = before.recurrence_rule
    if body.recurrence_rule is not UNSET:
        rule = recurrence.made(body.recurrence_rule, now) if body.recurrence_rule else None
    end = before.scheduled_end_time if body.scheduled_end_time is UNSET else body.scheduled_end_time
    event = msgspec.structs.replace(
        before,
        name=before.name if body.name is UNSET else body.name,
        description=before.description if body.description is UNSET else body.description or None,
        image=before.image if body.image is UNSET else body.image,
        channel_id=before.channel_id if body.channel_id is UNSET else body.channel_id,
        entity_type=kind,
        location=location,
        recurrence_rule=rule,
        scheduled_start_time=body.scheduled_start_time or before.scheduled_start_time,
        scheduled_end_time=end,
    )
    _check(event, before, now)
    return event


def _location(kind: EntityType, metadata: SetEntityMetadata | None) -> str | None:
    """What other events than external ones are given is dropped."""
    return (metadata.location or None) if metadata and kind is EntityType.EXTERNAL else None


def _check(event: StoredEvent, before: StoredEvent | None, now: Timestamp) -> None:
    faults = Faults()
    is_external = event.entity_type is EntityType.EXTERNAL
    if is_external and event.channel_id is not None:
        faults.add("channel_id", form_codes.BASE_TYPE_CHOICES, choices=("null",))
    if not is_external and event.channel_id is None:
        faults.add("channel_id", form_codes.BASE_TYPE_REQUIRED)
    if is_external and event.location is None:
        faults.add("entity_metadata.location", form_codes.BASE_TYPE_REQUIRED)
    if is_external and event.scheduled_end_time is None:
        faults.add("scheduled_end_time", form_codes.BASE_TYPE_REQUIRED)
    if before is None or event.scheduled_start_time != before.scheduled_start_time:
        check_time(faults, "scheduled_start_time", event.scheduled_start_time, now)
    check_order(faults, event.scheduled_start_time, event.scheduled_end_time, now)
    if before is not None and before.status is Status.ACTIVE:
        for field in ("entity_type", "channel_id"):
            if getattr(event, field) != getattr(before, field):
                faults.add(field, form_codes.BASE_TYPE_CHOICES, choices=(getattr(before, field),))
    faults.raise_if_any()


def check_time(faults: Faults, field: str, moment: Timestamp, now: Timestamp) -> None:
    if moment < now:
        faults.add(field, form_codes.GUILD_SCHEDULED_EVENT_SCHEDULE_PAST)
    elif moment - now > recurrence.FURTHEST_US:
        faults.add(field, form_codes.GUILD_SCHEDULED_EVENT_SCHEDULE_TOO_FAR, years=_FURTHEST_YEARS)


def check_order(faults: Faults, start: Timestamp, end: Timestamp | None, now: Timestamp) -> None:
    if end is None:
        return
    if end <= start:
        faults.add("scheduled_end_time", form_codes.GUILD_SCHEDULED_EVENT_END_BEFORE_START)
    elif end - now > 2 * recurrence.FURTHEST_US:
        faults.add("scheduled_end_time", form_codes.GUILD_SCHEDULED_EVENT_SCHEDULE_TOO_FAR, years=2 * _FURTHEST_YEARS)


def require_transition(before: Status, after: Status) -> None:
    """Raises 50035."""
    if before != after and (before, after) not in _TRANSITIONS:
        raise Problem.invalid("status", form_codes.GUILD_SCHEDULED_EVENT_STATUS_INVALID)


def current(event: StoredEvent, exceptions: Sequence[EventException]) -> Occurrence:
    """The occurrence that the event stands at. One that begins at another time is as long as the others."""
    named = recurrence.id_of(event.scheduled_start_time)
    exception = next((one for one in exceptions if one.event_exception_id == named), None)
    start, end = event.scheduled_start_time, event.scheduled_end_time
    if exception is None:
        return Occurrence(start, end, False)
    moved = exception.scheduled_start_time or start
    later = Timestamp(end + moved - start) if end is not None else None
    return Occurrence(moved, exception.scheduled_end_time or later, exception.is_canceled)


def due_at(event: StoredEvent, exceptions: Sequence[EventException]) -> Timestamp | None:
    """When the clock begins, ends, skips or cancels it; None when it never does."""
    if event.is_finished:
        return None
    occurrence = current(event, exceptions)
    is_external = event.entity_type is EntityType.EXTERNAL
    if event.status is Status.ACTIVE:
        return occurrence.end if is_external else None
    if is_external or occurrence.is_canceled:
        return occurrence.start
    return Timestamp(occurrence.start + _FORGOTTEN_US)


def following(event: StoredEvent, now: Timestamp) -> StoredEvent | None:
    """The event at its next occurrence that is to come; None when it happens no more."""
    if event.recurrence_rule is None:
        return None
    start = recurrence.next_after(event.recurrence_rule, max(event.scheduled_start_time, now))
    if start is None:
        return None
    end = event.scheduled_end_time
    return msgspec.structs.replace(
        event,
        status=Status.SCHEDULED,
        entity_id=None,
        scheduled_start_time=start,
        scheduled_end_time=Timestamp(end + start - event.scheduled_start_time) if end is not None else None,
    )


def has_occurrence(event: StoredEvent, occurrence_id: int, now: Timestamp) -> bool:
    """Whether the event happens then, now or later, by its rule."""
    if event.recurrence_rule is None or occurrence_id < recurrence.id_of(event.scheduled_start_time):
        return False
    if occurrence_id == recurrence.id_of(event.scheduled_start_time):
        return True
    return recurrence.is_occurrence(event.recurrence_rule, occurrence_id, now)
