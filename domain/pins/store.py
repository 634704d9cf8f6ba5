"""SQL of pins, and of the moment that channels keep of their newest. Pins go with their messages:
domain/messages/store.py.
"""

from core.database import Reader, Transaction
from core.wire import Timestamp


async def page(reader: Reader, channel_id: int, before: Timestamp | None, limit: int) -> list[tuple[int, Timestamp]]:
    """Message ids and when they were pinned, latest first."""
    rows = await reader.fetch(
        "SELECT message_id, pinned_at FROM pins WHERE channel_id = $1 AND ($2::timestamptz IS NULL OR pinned_at < $2)"
        " ORDER BY pinned_at DESC LIMIT $3",
        channel_id,
        None if before is None else before.datetime(),
        limit,
    )
    return [(row["message_id"], Timestamp.of(row["pinned_at"])) for row in rows]


async def count(reader: Reader, channel_id: int) -> int:
    return await reader.fetchval("SELECT count(*) FROM pins WHERE channel_id = $1", channel_id)


async def latest(reader: Reader, channel_id: int) -> Timestamp | None:
    """When the newest pin of the channel was made."""
    found = await reader.fetchval("SELECT max(pinned_at) FROM pins WHERE channel_id = $1", channel_id)
    return Timestamp.of(found) if found else None


async def insert(tx: Transaction, channel_id: int, message_id: int, pinned_at: Timestamp) -> None:
    await tx.execute(
        "INSERT INTO pins (channel_id, message_id, pinned_at) VALUES ($1, $2, $3)",
        channel_id,
        message_id,
        pinned_at.datetime(),
    )
    await _mark(tx, channel_id, message_id, True)


async def delete(tx: Transaction, channel_id: int, message_id: int) -> None:
    await tx.execute("DELETE FROM pins WHERE channel_id = $1 AND message_id = $2", channel_id, message_id)
    await _mark(tx, channel_id, message_id, False)


async def _mark(tx: Transaction, channel_id: int, message_id: int, pinned: bool) -> None:
    await tx.execute(
        "UPDATE messages SET pinned = $3 WHERE channel_id = $1 AND id = $2", channel_id, message_id, pinned
    )


async def set_last(tx: Transaction, channel_id: int, at: Timestamp | None) -> None:
    """The channel's last_pin_timestamp."""
    await tx.execute(
        "UPDATE channels SET last_pin_timestamp = $2 WHERE id = $1", channel_id, None if at is None else at.datetime()
    )
