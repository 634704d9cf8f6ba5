"""SQL of scheduled events, of their exceptions, and of what users say of them."""

from collections.abc import Collection, Iterable, Sequence

import asyncpg

from core.database import Reader, Transaction
from core.wire import Snowflake, Timestamp, decode, encode
from domain.scheduled_events.records import (
    EntityType,
    EventException,
    RecurrenceRule,
    Status,
    StoredEvent,
    UserResponse,
)

_COLUMNS = StoredEvent.__struct_fields__
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM scheduled_events"
_PLACES = ", ".join(f"${number}" for number in range(1, len(_COLUMNS) + 2))
_OPEN = "status IN (1, 2)"


def _event(row: asyncpg.Record) -> StoredEvent:
    end, rule = row["scheduled_end_time"], row["recurrence_rule"]
    return StoredEvent(
        guild_id=row["guild_id"],
        id=row["id"],
        channel_id=_snowflake(row["channel_id"]),
        creator_id=row["creator_id"],
        name=row["name"],
        description=row["description"],
        image=row["image"],
        scheduled_start_time=Timestamp.of(row["scheduled_start_time"]),
        scheduled_end_time=Timestamp.of(end) if end else None,
        status=Status(row["status"]),
        entity_type=EntityType(row["entity_type"]),
        entity_id=_snowflake(row["entity_id"]),
        location=row["location"],
        recurrence_rule=decode(rule, RecurrenceRule) if rule else None,
    )


def _snowflake(value: int | None) -> Snowflake | None:
    return None if value is None else Snowflake(value)


def _exception(row: asyncpg.Record) -> EventException:
    start, end = row["scheduled_start_time"], row["scheduled_end_time"]
    return EventException(
        event_id=Snowflake(row["event_id"]),
        event_exception_id=Snowflake(row["id"]),
        scheduled_start_time=Timestamp.of(start) if start else None,
        scheduled_end_time=Timestamp.of(end) if end else None,
        is_canceled=row["is_canceled"],
    )


async def find(reader: Reader, guild_id: int, event_id: int) -> StoredEvent | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE guild_id = $1 AND id = $2", guild_id, event_id)
    return _event(row) if row else None


async def find_several(reader: Reader, guild_id: int, ids: Collection[int]) -> list[StoredEvent]:
    rows = await reader.fetch(f"{_SELECT} WHERE guild_id = $1 AND id = ANY($2::bigint[])", guild_id, list(ids))
    return [_event(row) for row in rows]


async def list_open(reader: Reader, guild_id: int) -> list[StoredEvent]:
    """Those scheduled or active, by rising id."""
    rows = await reader.fetch(f"{_SELECT} WHERE guild_id = $1 AND {_OPEN} ORDER BY id", guild_id)
    return [_event(row) for row in rows]


async def list_open_in(reader: Reader, guild_id: int, channel_id: int) -> list[StoredEvent]:
    rows = await reader.fetch(f"{_SELECT} WHERE guild_id = $1 AND {_OPEN} AND channel_id = $2", guild_id, channel_id)
    return [_event(row) for row in rows]


async def count_open(reader: Reader, guild_id: int) -> int:
    return await reader.fetchval(f"SELECT count(*) FROM scheduled_events WHERE guild_id = $1 AND {_OPEN}", guild_id)


async def list_due(reader: Reader, now: Timestamp, limit: int) -> list[tuple[int, int]]:
    """Guild and event of those about which the clock has something to do."""
    rows = await reader.fetch(
        "SELECT guild_id, id FROM scheduled_events WHERE due_at <= $1 ORDER BY due_at LIMIT $2", now.datetime(), limit
    )
    return [(row["guild_id"], row["id"]) for row in rows]


async def note_emptiness(tx: Transaction, now: Timestamp) -> None:
    """Notes of active events since when nobody is in their channels. Waits for none that is being changed."""
    await tx.execute(
        "UPDATE scheduled_events SET empty_since = CASE WHEN empty_since IS NULL THEN $1::timestamptz END"
        " WHERE (guild_id, id) IN (SELECT guild_id, id FROM scheduled_events e WHERE status = 2"
        " AND channel_id IS NOT NULL AND (empty_since IS NOT NULL) = EXISTS (SELECT FROM voice_states v"
        " WHERE v.guild_id = e.guild_id AND v.channel_id = e.channel_id) FOR UPDATE OF e SKIP LOCKED)",
        now.datetime(),
    )


async def list_empty(reader: Reader, since: Timestamp) -> list[tuple[int, int]]:
    """Guild and event of those that nobody was in since that moment."""
    rows = await reader.fetch(
        "SELECT guild_id, id FROM scheduled_events WHERE status = 2 AND empty_since <= $1", since.datetime()
    )
    return [(row["guild_id"], row["id"]) for row in rows]


async def find_abandoned(tx: Transaction, guild_id: int, event_id: int, since: Timestamp) -> StoredEvent | None:
    """The event, if it is active and nobody was in its channel since that moment, nor is."""
    row = await tx.fetchrow(
        f"{_SELECT} e WHERE guild_id = $1 AND id = $2 AND status = 2 AND empty_since <= $3"
        " AND NOT EXISTS (SELECT FROM voice_states v WHERE v.guild_id = $1 AND v.channel_id = e.channel_id)",
        guild_id,
        event_id,
        since.datetime(),
    )
    return _event(row) if row else None


async def put(tx: Transaction, event: StoredEvent, due_at: Timestamp | None) -> None:
    """Writes it, new or changed. For its channel to be empty is counted anew."""
    values = {field: getattr(event, field) for field in _COLUMNS} | {
        "scheduled_start_time": event.scheduled_start_time.datetime(),
        "scheduled_end_time": event.scheduled_end_time.datetime() if event.scheduled_end_time else None,
        "recurrence_rule": encode(event.recurrence_rule).decode() if event.recurrence_rule else None,
        "due_at": due_at.datetime() if due_at else None,
    }
    written = ", ".join(f"{field} = excluded.{field}" for field in (*_COLUMNS[2:], "due_at", "empty_since"))
    await tx.execute(
        f"INSERT INTO scheduled_events ({', '.join(_COLUMNS)}, due_at) VALUES ({_PLACES})"
        f" ON CONFLICT (guild_id, id) DO UPDATE SET {written}",
        *values.values(),
    )


async def delete(tx: Transaction, guild_id: int, event_id: int) -> None:
    """With its exceptions, and all that users said of it."""
    await tx.execute("DELETE FROM scheduled_events WHERE guild_id = $1 AND id = $2", guild_id, event_id)
    await tx.execute("DELETE FROM scheduled_event_exceptions WHERE guild_id = $1 AND event_id = $2", guild_id, event_id)
    await tx.execute("DELETE FROM scheduled_event_users WHERE guild_id = $1 AND event_id = $2", guild_id, event_id)


async def delete_all(tx: Transaction, guild_id: int) -> None:
    for table in ("scheduled_events", "scheduled_event_exceptions", "scheduled_event_users"):
        await tx.execute(f"DELETE FROM {table} WHERE guild_id = $1", guild_id)


async def exceptions(reader: Reader, guild_id: int, event_ids: Iterable[int]) -> dict[int, list[EventException]]:
    """Those of each of the events, by rising id."""
    rows = await reader.fetch(
        "SELECT * FROM scheduled_event_exceptions WHERE guild_id = $1 AND event_id = ANY($2::bigint[]) ORDER BY id",
        guild_id,
        list(event_ids),
    )
    found: dict[int, list[EventException]] = {}
    for row in rows:
        found.setdefault(row["event_id"], []).append(_exception(row))
    return found


async def put_exception(tx: Transaction, guild_id: int, one: EventException) -> None:
    start, end = one.scheduled_start_time, one.scheduled_end_time
    await tx.execute(
        "INSERT INTO scheduled_event_exceptions"
        " (guild_id, event_id, id, scheduled_start_time, scheduled_end_time, is_canceled)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (guild_id, event_id, id) DO UPDATE SET"
        " scheduled_start_time = excluded.scheduled_start_time, scheduled_end_time = excluded.scheduled_end_time,"
        " is_canceled = excluded.is_canceled",
        guild_id,
        one.event_id,
        one.event_exception_id,
        start.datetime() if start is not None else None,
        end.datetime() if end is not None else None,
        one.is_canceled,
    )


async def delete_exception(tx: Transaction, guild_id: int, event_id: int, exception_id: int) -> None:
    await tx.execute(
        "DELETE FROM scheduled_event_exceptions WHERE guild_id = $1 AND event_id = $2 AND id = $3",
        guild_id,
        event_id,
        exception_id,
    )


async def delete_occurrences(tx: Transaction, guild_id: int, event_id: int, before: int | None = None) -> None:
    """Forgets what is stored of occurrences, or only of those with lower ids."""
    await tx.execute(
        "DELETE FROM scheduled_event_exceptions WHERE guild_id = $1 AND event_id = $2"
        " AND ($3::bigint IS NULL OR id < $3)",
        guild_id,
        event_id,
        before,
    )
    await tx.execute(
        "DELETE FROM scheduled_event_users WHERE guild_id = $1 AND event_id = $2 AND exception_id > 0"
        " AND ($3::bigint IS NULL OR exception_id < $3)",
        guild_id,
        event_id,
        before,
    )


async def put_response(
    tx: Transaction, guild_id: int, event_id: int, exception_id: int, user_id: int, response: UserResponse
) -> bool:
    """True when the user had not said so before."""
    done = await tx.execute(
        "INSERT INTO scheduled_event_users AS u (guild_id, event_id, exception_id, user_id, response)"
        " VALUES ($1, $2, $3, $4, $5) ON CONFLICT (guild_id, event_id, exception_id, user_id)"
        " DO UPDATE SET response = excluded.response WHERE u.response <> excluded.response",
        guild_id,
        event_id,
        exception_id,
        user_id,
        int(response),
    )
    return bool(done)


async def delete_response(
    tx: Transaction, guild_id: int, event_id: int, exception_id: int, user_id: int
) -> UserResponse | None:
    """What the user had said, if he had said something."""
    found = await tx.fetchval(
        "DELETE FROM scheduled_event_users WHERE guild_id = $1 AND event_id = $2 AND exception_id = $3"
        " AND user_id = $4 RETURNING response",
        guild_id,
        event_id,
        exception_id,
        user_id,
    )
    return None if found is None else UserResponse(found)


async def responses_of(reader: Reader, guild_id: int, user_id: int) -> list[tuple[int, int, UserResponse]]:
    """Event, occurrence or 0, and what the user says, of the events of the guild that are open."""
    rows = await reader.fetch(
        "SELECT u.event_id, u.exception_id, u.response FROM scheduled_events e JOIN scheduled_event_users u"
        f" ON u.guild_id = e.guild_id AND u.event_id = e.id WHERE e.guild_id = $1 AND e.{_OPEN} AND u.user_id = $2"
        " ORDER BY u.event_id, u.exception_id",
        guild_id,
        user_id,
    )
    return [(row["event_id"], row["exception_id"], UserResponse(row["response"])) for row in rows]


async def count_users(reader: Reader, guild_id: int, event_ids: Collection[int]) -> dict[int, int]:
    """How many are interested in each of the events; those that nobody cares for are left out."""
    rows = await reader.fetch(
        "SELECT event_id, count(*) AS users FROM scheduled_event_users WHERE guild_id = $1"
        " AND event_id = ANY($2::bigint[]) AND exception_id = 0 AND response = 1 GROUP BY event_id",
        guild_id,
        list(event_ids),
    )
    return {row["event_id"]: row["users"] for row in rows}


# Who says nothing of an occurrence says of it what he says of the event.
_OF_OCCURRENCE = (
    "SELECT user_id FROM (SELECT DISTINCT ON (user_id) user_id, response FROM scheduled_event_users"
    " WHERE guild_id = $1 AND event_id = $2 AND exception_id IN (0, $3) ORDER BY user_id, exception_id DESC) said"
    " WHERE response = 1"
)


async def count_users_of_occurrence(reader: Reader, guild_id: int, event_id: int, exception_id: int) -> int:
    sql = f"SELECT count(*) FROM ({_OF_OCCURRENCE}) interested"
    return await reader.fetchval(sql, guild_id, event_id, exception_id)


async def interested(
    reader: Reader, guild_id: int, event_id: int, exception_id: int, before: int | None, after: int, limit: int
) -> list[int]:
    """Their ids, rising; the last ones when `before` is given. `exception_id` 0 is the event."""
    rows: Sequence[asyncpg.Record] = await reader.fetch(
        f"{_OF_OCCURRENCE} AND user_id > $4 AND ($5::bigint IS NULL OR user_id < $5)"
        f" ORDER BY user_id {'ASC' if before is None else 'DESC'} LIMIT $6",
        guild_id,
        event_id,
        exception_id,
        after,
        before,
        limit,
    )
    return sorted(row["user_id"] for row in rows)
