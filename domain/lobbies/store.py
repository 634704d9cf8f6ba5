"""SQL of lobbies, their secrets and members."""

from collections.abc import Collection
from typing import Final

import asyncpg

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake, Timestamp, decode, encode
from domain.lobbies.records import LobbyMember, StoredLobby

_COLUMNS: Final = (
    "id, application_id, metadata, flags, idle_timeout_seconds, override_event_webhooks_url, has_secret,"
    " linked_guild_id, linked_channel_id"
)


def _json(value: object | None) -> str | None:
    return None if value is None else encode(value).decode()


def _read_metadata(text: str | None) -> dict[str, str] | None:
    return None if text is None else decode(text, dict[str, str])


def _id(value: int | None) -> Snowflake | None:
    return None if value is None else Snowflake(value)


def _lobby(row: asyncpg.Record) -> StoredLobby:
    return StoredLobby(
        id=Snowflake(row["id"]),
        application_id=Snowflake(row["application_id"]),
        metadata=_read_metadata(row["metadata"]),
        flags=row["flags"],
        idle_timeout_seconds=row["idle_timeout_seconds"],
        override_event_webhooks_url=row["override_event_webhooks_url"],
        has_secret=row["has_secret"],
        linked_guild_id=_id(row["linked_guild_id"]),
        linked_channel_id=_id(row["linked_channel_id"]),
    )


def _member(row: asyncpg.Record) -> LobbyMember:
    return LobbyMember(
        id=Snowflake(row["user_id"]),
        metadata=_read_metadata(row["metadata"]),
        flags=row["flags"],
        additional_name=row["additional_name"] or UNSET,
    )


async def find(reader: Reader, lobby_id: int) -> StoredLobby | None:
    row = await reader.fetchrow(f"SELECT {_COLUMNS} FROM lobbies WHERE id = $1", lobby_id)
    return _lobby(row) if row else None


async def hold(tx: Transaction, lobby_id: int) -> StoredLobby | None:
    """The lobby, which nobody else changes until the transaction ends."""
    row = await tx.fetchrow(f"SELECT {_COLUMNS} FROM lobbies WHERE id = $1 FOR UPDATE", lobby_id)
    return _lobby(row) if row else None


async def insert(tx: Transaction, lobby: StoredLobby, idle_at: Timestamp) -> None:
    await tx.execute(
        "INSERT INTO lobbies (id, application_id, metadata, flags, idle_timeout_seconds, override_event_webhooks_url,"
        " has_secret, idle_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        lobby.id,
        lobby.application_id,
        _json(lobby.metadata),
        lobby.flags,
        lobby.idle_timeout_seconds,
        lobby.override_event_webhooks_url,
        lobby.has_secret,
        idle_at.datetime(),
    )


async def update(tx: Transaction, lobby: StoredLobby, idle_at: Timestamp | None = None) -> None:
    """Writes it down as it is now. Its time begins anew if `idle_at` says until when."""
    await tx.execute(
        "UPDATE lobbies SET metadata = $2, flags = $3, idle_timeout_seconds = $4, override_event_webhooks_url = $5,"
        " linked_guild_id = $6, linked_channel_id = $7, idle_at = coalesce($8, idle_at)"
        " WHERE id = $1",
        lobby.id,
        _json(lobby.metadata),
        lobby.flags,
        lobby.idle_timeout_seconds,
        lobby.override_event_webhooks_url,
        lobby.linked_guild_id,
        lobby.linked_channel_id,
        idle_at.datetime() if idle_at else None,
    )


async def delete(tx: Transaction, lobby_id: int) -> None:
    await tx.execute("DELETE FROM lobbies WHERE id = $1", lobby_id)
    for table in ("lobby_secrets", "lobby_members", "lobby_messages"):
        await tx.execute(f"DELETE FROM {table} WHERE lobby_id = $1", lobby_id)


async def list_ids_of_application(reader: Reader, application_id: int, limit: int) -> list[int]:
    rows = await reader.fetch("SELECT id FROM lobbies WHERE application_id = $1 LIMIT $2", application_id, limit)
    return [row["id"] for row in rows]


async def put_off_idle(tx: Transaction, lobby_ids: Collection[int], now: Timestamp) -> None:
    """Their time begins anew."""
    await tx.execute(
        "UPDATE lobbies SET idle_at = $2::timestamptz + idle_timeout_seconds * interval '1 second'"
        " WHERE id = ANY($1::bigint[])",
        list(lobby_ids),
        now.datetime(),
    )


async def list_idle(reader: Reader, now: Timestamp, limit: int) -> list[int]:
    """Those whose time is up, whoever is connected; the oldest first."""
    rows = await reader.fetch(
        "SELECT id FROM lobbies WHERE idle_at <= $1 ORDER BY idle_at LIMIT $2", now.datetime(), limit
    )
    return [row["id"] for row in rows]


async def is_idle(tx: Transaction, lobby_id: int, now: Timestamp) -> bool:
    found = await tx.fetchval("SELECT idle_at <= $2 FROM lobbies WHERE id = $1", lobby_id, now.datetime())
    return bool(found)


async def claim_secret(
    tx: Transaction, application_id: int, hash_: bytes, lobby_id: int, now: Timestamp, until: Timestamp
) -> int:
    """The lobby that the secret leads to: the one that is there, or this one. What has expired leads nowhere."""
    return await tx.fetchval(
        "INSERT INTO lobby_secrets AS known (application_id, hash, lobby_id, expires_at) VALUES ($1, $2, $3, $5)"
        " ON CONFLICT (application_id, hash) DO UPDATE SET"
        " lobby_id = CASE WHEN known.expires_at <= $4 THEN excluded.lobby_id ELSE known.lobby_id END,"
        " expires_at = CASE WHEN known.expires_at <= $4 THEN excluded.expires_at ELSE known.expires_at END"
        " RETURNING lobby_id",
        application_id,
        hash_,
        lobby_id,
        now.datetime(),
        until.datetime(),
    )


async def list_members(reader: Reader, lobby_id: int) -> list[LobbyMember]:
    return (await list_members_of(reader, [lobby_id])).get(lobby_id, [])


async def list_members_of(reader: Reader, lobby_ids: Collection[int]) -> dict[int, list[LobbyMember]]:
    """Lobbies with nobody in them are left out."""
    rows = await reader.fetch(
        "SELECT lobby_id, user_id, metadata, flags, additional_name FROM lobby_members"
        " WHERE lobby_id = ANY($1::bigint[]) ORDER BY user_id",
        list(lobby_ids),
    )
    found: dict[int, list[LobbyMember]] = {}
    for row in rows:
        found.setdefault(row["lobby_id"], []).append(_member(row))
    return found


async def find_member(reader: Reader, lobby_id: int, user_id: int) -> LobbyMember | None:
    row = await reader.fetchrow(
        "SELECT user_id, metadata, flags, additional_name FROM lobby_members WHERE lobby_id = $1 AND user_id = $2",
        lobby_id,
        user_id,
    )
    return _member(row) if row else None


async def list_member_ids(reader: Reader, lobby_id: int) -> list[int]:
    rows = await reader.fetch("SELECT user_id FROM lobby_members WHERE lobby_id = $1 ORDER BY user_id", lobby_id)
    return [row["user_id"] for row in rows]


async def list_ids_of_user(reader: Reader, user_id: int, application_id: int) -> list[int]:
    rows = await reader.fetch(
        "SELECT lobby_id FROM lobby_members WHERE user_id = $1 AND application_id = $2 ORDER BY lobby_id",
        user_id,
        application_id,
    )
    return [row["lobby_id"] for row in rows]


async def list_of_user(reader: Reader, user_id: int, application_id: int) -> list[StoredLobby]:
    """The application's lobbies that he is in."""
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM lobbies WHERE id IN (SELECT lobby_id FROM lobby_members"
        " WHERE user_id = $1 AND application_id = $2) ORDER BY id",
        user_id,
        application_id,
    )
    return [_lobby(row) for row in rows]


async def count_of_users(reader: Reader, user_ids: Collection[int], application_id: int) -> dict[int, int]:
    """In how many lobbies of the application each is; who is in none is left out."""
    rows = await reader.fetch(
        "SELECT user_id, count(*) AS number FROM lobby_members"
        " WHERE user_id = ANY($1::bigint[]) AND application_id = $2 GROUP BY user_id",
        list(user_ids),
        application_id,
    )
    return {row["user_id"]: row["number"] for row in rows}


async def save_member(tx: Transaction, lobby_id: int, application_id: int, member: LobbyMember) -> None:
    await tx.execute(
        "INSERT INTO lobby_members (lobby_id, user_id, application_id, metadata, flags, additional_name)"
        " VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (lobby_id, user_id) DO UPDATE SET"
        " metadata = excluded.metadata, flags = excluded.flags, additional_name = excluded.additional_name",
        lobby_id,
        member.id,
        application_id,
        _json(member.metadata),
        member.flags,
        member.additional_name or None,
    )


async def delete_member(tx: Transaction, lobby_id: int, user_id: int) -> bool:
    """Whether he was in it."""
    return bool(await tx.execute("DELETE FROM lobby_members WHERE lobby_id = $1 AND user_id = $2", lobby_id, user_id))


async def set_linked_lobby(tx: Transaction, guild_id: int, channel_id: int, linked: object | None) -> None:
    await tx.execute(
        "UPDATE channels SET linked_lobby = $3 WHERE id = $2 AND guild_id = $1", guild_id, channel_id, _json(linked)
    )
