"""SQL of emojis."""

from collections.abc import Iterable

import asyncpg

from core.database import Reader, Transaction
from domain.emojis.records import StoredEmoji

_SELECT = "SELECT id, owner_id, of_application, name, animated, user_id, roles FROM emojis"


def _stored(row: asyncpg.Record) -> StoredEmoji:
    return StoredEmoji(**row)


async def list_of(reader: Reader, owner_id: int) -> list[StoredEmoji]:
    """By rising id."""
    rows = await reader.fetch(f"{_SELECT} WHERE owner_id = $1 ORDER BY id", owner_id)
    return [_stored(row) for row in rows]


async def find(reader: Reader, owner_id: int, emoji_id: int) -> StoredEmoji | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE owner_id = $1 AND id = $2", owner_id, emoji_id)
    return _stored(row) if row else None


async def by_ids(reader: Reader, ids: Iterable[int]) -> dict[int, StoredEmoji]:
    """Whosever they are; unknown ids are left out."""
    rows = await reader.fetch(f"{_SELECT} WHERE id = ANY($1::bigint[])", list(ids))
    return {row["id"]: _stored(row) for row in rows}


async def count(reader: Reader, owner_id: int, *, animated: bool | None = None) -> int:
    """Of all, or of those that move, or of those that do not."""
    return await reader.fetchval(
        "SELECT count(*) FROM emojis WHERE owner_id = $1 AND ($2::boolean IS NULL OR animated = $2)",
        owner_id,
        animated,
    )


async def insert(tx: Transaction, emoji: StoredEmoji) -> None:
    await tx.execute(
        "INSERT INTO emojis (id, owner_id, of_application, name, animated, user_id, roles)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        emoji.id,
        emoji.owner_id,
        emoji.of_application,
        emoji.name,
        emoji.animated,
        emoji.user_id,
        emoji.roles,
    )


async def update(tx: Transaction, emoji: StoredEmoji) -> None:
    await tx.execute(
        "UPDATE emojis SET name = $3, roles = $4 WHERE owner_id = $1 AND id = $2",
        emoji.owner_id,
        emoji.id,
        emoji.name,
        emoji.roles,
    )


async def delete(tx: Transaction, owner_id: int, emoji_id: int) -> None:
    await tx.execute("DELETE FROM emojis WHERE owner_id = $1 AND id = $2", owner_id, emoji_id)


async def delete_all(tx: Transaction, owner_id: int) -> list[int]:
    """Gives the ids."""
    rows = await tx.fetch("DELETE FROM emojis WHERE owner_id = $1 RETURNING id", owner_id)
    return [row["id"] for row in rows]


async def find_roles_of_member(reader: Reader, guild_id: int, user_id: int) -> list[int] | None:
    """None for one who is no member."""
    return await reader.fetchval("SELECT roles FROM members WHERE guild_id = $1 AND user_id = $2", guild_id, user_id)
