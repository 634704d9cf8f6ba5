"""SQL of threads and their members. A thread's name, type, parent, owner, slowmode and flags are its channel's."""

from collections.abc import Iterable, Sequence

import asyncpg

from core import snowflakes
from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake, Timestamp
from domain.permissions.bits import PRIVATE_THREAD
from domain.threads.records import MOST_COUNTED_MEMBERS, Thread, ThreadMember, ThreadMetadata

_SELECT = """
SELECT channels.*, nullif(last_message_id, 0) AS last_message_id, archived, archive_timestamp, auto_archive_duration,
    locked, invitable, applied_tags, message_count, total_message_sent, member_count
FROM threads JOIN channels USING (id) LEFT JOIN channel_heads ON channel_id = id
"""


def _thread(row: asyncpg.Record) -> Thread:
    pinned = row["last_pin_timestamp"]
    return Thread(
        id=Snowflake(row["id"]),
        type=row["type"],
        guild_id=Snowflake(row["guild_id"]),
        parent_id=Snowflake(row["parent_id"]),
        owner_id=Snowflake(row["owner_id"]),
        name=row["name"],
        flags=row["flags"],
        last_message_id=Snowflake(row["last_message_id"]) if row["last_message_id"] else None,
        last_pin_timestamp=Timestamp.of(pinned) if pinned else None,
        rate_limit_per_user=row["rate_limit_per_user"],
        thread_metadata=metadata(row),
        message_count=row["message_count"],
        member_count=min(row["member_count"], MOST_COUNTED_MEMBERS),
        total_message_sent=row["total_message_sent"],
        applied_tags=[Snowflake(tag) for tag in row["applied_tags"]] or UNSET,
    )


def metadata(row: asyncpg.Record) -> ThreadMetadata:
    """Of a row of threads."""
    return ThreadMetadata(
        archived=row["archived"],
        archive_timestamp=Timestamp.of(row["archive_timestamp"]),
        auto_archive_duration=row["auto_archive_duration"],
        locked=row["locked"],
        create_timestamp=Timestamp(snowflakes.created_ms(row["id"]) * 1000),
        invitable=UNSET if row["invitable"] is None else row["invitable"],
    )


def _member(row: asyncpg.Record) -> ThreadMember:
    return ThreadMember(
        id=Snowflake(row["thread_id"]),
        user_id=Snowflake(row["user_id"]),
        join_timestamp=Timestamp.of(row["join_timestamp"]),
        flags=row["flags"],
    )


async def find(reader: Reader, thread_id: int) -> Thread | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE threads.id = $1", thread_id)
    return _thread(row) if row else None


async def find_several(reader: Reader, ids: Iterable[int]) -> dict[int, Thread]:
    rows = await reader.fetch(f"{_SELECT} WHERE threads.id = ANY($1::bigint[])", list(ids))
    return {row["id"]: _thread(row) for row in rows}


async def list_active(reader: Reader, guild_id: int) -> list[Thread]:
    """The active threads of a guild, newest first."""
    rows = await reader.fetch(
        f"{_SELECT} WHERE threads.guild_id = $1 AND NOT archived ORDER BY threads.id DESC", guild_id
    )
    return [_thread(row) for row in rows]


async def list_archived(
    reader: Reader, parent_id: int, types: Sequence[int], before: Timestamp | None, limit: int
) -> list[Thread]:
    """By the moment of archiving, the last first."""
    rows = await reader.fetch(
        f"{_SELECT} WHERE threads.parent_id = $1 AND archived AND type = ANY($2::smallint[])"
        " AND ($3::timestamptz IS NULL OR archive_timestamp < $3)"
        " ORDER BY archive_timestamp DESC, threads.id DESC LIMIT $4",
        parent_id,
        types,
        before.datetime() if before is not None else None,
        limit,
    )
    return [_thread(row) for row in rows]


async def list_archived_of_member(
    reader: Reader, parent_id: int, user_id: int, before_id: int, limit: int
) -> list[Thread]:
    """The private ones that the user is in, the newest first."""
    rows = await reader.fetch(
        f"{_SELECT} WHERE threads.parent_id = $1 AND archived AND type = {PRIVATE_THREAD} AND threads.id < $3"
        " AND EXISTS (SELECT FROM thread_members WHERE thread_id = threads.id AND user_id = $2)"
        " ORDER BY threads.id DESC LIMIT $4",
        parent_id,
        user_id,
        before_id,
        limit,
    )
    return [_thread(row) for row in rows]


async def count_active(reader: Reader, guild_id: int) -> int:
    return await reader.fetchval("SELECT count(*) FROM threads WHERE guild_id = $1 AND NOT archived", guild_id)


async def count_pinned(reader: Reader, parent_id: int) -> int:
    return await reader.fetchval(
        "SELECT count(*) FROM threads JOIN channels USING (id)"
        " WHERE threads.parent_id = $1 AND NOT archived AND flags & 2 <> 0",
        parent_id,
    )


async def insert(tx: Transaction, thread: Thread) -> None:
    """The thread with its channel and its head; without members."""
    meta = thread.thread_metadata
    await tx.execute(
        "INSERT INTO channels (id, guild_id, type, name, parent_id, owner_id, rate_limit_per_user, flags)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        thread.id,
        thread.guild_id,
        thread.type,
        thread.name,
        thread.parent_id,
        thread.owner_id,
        thread.rate_limit_per_user,
        thread.flags,
    )
    await tx.execute(
        "INSERT INTO channel_heads (channel_id, last_message_id) VALUES ($1, $2)",
        thread.id,
        thread.last_message_id or 0,
    )
    await tx.execute(
        "INSERT INTO threads (id, guild_id, parent_id, archive_timestamp, auto_archive_duration, look_at, invitable,"
        " applied_tags) VALUES ($1, $2, $3, $4::timestamptz, $5, $4 + make_interval(mins => $5), $6, $7)",
        thread.id,
        thread.guild_id,
        thread.parent_id,
        meta.archive_timestamp.datetime(),
        meta.auto_archive_duration,
        None if meta.invitable is UNSET else meta.invitable,
        thread.applied_tags or [],
    )


async def update(tx: Transaction, thread: Thread) -> None:
    """Writes what an edit may change. When it is next to be looked at counts anew from its archive timestamp."""
    meta = thread.thread_metadata
    await tx.execute(
        "UPDATE channels SET name = $2, rate_limit_per_user = $3, flags = $4 WHERE id = $1",
        thread.id,
        thread.name,
        thread.rate_limit_per_user,
        thread.flags,
    )
    await tx.execute(
        "UPDATE threads SET archived = $2, archive_timestamp = $3::timestamptz, auto_archive_duration = $4,"
        " locked = $5,"
        " invitable = $6, applied_tags = $7, look_at = $3::timestamptz + make_interval(mins => $4) WHERE id = $1",
        thread.id,
        meta.archived,
        meta.archive_timestamp.datetime(),
        meta.auto_archive_duration,
        meta.locked,
        None if meta.invitable is UNSET else meta.invitable,
        thread.applied_tags or [],
    )


async def list_to_look_at(reader: Reader, now: Timestamp, limit: int) -> list[tuple[int, int]]:
    """Active threads that may be due for archiving, as (guild, thread)."""
    rows = await reader.fetch(
        "SELECT guild_id, id FROM threads WHERE NOT archived AND look_at <= $1 ORDER BY look_at LIMIT $2",
        now.datetime(),
        limit,
    )
    return [(row["guild_id"], row["id"]) for row in rows]


async def look_again(tx: Transaction, thread_id: int, at: Timestamp) -> None:
    await tx.execute("UPDATE threads SET look_at = $2 WHERE id = $1", thread_id, at.datetime())


async def uncount_messages(tx: Transaction, thread_id: int, number: int) -> None:
    """So many messages of the thread are gone."""
    await tx.execute(
        "UPDATE threads SET message_count = greatest(message_count - $2, 0) WHERE id = $1", thread_id, number
    )


async def delete(tx: Transaction, ids: Sequence[int]) -> None:
    """The threads with all that is theirs. Their messages, out of reach, go later."""
    await tx.execute("INSERT INTO deleted_channels (channel_id) SELECT unnest($1::bigint[])", ids)
    await tx.execute("DELETE FROM channel_heads WHERE channel_id = ANY($1::bigint[])", ids)
    await tx.execute("DELETE FROM channels WHERE id = ANY($1::bigint[])", ids)
    await tx.execute("DELETE FROM thread_members WHERE thread_id = ANY($1::bigint[])", ids)
    await tx.execute("DELETE FROM threads WHERE id = ANY($1::bigint[])", ids)


async def ids_of_parent(reader: Reader, parent_id: int) -> list[int]:
    return [row["id"] for row in await reader.fetch("SELECT id FROM threads WHERE parent_id = $1", parent_id)]


async def add_member(tx: Transaction, member: ThreadMember, guild_id: int) -> bool:
    """False when he was in it before."""
    added = await tx.execute(
        "INSERT INTO thread_members (thread_id, user_id, guild_id, join_timestamp, flags) VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT DO NOTHING",
        member.id,
        member.user_id,
        guild_id,
        member.join_timestamp.datetime(),
        member.flags,
    )
    if added:
        await _count_members(tx, member.id, 1)
    return bool(added)


async def remove_member(tx: Transaction, thread_id: int, user_id: int) -> bool:
    """False when he was not in it."""
    removed = await tx.execute("DELETE FROM thread_members WHERE thread_id = $1 AND user_id = $2", thread_id, user_id)
    if removed:
        await _count_members(tx, thread_id, -1)
    return bool(removed)


async def _count_members(tx: Transaction, thread_id: int, change: int) -> None:
    await tx.execute("UPDATE threads SET member_count = member_count + $2 WHERE id = $1", thread_id, change)


async def member_count(reader: Reader, thread_id: int) -> int:
    return await reader.fetchval("SELECT member_count FROM threads WHERE threads.id = $1", thread_id) or 0


async def remove_from_all(tx: Transaction, guild_id: int, user_id: int) -> list[tuple[int, int, bool]]:
    """Takes a user out of all threads of a guild; gives each with the members it has now, and whether it is active."""
    rows = await tx.fetch(
        "WITH gone AS (DELETE FROM thread_members WHERE user_id = $1 AND guild_id = $2 RETURNING thread_id)"
        " UPDATE threads SET member_count = member_count - 1 FROM gone WHERE id = thread_id"
        " RETURNING id, member_count, NOT archived AS active",
        user_id,
        guild_id,
    )
    return [(row["id"], row["member_count"], row["active"]) for row in rows]


async def find_member(reader: Reader, thread_id: int, user_id: int) -> ThreadMember | None:
    row = await reader.fetchrow(
        "SELECT * FROM thread_members WHERE thread_id = $1 AND user_id = $2", thread_id, user_id
    )
    return _member(row) if row else None


async def list_members(reader: Reader, thread_id: int, after: int = 0, limit: int | None = None) -> list[ThreadMember]:
    """By rising user id; without a limit, all."""
    rows = await reader.fetch(
        "SELECT * FROM thread_members WHERE thread_id = $1 AND user_id > $2 ORDER BY user_id LIMIT $3",
        thread_id,
        after,
        limit,
    )
    return [_member(row) for row in rows]


async def memberships(reader: Reader, user_id: int, ids: Iterable[int]) -> list[ThreadMember]:
    """The user's own in those of the threads that he is in."""
    rows = await reader.fetch(
        "SELECT * FROM thread_members WHERE user_id = $1 AND thread_id = ANY($2::bigint[])", user_id, list(ids)
    )
    return [_member(row) for row in rows]


async def ids_of_guild(reader: Reader, guild_id: int) -> list[int]:
    return [row["id"] for row in await reader.fetch("SELECT id FROM threads WHERE guild_id = $1", guild_id)]


async def set_newest(tx: Transaction, forum_id: int, thread_id: int) -> None:
    """The last message of a forum is its newest thread."""
    await tx.execute("UPDATE channel_heads SET last_message_id = $2 WHERE channel_id = $1", forum_id, thread_id)
