"""SQL of sounds."""

import asyncpg

from core.database import Reader, Transaction
from domain.soundboard.records import StoredSound

_COLUMNS = ", ".join(StoredSound.__struct_fields__)
_SELECT = f"SELECT {_COLUMNS} FROM soundboard_sounds"


def _stored(row: asyncpg.Record) -> StoredSound:
    return StoredSound(**row)


async def list_of(reader: Reader, guild_id: int) -> list[StoredSound]:
    """By rising id."""
    rows = await reader.fetch(f"{_SELECT} WHERE guild_id = $1 ORDER BY id", guild_id)
    return [_stored(row) for row in rows]


async def find(reader: Reader, guild_id: int, sound_id: int) -> StoredSound | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE guild_id = $1 AND id = $2", guild_id, sound_id)
    return _stored(row) if row else None


async def count(reader: Reader, guild_id: int) -> int:
    return await reader.fetchval("SELECT count(*) FROM soundboard_sounds WHERE guild_id = $1", guild_id)


async def has_guild(reader: Reader, guild_id: int) -> bool:
    return await reader.fetchval("SELECT EXISTS (SELECT FROM guilds WHERE id = $1)", guild_id)


async def is_member(reader: Reader, guild_id: int, user_id: int) -> bool:
    return await reader.fetchval(
        "SELECT EXISTS (SELECT FROM members WHERE guild_id = $1 AND user_id = $2)", guild_id, user_id
    )


async def insert(tx: Transaction, sound: StoredSound) -> None:
    await tx.execute(
        f"INSERT INTO soundboard_sounds ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        *(getattr(sound, name) for name in StoredSound.__struct_fields__),
    )


async def update(tx: Transaction, sound: StoredSound) -> None:
    await tx.execute(
        "UPDATE soundboard_sounds SET name = $3, volume = $4, emoji_id = $5, emoji_name = $6"
        " WHERE guild_id = $1 AND id = $2",
        sound.guild_id,
        sound.id,
        sound.name,
        sound.volume,
        sound.emoji_id,
        sound.emoji_name,
    )


async def forget_emoji(tx: Transaction, guild_id: int, emoji_id: int) -> int:
    """Gives how many sounds had it."""
    return await tx.execute(
        "UPDATE soundboard_sounds SET emoji_id = NULL WHERE guild_id = $1 AND emoji_id = $2", guild_id, emoji_id
    )


async def delete(tx: Transaction, guild_id: int, sound_id: int) -> None:
    await tx.execute("DELETE FROM soundboard_sounds WHERE guild_id = $1 AND id = $2", guild_id, sound_id)


async def delete_all(tx: Transaction, guild_id: int) -> list[int]:
    """Gives the ids."""
    rows = await tx.fetch("DELETE FROM soundboard_sounds WHERE guild_id = $1 RETURNING id", guild_id)
    return [row["id"] for row in rows]
