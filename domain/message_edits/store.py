"""SQL of edit histories. They go with their messages: domain/messages/store.py."""

from core.database import Reader, Transaction
from core.wire import Snowflake, Timestamp, decode, encode
from domain.message_edits.records import EditedAttachment, MessageEdit

MOST_KEPT = 100
"""Of a message; the oldest go first."""

_ALL = "SELECT id FROM message_edits WHERE channel_id = $1 AND message_id = $2"
_INSERT = f"""
    WITH forgotten AS (
        DELETE FROM message_edits WHERE channel_id = $1 AND message_id = $2
            AND id <= ({_ALL} ORDER BY id DESC OFFSET {MOST_KEPT - 1} LIMIT 1)
    )
    INSERT INTO message_edits (channel_id, message_id, id, said_at, edited_at, content, attachments)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
"""


async def insert(tx: Transaction, channel_id: int, message_id: int, edit: MessageEdit) -> None:
    """Keeps it, and forgets the oldest if need be."""
    await tx.execute(
        _INSERT,
        channel_id,
        message_id,
        edit.id,
        edit.said_at.datetime(),
        edit.edited_at.datetime(),
        edit.content,
        encode(edit.attachments).decode() if edit.attachments else None,
    )


async def page(reader: Reader, channel_id: int, message_id: int, before: int, limit: int) -> list[MessageEdit]:
    """Newest first."""
    rows = await reader.fetch(
        "SELECT id, said_at, edited_at, content, attachments FROM message_edits"
        " WHERE channel_id = $1 AND message_id = $2 AND id < $3 ORDER BY id DESC LIMIT $4",
        channel_id,
        message_id,
        before,
        limit,
    )
    return [
        MessageEdit(
            id=Snowflake(row["id"]),
            content=row["content"],
            attachments=decode(row["attachments"], list[EditedAttachment]) if row["attachments"] else [],
            said_at=Timestamp.of(row["said_at"]),
            edited_at=Timestamp.of(row["edited_at"]),
        )
        for row in rows
    ]


async def delete(tx: Transaction, channel_id: int, message_ids: list[int]) -> None:
    await tx.execute(
        "DELETE FROM message_edits WHERE channel_id = $1 AND message_id = ANY($2::bigint[])", channel_id, message_ids
    )
