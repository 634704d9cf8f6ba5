"""SQL of ephemeral messages."""

import asyncpg

from core.database import Reader, Transaction
from core.wire import Timestamp
from domain.ephemeral_messages.stored import EphemeralMessage, kept, read
from domain.messages.stored import StoredMessage

_SELECT = "SELECT user_id, application_id, message FROM ephemeral_messages WHERE channel_id = $1 AND id = $2"


def _stored(row: asyncpg.Record) -> EphemeralMessage:
    return EphemeralMessage(read(row["message"]), row["user_id"], row["application_id"])


async def find(reader: Reader, channel_id: int, message_id: int) -> EphemeralMessage | None:
    row = await reader.fetchrow(_SELECT, channel_id, message_id)
    return _stored(row) if row else None


async def find_locked(tx: Transaction, channel_id: int, message_id: int) -> EphemeralMessage | None:
    """The message; nobody else changes or deletes it until the transaction ends."""
    row = await tx.fetchrow(f"{_SELECT} FOR UPDATE", channel_id, message_id)
    return _stored(row) if row else None


async def insert(tx: Transaction, message: EphemeralMessage, expires_at: Timestamp) -> None:
    stored = message.stored
    await tx.execute(
        "INSERT INTO ephemeral_messages (channel_id, id, user_id, application_id, message, expires_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        stored.channel_id,
        stored.id,
        message.user_id,
        message.application_id,
        kept(stored),
        expires_at.datetime(),
    )


async def update(tx: Transaction, stored: StoredMessage, expires_at: Timestamp) -> None:
    await tx.execute(
        "UPDATE ephemeral_messages SET message = $3, expires_at = $4 WHERE channel_id = $1 AND id = $2",
        stored.channel_id,
        stored.id,
        kept(stored),
        expires_at.datetime(),
    )


async def delete(tx: Transaction, channel_id: int, message_id: int) -> EphemeralMessage | None:
    """What was deleted, if it was there."""
    row = await tx.fetchrow(
        "DELETE FROM ephemeral_messages WHERE channel_id = $1 AND id = $2 RETURNING user_id, application_id, message",
        channel_id,
        message_id,
    )
    return _stored(row) if row else None


async def delete_expired(tx: Transaction, now: Timestamp, limit: int) -> list[EphemeralMessage]:
    """Those that are nobody's business any more, but for what another process is just deleting."""
    rows = await tx.fetch(
        "DELETE FROM ephemeral_messages WHERE (channel_id, id) IN ("
        "SELECT channel_id, id FROM ephemeral_messages WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED"
        ") RETURNING user_id, application_id, message",
        now.datetime(),
        limit,
    )
    return [_stored(row) for row in rows]
