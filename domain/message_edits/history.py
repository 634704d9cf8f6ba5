"""Keeping what an edit replaces, in the edit's own transaction.

Only what a message says is kept: an edit that leaves its text and its files as they are makes no entry.
"""

import msgspec

from core import snowflakes
from core.database import Transaction
from core.wire import Snowflake, Timestamp
from domain.message_edits import store
from domain.message_edits.records import EditedAttachment, MessageEdit
from domain.messages.records import Attachment
from domain.messages.stored import StoredMessage


class Said(msgspec.Struct, frozen=True):
    """What a message said, and since when."""

    content: str
    attachments: list[Attachment]
    since: Timestamp


def said_by(stored: StoredMessage) -> Said:
    """What the message says now, before its edit."""
    since = stored.edited_at or Timestamp(snowflakes.created_ms(stored.id) * 1000)
    return Said(stored.content, stored.parts.attachments, since)


async def keep(tx: Transaction, before: Said, stored: StoredMessage) -> None:
    """Keeps what the edited message said, unless it says the same now."""
    attached = [one.id for one in before.attachments]
    if before.content == stored.content and attached == [one.id for one in stored.parts.attachments]:
        return
    assert stored.edited_at is not None, "such an edit shows"
    edit = MessageEdit(
        id=Snowflake(snowflakes.make()),
        content=before.content,
        attachments=[EditedAttachment(one.id, one.filename, one.size, one.content_type) for one in before.attachments],
        said_at=before.since,
        edited_at=stored.edited_at,
    )
    await store.insert(tx, stored.channel_id, stored.id, edit)
