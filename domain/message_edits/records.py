"""What a message said before an edit, and what is asked of that."""

from typing import Annotated, Final

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType

MOST_AT_ONCE: Final = 100


class EditedAttachment(msgspec.Struct):
    """A file that the message had. It has no link: it may be gone by now."""

    id: Snowflake
    filename: str
    size: int
    content_type: str | UnsetType = UNSET


class MessageEdit(msgspec.Struct):
    """What the message said from `said_at` until `edited_at`."""

    id: Snowflake
    content: str
    attachments: list[EditedAttachment]
    said_at: Timestamp
    edited_at: Timestamp


class ListMessageEdits(msgspec.Struct):
    before: Snowflake | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=1, le=MOST_AT_ONCE)] = 50
