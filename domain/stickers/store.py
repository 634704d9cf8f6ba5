"""SQL of stickers."""

from collections.abc import Iterable

import asyncpg

from core.database import Reader, Transaction
from domain.stickers.records import StoredSticker

_COLUMNS = ", ".join(StoredSticker.__struct_fields__)
_SELECT = f"SELECT {_COLUMNS} FROM stickers"


def _stored(row: asyncpg.Record) -> StoredSticker:
    return StoredSticker(**row)


async def list_of(reader: Reader, guild_id: int) -> list[StoredSticker]:
    """By rising id."""
    rows = await reader.fetch(f"{_SELECT} WHERE guild_id = $1 ORDER BY id", guild_id)
    return [_stored(row) for row in rows]


async def find(reader: Reader, guild_id: int, sticker_id: int) -> StoredSticker | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE guild_id = $1 AND id = $2", guild_id, sticker_id)
    return _stored(row) if row else None


async def by_ids(reader: Reader, ids: Iterable[int]) -> dict[int, StoredSticker]:
    """Whichever guild's they are; unknown ids are left out."""
    rows = await reader.fetch(f"{_SELECT} WHERE id = ANY($1::bigint[])", list(ids))
    return {row["id"]: _stored(row) for row in rows}


async def count(reader: Reader, guild_id: int) -> int:
    return await reader.fetchval("SELECT count(*) FROM stickers WHERE guild_id = $1", guild_id)


async def find_features(reader: Reader, guild_id: int) -> list[str] | None:
    """The guild's features, which decide what stickers it may have. None where there is no such guild."""
    return await reader.fetchval("SELECT features FROM guilds WHERE id = $1", guild_id)


async def memberships(reader: Reader, user_id: int, guild_ids: Iterable[int]) -> set[int]:
    """Those of the guilds that the user is a member of."""
    rows = await reader.fetch(
        "SELECT guild_id FROM members WHERE guild_id = ANY($2::bigint[]) AND user_id = $1", user_id, list(guild_ids)
    )
    return {row["guild_id"] for row in rows}


async def insert(tx: Transaction, sticker: StoredSticker) -> None:
    await tx.execute(
        f"INSERT INTO stickers ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        *(getattr(sticker, name) for name in StoredSticker.__struct_fields__),
    )


async def update(tx: Transaction, sticker: StoredSticker) -> None:
    await tx.execute(
        "UPDATE stickers SET name = $3, description = $4, tags = $5 WHERE guild_id = $1 AND id = $2",
        sticker.guild_id,
        sticker.id,
        sticker.name,
        sticker.description,
        sticker.tags,
    )


async def delete(tx: Transaction, guild_id: int, sticker_id: int) -> None:
    await tx.execute("DELETE FROM stickers WHERE guild_id = $1 AND id = $2", guild_id, sticker_id)


async def delete_all(tx: Transaction, guild_id: int) -> list[int]:
    """Gives the ids."""
    rows = await tx.fetch("DELETE FROM stickers WHERE guild_id = $1 RETURNING id", guild_id)
    return [row["id"] for row in rows]
