"""SQL of invites. Those that have expired are not found; they go a little later."""

import datetime as dt

import asyncpg
import msgspec

from core.database import Reader, Transaction
from core.wire import Snowflake
from domain.invites import target_store
from domain.invites.records import InviteGuild


class InviteRow(msgspec.Struct, frozen=True):
    """An invite as it is stored."""

    code: str
    channel_id: int
    guild_id: int | None
    inviter_id: int | None  # none chose it, it is the guild's own
    type: int
    max_age: int
    max_uses: int
    uses: int
    temporary: bool
    flags: int
    target_type: int | None
    target_user_id: int | None
    target_application_id: int | None
    is_targeted: bool  # only some users may accept it
    role_ids: list[int]
    created_at: dt.datetime
    expires_at: dt.datetime | None


_NSFW_LEVELS = (1, 3)  # explicit, age restricted
_COLUMNS = ", ".join(InviteRow.__struct_fields__)
_ALIVE = "(expires_at IS NULL OR expires_at > ${at})"
_SETTINGS = (
    "channel_id",
    "inviter_id",
    "max_age",
    "max_uses",
    "temporary",
    "target_type",
    "target_user_id",
    "target_application_id",
    "is_targeted",
    "flags",
    "role_ids",
)


def _row(row: asyncpg.Record) -> InviteRow:
    return InviteRow(*row)


async def find(reader: Reader, code: str, now: dt.datetime) -> InviteRow | None:
    row = await reader.fetchrow(f"SELECT {_COLUMNS} FROM invites WHERE code = $1 AND {_ALIVE.format(at=2)}", code, now)
    return _row(row) if row else None


async def list_of_channel(reader: Reader, channel_id: int, now: dt.datetime) -> list[InviteRow]:
    return await _list(reader, "channel_id", channel_id, now)


async def list_of_guild(reader: Reader, guild_id: int, now: dt.datetime) -> list[InviteRow]:
    return await _list(reader, "guild_id", guild_id, now)


async def _list(reader: Reader, column: str, id_: int, now: dt.datetime) -> list[InviteRow]:
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM invites WHERE {column} = $1 AND {_ALIVE.format(at=2)} ORDER BY created_at, code",
        id_,
        now,
    )
    return [_row(row) for row in rows]


async def count_of_place(reader: Reader, column: str, id_: int, now: dt.datetime) -> int:
    """How many invites lead there; `column` is guild_id or channel_id."""
    return await reader.fetchval(
        f"SELECT count(*) FROM invites WHERE {column} = $1 AND {_ALIVE.format(at=2)}", id_, now
    )


async def find_alike(reader: Reader, like: InviteRow, now: dt.datetime) -> InviteRow | None:
    """The newest invite of the same inviter with the same settings."""
    same = " AND ".join(f"{name} IS NOT DISTINCT FROM ${at}" for at, name in enumerate(_SETTINGS, 2))
    row = await reader.fetchrow(
        f"SELECT {_COLUMNS} FROM invites WHERE {same} AND {_ALIVE.format(at=1)} ORDER BY created_at DESC LIMIT 1",
        now,
        *(getattr(like, name) for name in _SETTINGS),
    )
    return _row(row) if row else None


async def insert(tx: Transaction, invite: InviteRow) -> None:
    places = ", ".join(f"${at}" for at in range(1, len(InviteRow.__struct_fields__) + 1))
    await tx.execute(f"INSERT INTO invites ({_COLUMNS}) VALUES ({places})", *msgspec.structs.astuple(invite))


async def use(tx: Transaction, code: str, now: dt.datetime) -> InviteRow | None:
    """Counts a use and gives the invite after it; None when it is gone, expired or used up."""
    row = await tx.fetchrow(
        "UPDATE invites SET uses = uses + 1 WHERE code = $1 AND (max_uses = 0 OR uses < max_uses)"
        f" AND {_ALIVE.format(at=2)} RETURNING {_COLUMNS}",
        code,
        now,
    )
    return _row(row) if row else None


async def delete(tx: Transaction, code: str) -> None:
    await tx.execute("DELETE FROM invites WHERE code = $1", code)
    await target_store.delete_several(tx, [code])


async def delete_expired(tx: Transaction, now: dt.datetime, limit: int) -> int:
    """Deletes so many of those that have expired; gives how many."""
    rows = await tx.fetch(
        "DELETE FROM invites WHERE code IN (SELECT code FROM invites WHERE expires_at <= $1"
        " ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED) RETURNING code, is_targeted",
        now,
        limit,
    )
    await target_store.delete_several(tx, [row["code"] for row in rows if row["is_targeted"]])
    return len(rows)


async def find_guild(reader: Reader, guild_id: int) -> tuple[InviteGuild, int] | None:
    """What an invite shows of a guild, and how many members it has."""
    row = await reader.fetchrow(
        "SELECT id, name, splash, banner, description, icon, features, verification_level, vanity_url_code,"
        " nsfw_level, member_count FROM guilds WHERE id = $1",
        guild_id,
    )
    if row is None:
        return None
    *shown, member_count = row
    shown[0] = Snowflake(shown[0])
    return InviteGuild(*shown, nsfw=row["nsfw_level"] in _NSFW_LEVELS), member_count


async def find_channels(reader: Reader, channel_ids: list[int]) -> dict[int, asyncpg.Record]:
    rows = await reader.fetch("SELECT id, type, name, icon FROM channels WHERE id = ANY($1::bigint[])", channel_ids)
    return {row["id"]: row for row in rows}
