"""SQL of bans."""

import asyncpg

from core.database import Reader, Transaction
from domain.bans.records import Ban
from domain.users.store import PUBLIC, public_user

_SELECT = f"SELECT b.reason, u.* FROM bans b JOIN (SELECT {PUBLIC} FROM users) u ON u.id = b.user_id"


def _ban(row: asyncpg.Record) -> Ban:
    return Ban(public_user(row), row["reason"])


async def find(reader: Reader, guild_id: int, user_id: int) -> Ban | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE b.guild_id = $1 AND b.user_id = $2", guild_id, user_id)
    return _ban(row) if row else None


async def list_after(reader: Reader, guild_id: int, after: int, limit: int) -> list[Ban]:
    rows = await reader.fetch(
        f"{_SELECT} WHERE b.guild_id = $1 AND b.user_id > $2 ORDER BY b.user_id LIMIT $3", guild_id, after, limit
    )
    return [_ban(row) for row in rows]


async def list_before(reader: Reader, guild_id: int, before: int, limit: int) -> list[Ban]:
    """The last ones before, by rising id as well."""
    rows = await reader.fetch(
        f"{_SELECT} WHERE b.guild_id = $1 AND b.user_id < $2 ORDER BY b.user_id DESC LIMIT $3", guild_id, before, limit
    )
    return [_ban(row) for row in reversed(rows)]


async def insert(tx: Transaction, guild_id: int, user_id: int, reason: str | None) -> bool:
    """True when the user was not banned before."""
    sql = "INSERT INTO bans (guild_id, user_id, reason) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
    return bool(await tx.execute(sql, guild_id, user_id, reason))


async def delete(tx: Transaction, guild_id: int, user_id: int) -> None:
    await tx.execute("DELETE FROM bans WHERE guild_id = $1 AND user_id = $2", guild_id, user_id)
