"""SQL of what applications' moderation says of direct messages."""

from core.database import Transaction
from core.wire import encode


async def save(
    tx: Transaction, channel_id: int, message_id: int, application_id: int, metadata: dict[str, str]
) -> None:
    await tx.execute(
        "INSERT INTO dm_moderation (channel_id, message_id, application_id, metadata) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (channel_id, message_id, application_id) DO UPDATE SET metadata = excluded.metadata",
        channel_id,
        message_id,
        application_id,
        encode(metadata).decode(),
    )


async def forget(tx: Transaction, channel_id: int, message_id: int) -> None:
    """The message is another one now, or gone."""
    await tx.execute("DELETE FROM dm_moderation WHERE channel_id = $1 AND message_id = $2", channel_id, message_id)
