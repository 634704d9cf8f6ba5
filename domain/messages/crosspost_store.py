"""SQL of crossposts: which copies a published message has in the channels that follow its own."""

from collections.abc import Collection

import msgspec

from core.database import Reader, Transaction


class CopyRow(msgspec.Struct, frozen=True):
    """A copy, wanted or there. `attachment_ids` are those of the original's attachments that it has copies of."""

    webhook_id: int
    copy_channel_id: int
    copy_id: int | None
    attachment_ids: list[int]


_COLUMNS = ", ".join(CopyRow.__struct_fields__)
_THIS = "channel_id = $1 AND message_id = $2"


async def insert(tx: Transaction, channel_id: int, message_id: int) -> int:
    """Wants a copy for each follower of the channel; gives how many."""
    return await tx.execute(
        "INSERT INTO crossposts (channel_id, message_id, webhook_id, copy_channel_id)"
        " SELECT $1, $2, id, channel_id FROM webhooks WHERE source_channel_id = $1",
        channel_id,
        message_id,
    )


async def with_copies(tx: Transaction, channel_id: int, ids: Collection[int]) -> list[int]:
    """Those of the messages that have copies, or will have some."""
    rows = await tx.fetch(
        "SELECT DISTINCT message_id FROM crossposts WHERE channel_id = $1 AND message_id = ANY($2::bigint[])",
        channel_id,
        list(ids),
    )
    return [row["message_id"] for row in rows]


async def list_copies(reader: Reader, channel_id: int, message_id: int) -> list[CopyRow]:
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM crossposts WHERE {_THIS} ORDER BY webhook_id",
        channel_id,
        message_id,
    )
    return [CopyRow(*row) for row in rows]


async def find_posted(reader: Reader, copy: CopyRow, message_id: int) -> int | None:
    """The copy that was posted, should the process have died before it was noted."""
    return await reader.fetchval(
        "SELECT id FROM messages WHERE channel_id = $1 AND id > $2 AND author_id = $3"
        " AND parts->'reference'->>'message_id' = $4",
        copy.copy_channel_id,
        message_id,
        copy.webhook_id,
        str(int(message_id)),
    )


async def update(
    reader: Reader, channel_id: int, message_id: int, webhook_id: int, copy_id: int, attachment_ids: Collection[int]
) -> None:
    """Notes what the copy is now."""
    await reader.fetch(
        f"UPDATE crossposts SET copy_id = $4, attachment_ids = $5 WHERE {_THIS} AND webhook_id = $3",
        channel_id,
        message_id,
        webhook_id,
        copy_id,
        list(attachment_ids),
    )


async def delete(reader: Reader, channel_id: int, message_id: int, webhook_id: int) -> None:
    """Forgets the copy: it follows no longer."""
    await reader.fetch(f"DELETE FROM crossposts WHERE {_THIS} AND webhook_id = $3", channel_id, message_id, webhook_id)


async def delete_wanted(tx: Transaction, channel_id: int, message_id: int) -> None:
    """Forgets the copies that are not there."""
    await tx.execute(f"DELETE FROM crossposts WHERE {_THIS} AND copy_id IS NULL", channel_id, message_id)
