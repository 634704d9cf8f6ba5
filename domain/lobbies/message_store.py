"""SQL of lobbies' messages. The lobby keeps what was said in the last three days."""

from typing import Final

import asyncpg

from core.database import Reader, Transaction
from core.wire import Timestamp, decode, encode
from domain.lobbies.records import StoredLobbyMessage

_COLUMNS: Final = (
    "lobby_id, id, channel_id, author_id, type, content, flags, additional_name, edited_at, moderation_metadata"
)


def _message(row: asyncpg.Record) -> StoredLobbyMessage:
    edited_at, moderation = row["edited_at"], row["moderation_metadata"]
    return StoredLobbyMessage(
        lobby_id=row["lobby_id"],
        id=row["id"],
        channel_id=row["channel_id"],
        author_id=row["author_id"],
        type=row["type"],
        content=row["content"],
        flags=row["flags"],
        additional_name=row["additional_name"],
        edited_at=Timestamp.of(edited_at) if edited_at else None,
        moderation_metadata=decode(moderation, dict[str, str]) if moderation else None,
    )


async def find(reader: Reader, lobby_id: int, message_id: int) -> StoredLobbyMessage | None:
    row = await reader.fetchrow(
        f"SELECT {_COLUMNS} FROM lobby_messages WHERE lobby_id = $1 AND id = $2", lobby_id, message_id
    )
    return _message(row) if row else None


async def list_newest(reader: Reader, lobby_id: int, after: int, limit: int) -> list[StoredLobbyMessage]:
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM lobby_messages WHERE lobby_id = $1 AND id > $2 ORDER BY id DESC LIMIT $3",
        lobby_id,
        after,
        limit,
    )
    return [_message(row) for row in rows]


async def save(tx: Transaction, message: StoredLobbyMessage, forget: int) -> None:
    """Writes it down as it is now. Messages with ids below `forget` go."""
    await tx.execute("DELETE FROM lobby_messages WHERE lobby_id = $1 AND id < $2", message.lobby_id, forget)
    await tx.execute(
        f"INSERT INTO lobby_messages ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        " ON CONFLICT (lobby_id, id) DO UPDATE SET content = excluded.content, flags = excluded.flags,"
        " edited_at = excluded.edited_at, moderation_metadata = excluded.moderation_metadata",
        message.lobby_id,
        message.id,
        message.channel_id,
        message.author_id,
        message.type,
        message.content,
        message.flags,
        message.additional_name,
        message.edited_at.datetime() if message.edited_at else None,
        encode(message.moderation_metadata).decode() if message.moderation_metadata else None,
    )


async def delete(tx: Transaction, lobby_id: int, message_id: int) -> bool:
    """Whether it was there."""
    return bool(await tx.execute("DELETE FROM lobby_messages WHERE lobby_id = $1 AND id = $2", lobby_id, message_id))
