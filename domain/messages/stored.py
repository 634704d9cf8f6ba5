"""A message as it is kept: ids instead of users, no links, nothing that depends on who reads."""

import msgspec

from core.wire import Snowflake, Timestamp
from domain.messages.embeds import Embed
from domain.messages.records import Attachment, MessageReference, MessageSnapshot


class Parts(msgspec.Struct, omit_defaults=True):
    """What few messages have; kept together as JSON."""

    embeds: list[Embed] = []
    attachments: list[Attachment] = []
    reference: MessageReference | None = None
    snapshots: list[MessageSnapshot] = []

    @property
    def is_empty(self) -> bool:
        return not (self.embeds or self.attachments or self.reference or self.snapshots)


class StoredMessage(msgspec.Struct, kw_only=True):
    channel_id: int
    id: int
    guild_id: int  # 0 in a DM
    author_id: int
    type: int = 0
    content: str = ""
    flags: int = 0
    tts: bool = False
    mention_everyone: bool = False
    mentions: list[int] = []
    mention_roles: list[Snowflake] = []
    pinned: bool = False
    edited_at: Timestamp | None = None
    parts: Parts = msgspec.field(default_factory=Parts)
