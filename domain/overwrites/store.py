"""SQL of overwrites."""

from collections.abc import Collection, Iterable

import asyncpg

from core.database import Reader, Transaction
from core.wire import Permissions, Snowflake
from domain.overwrites.records import Overwrite


def _overwrite(row: asyncpg.Record) -> Overwrite:
    return Overwrite(Snowflake(row["id"]), row["type"], Permissions(row["allow"]), Permissions(row["deny"]))


async def by_channel(reader: Reader, channel_ids: Collection[int]) -> dict[int, list[Overwrite]]:
    """The overwrites of these channels; a channel without any is left out."""
    rows = await reader.fetch(
        "SELECT channel_id, id, type, allow, deny FROM overwrites"
        " WHERE channel_id = ANY($1::bigint[]) ORDER BY type, id",
        list(channel_ids),
    )
    found: dict[int, list[Overwrite]] = {}
    for row in rows:
        found.setdefault(row["channel_id"], []).append(_overwrite(row))
    return found


async def replace(tx: Transaction, channel_id: int, overwrites: Iterable[Overwrite]) -> None:
    """Makes these the overwrites of the channel, and no others."""
    await tx.execute("DELETE FROM overwrites WHERE channel_id = $1", channel_id)
    await tx.executemany(
        "INSERT INTO overwrites (channel_id, id, type, allow, deny) VALUES ($1, $2, $3, $4, $5)",
        [(channel_id, o.id, o.type, o.allow, o.deny) for o in overwrites],
    )


async def role_name(reader: Reader, guild_id: int, role_id: int) -> str | None:
    return await reader.fetchval("SELECT name FROM roles WHERE guild_id = $1 AND id = $2", guild_id, role_id)


async def roles_among(reader: Reader, guild_id: int, ids: Collection[int]) -> set[int]:
    """Those of the ids that are roles of the guild."""
    rows = await reader.fetch(
        "SELECT id FROM roles WHERE guild_id = $1 AND id = ANY($2::bigint[])", guild_id, list(ids)
    )
    return {row["id"] for row in rows}


async def users_among(reader: Reader, ids: Collection[int]) -> set[int]:
    """Those of the ids that are users."""
    rows = await reader.fetch("SELECT id FROM users WHERE id = ANY($1::bigint[])", list(ids))
    return {row["id"] for row in rows}
