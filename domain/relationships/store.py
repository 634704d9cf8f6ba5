"""SQL of relationships. What two users are to each other is two rows, one in the list of each."""

from collections.abc import Collection

import asyncpg

from core.database import Reader, Transaction
from core.wire import Timestamp
from domain.relationships.records import RelationshipType, StoredRelationship

_SELECT = (
    "SELECT user_id, other_id, type, nickname, user_ignored, stranger_request, origin_application_id, since, note"
    " FROM relationships"
)


def _stored(row: asyncpg.Record) -> StoredRelationship:
    since = row["since"]
    return StoredRelationship(
        row["user_id"],
        row["other_id"],
        row["type"],
        row["nickname"],
        row["user_ignored"],
        row["stranger_request"],
        row["origin_application_id"],
        Timestamp.of(since) if since else None,
        row["note"],
    )


async def hold(tx: Transaction, one_id: int, other_id: int) -> None:
    """Keeps everybody else from changing these two's lists, so that they can be counted."""
    await tx.fetch(
        "SELECT id FROM users WHERE id = ANY($1::bigint[]) ORDER BY id FOR NO KEY UPDATE", [one_id, other_id]
    )


async def pair(tx: Transaction, one_id: int, other_id: int) -> tuple[StoredRelationship, StoredRelationship]:
    """What the first has of the second, and the second of the first."""
    rows = await tx.fetch(
        f"{_SELECT} WHERE (user_id = $1 AND other_id = $2) OR (user_id = $2 AND other_id = $1)", one_id, other_id
    )
    found = {row["user_id"]: _stored(row) for row in rows}
    return (
        found.get(one_id) or StoredRelationship(one_id, other_id),
        found.get(other_id) or StoredRelationship(other_id, one_id),
    )


async def save(tx: Transaction, changed: StoredRelationship) -> None:
    """One that says nothing is deleted."""
    if changed.type == RelationshipType.NONE and not changed.user_ignored:
        await tx.execute(
            "DELETE FROM relationships WHERE user_id = $1 AND other_id = $2", changed.user_id, changed.other_id
        )
        return
    await tx.execute(
        "INSERT INTO relationships (user_id, other_id, type, nickname, user_ignored, stranger_request,"
        " origin_application_id, since, note) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " ON CONFLICT (user_id, other_id) DO UPDATE SET type = $3, nickname = $4, user_ignored = $5,"
        " stranger_request = $6, origin_application_id = $7, since = $8, note = $9",
        changed.user_id,
        changed.other_id,
        changed.type,
        changed.nickname,
        changed.user_ignored,
        changed.stranger_request,
        changed.origin_application_id,
        changed.since.datetime() if changed.since is not None else None,
        changed.note,
    )


async def list_of(
    reader: Reader, user_id: int, types: Collection[int], *, ignored_alone: bool = False
) -> list[StoredRelationship]:
    rows = await reader.fetch(
        f"{_SELECT} WHERE user_id = $1 AND type = ANY($2::smallint[]) AND (user_ignored OR NOT $3) ORDER BY other_id",
        user_id,
        list(types),
        ignored_alone,
    )
    return [_stored(row) for row in rows]


async def count(reader: Reader, user_id: int, types: Collection[int]) -> int:
    return await reader.fetchval(
        "SELECT count(*) FROM relationships WHERE user_id = $1 AND type = ANY($2::smallint[])", user_id, list(types)
    )


async def has(reader: Reader, user_id: int, other_id: int, kind: int) -> bool:
    """Whether the user has the other in his list as that."""
    return await reader.fetchval(
        "SELECT EXISTS (SELECT FROM relationships WHERE user_id = $1 AND other_id = $2 AND type = $3)",
        user_id,
        other_id,
        int(kind),
    )


async def is_blocked_between(reader: Reader, user_id: int, other_ids: Collection[int]) -> bool:
    """Whether he blocks one of them, or one of them him."""
    return await reader.fetchval(
        "SELECT EXISTS (SELECT FROM relationships WHERE user_id = $1 AND other_id = ANY($2::bigint[]) AND type = $3)"
        " OR EXISTS (SELECT FROM relationships WHERE user_id = ANY($2::bigint[]) AND other_id = $1 AND type = $3)",
        user_id,
        list(other_ids),
        int(RelationshipType.BLOCKED),
    )


async def mutual_friends(reader: Reader, one_id: int, other_id: int) -> list[int]:
    rows = await reader.fetch(
        "SELECT mine.other_id FROM relationships mine JOIN relationships theirs ON theirs.other_id = mine.other_id"
        " WHERE mine.user_id = $1 AND theirs.user_id = $2 AND mine.type = $3 AND theirs.type = $3"
        " ORDER BY mine.other_id",
        one_id,
        other_id,
        int(RelationshipType.FRIEND),
    )
    return [row["other_id"] for row in rows]


async def mutual_guilds(reader: Reader, one_id: int, other_id: int) -> list[tuple[int, str | None]]:
    """The guilds that both are in, with the second one's nickname there."""
    rows = await reader.fetch(
        "SELECT guild_id, nick FROM memberships mine JOIN memberships theirs USING (guild_id)"
        " JOIN members USING (guild_id) WHERE mine.user_id = $1 AND theirs.user_id = $2 AND members.user_id = $2"
        " ORDER BY guild_id",
        one_id,
        other_id,
    )
    return [(row["guild_id"], row["nick"]) for row in rows]


async def share_guild(reader: Reader, one_id: int, other_id: int) -> bool:
    return await reader.fetchval(
        "SELECT EXISTS (SELECT FROM memberships mine JOIN memberships theirs USING (guild_id)"
        " WHERE mine.user_id = $1 AND theirs.user_id = $2)",
        one_id,
        other_id,
    )
