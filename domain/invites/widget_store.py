"""SQL of the invites that widgets show: those that nobody has made."""

import datetime as dt

from core.database import Reader, Transaction

_NOBODY = 0


async def find_code(reader: Reader, guild_id: int, channel_id: int) -> str | None:
    return await reader.fetchval(
        "SELECT code FROM invites WHERE channel_id = $2 AND guild_id = $1 AND inviter_id = $3 LIMIT 1",
        guild_id,
        channel_id,
        _NOBODY,
    )


async def insert(tx: Transaction, code: str, guild_id: int, channel_id: int, now: dt.datetime) -> bool:
    """One that lasts. False when the guild has no such channel."""
    made = await tx.execute(
        "INSERT INTO invites (code, channel_id, guild_id, inviter_id, max_age, max_uses, created_at)"
        " SELECT $1, id, guild_id, $4, 0, 0, $5 FROM channels WHERE id = $3 AND guild_id = $2",
        code,
        guild_id,
        channel_id,
        _NOBODY,
        now,
    )
    return bool(made)
