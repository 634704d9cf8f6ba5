"""Scheduled events as they go over the wire. Docs: resources/guild-scheduled-event."""

import enum
from typing import Annotated, Final, Literal

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.members.records import Member
from domain.users.records import User

MOST_OPEN: Final = 100
"""Of those that a guild may have scheduled or active."""

MOST_EXCEPTIONS: Final = 100
"""Of an event, which carries them all."""

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Description = Annotated[str, msgspec.Meta(max_length=1000)]
Location = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Weekday = Literal[0, 1, 2, 3, 4, 5, 6]
Month = Literal[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]


class Status(enum.IntEnum):
    """Docs: resources/guild-scheduled-event#guild-scheduled-event-object-guild-scheduled-event-status."""

    SCHEDULED = 1
    ACTIVE = 2
    COMPLETED = 3
    CANCELED = 4


class EntityType(enum.IntEnum):
    """Where an event is."""

    STAGE_INSTANCE = 1
    VOICE = 2
    EXTERNAL = 3


class Frequency(enum.IntEnum):
    YEARLY = 0
    MONTHLY = 1
    WEEKLY = 2
    DAILY = 3


class UserResponse(enum.IntEnum):
    """What a user says of an event. Docs: userdoccers, resources/guild-scheduled-event."""

    UNINTERESTED = 0
    INTERESTED = 1


class NthWeekday(msgspec.Struct):
    """A day of a certain week of the month; 5 is the last."""

    n: Annotated[int, msgspec.Meta(ge=1, le=5)]
    day: Weekday


class RecurrenceRule(msgspec.Struct, kw_only=True):
    """When an event happens again. Docs: resources/guild-scheduled-event
    #guild-scheduled-event-recurrence-rule-object.
    """

    start: Timestamp
    end: Timestamp | None = None
    frequency: Frequency
    interval: int
    by_weekday: list[Weekday] | None
    by_n_weekday: list[NthWeekday] | None
    by_month: list[Month] | None
    by_month_day: list[int] | None
    by_year_day: list[int] | None = None
    count: int | None = None


class SetRecurrenceRule(msgspec.Struct, kw_only=True):
    start: Timestamp
    end: Timestamp | None = None
    frequency: Frequency
    interval: int | None = None
    by_weekday: Annotated[list[Weekday], msgspec.Meta(max_length=7)] | None = None
    by_n_weekday: Annotated[list[NthWeekday], msgspec.Meta(max_length=7)] | None = None
    by_month: Annotated[list[Month], msgspec.Meta(max_length=12)] | None = None
    by_month_day: Annotated[list[Annotated[int, msgspec.Meta(ge=-1, le=31)]], msgspec.Meta(max_length=33)] | None = None
    by_year_day: Annotated[list[Annotated[int, msgspec.Meta(ge=-1, le=365)]], msgspec.Meta(max_length=367)] | None = (
        None
    )
    count: int | None = None


class EntityMetadata(msgspec.Struct):
    location: str | UnsetType = UNSET


class SetEntityMetadata(msgspec.Struct):
    location: Location | UnsetType = UNSET


class EventException(msgspec.Struct, kw_only=True):
    """An occurrence that is not as the recurrence rule has it. Its id is the moment when it would begin."""

    event_id: Snowflake
    event_exception_id: Snowflake
    scheduled_start_time: Timestamp | None = None
    scheduled_end_time: Timestamp | None = None
    is_canceled: bool = False


class ScheduledEventUser(msgspec.Struct, kw_only=True):
    """What a user says of an event, or of one of its occurrences."""

    guild_scheduled_event_id: Snowflake
    guild_scheduled_event_exception_id: Snowflake | UnsetType | None = UNSET
    user_id: Snowflake
    user: User | UnsetType = UNSET
    member: Member | UnsetType = UNSET
    response: UserResponse


class ScheduledEvent(msgspec.Struct, kw_only=True):
    id: Snowflake
    guild_id: Snowflake
    name: str
    description: str | None
    channel_id: Snowflake | None
    creator_id: Snowflake | None
    creator: User | UnsetType = UNSET
    image: str | None
    scheduled_start_time: Timestamp
    scheduled_end_time: Timestamp | None
    status: Status
    entity_type: EntityType
    entity_id: Snowflake | None
    recurrence_rule: RecurrenceRule | None
    user_count: int | UnsetType = UNSET
    privacy_level: Literal[2] = 2
    user_rsvp: ScheduledEventUser | UnsetType | None = UNSET
    guild_scheduled_event_exceptions: list[EventException]
    entity_metadata: EntityMetadata | None


class ScheduledEventUserCounts(msgspec.Struct):
    guild_scheduled_event_count: int
    guild_scheduled_event_exception_counts: dict[str, int]


class CreateScheduledEvent(msgspec.Struct, kw_only=True):
    name: Name
    description: Description | None = None
    image: str | None = None
    scheduled_start_time: Timestamp
    scheduled_end_time: Timestamp | None = None
    privacy_level: Literal[2]
    entity_type: EntityType
    channel_id: Snowflake | None = None
    entity_metadata: SetEntityMetadata | None = None
    recurrence_rule: SetRecurrenceRule | None = None


class EditScheduledEvent(msgspec.Struct, kw_only=True):
    status: Status | UnsetType | None = UNSET
    name: Name | UnsetType = UNSET
    description: Description | UnsetType | None = UNSET
    image: str | UnsetType | None = UNSET
    scheduled_start_time: Timestamp | UnsetType = UNSET
    scheduled_end_time: Timestamp | UnsetType | None = UNSET
    entity_type: EntityType | UnsetType | None = UNSET
    privacy_level: Literal[2] | UnsetType = UNSET
    channel_id: Snowflake | UnsetType | None = UNSET
    recurrence_rule: SetRecurrenceRule | UnsetType | None = UNSET
    entity_metadata: SetEntityMetadata | UnsetType | None = UNSET


class EditException(msgspec.Struct, kw_only=True):
    """What is absent, or null, is by the rule."""

    scheduled_start_time: Timestamp | None = None
    scheduled_end_time: Timestamp | None = None
    is_canceled: bool | None = None


class CreateException(EditException, kw_only=True):
    original_scheduled_start_time: Timestamp


class Respond(msgspec.Struct):
    response: UserResponse


class ReadScheduledEvents(msgspec.Struct):
    with_user_count: bool = False


class ListEventUsers(msgspec.Struct):
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 100
    with_member: bool = False
    before: Snowflake | UnsetType = UNSET
    after: Snowflake | UnsetType = UNSET


class CountEventUsers(msgspec.Struct):
    guild_scheduled_event_exception_ids: Annotated[list[Snowflake], msgspec.Meta(max_length=10)] = []


class StoredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it is stored: what the audit log speaks of."""

    guild_id: int
    id: int
    channel_id: Snowflake | None
    creator_id: int
    name: str
    description: str | None
    image: str | None
    scheduled_start_time: Timestamp
    scheduled_end_time: Timestamp | None
    status: Status
    entity_type: EntityType
    entity_id: Snowflake | None = None
    location: str | None
    recurrence_rule: RecurrenceRule | None

    @property
    def is_finished(self) -> bool:
        return self.status in (Status.COMPLETED, Status.CANCELED)

    def shown(self, exceptions: list[EventException]) -> ScheduledEvent:
        return ScheduledEvent(
            id=Snowflake(self.id),
            guild_id=Snowflake(self.guild_id),
            name=self.name,
            description=self.description,
            channel_id=self.channel_id,
            creator_id=Snowflake(self.creator_id),
            image=self.image,
            scheduled_start_time=self.scheduled_start_time,
            scheduled_end_time=self.scheduled_end_time,
            status=self.status,
            entity_type=self.entity_type,
            entity_id=self.entity_id,
            recurrence_rule=self.recurrence_rule,
            guild_scheduled_event_exceptions=exceptions,
            entity_metadata=EntityMetadata(self.location) if self.location is not None else None,
        )
