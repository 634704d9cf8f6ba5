"""A message as it is kept: ids instead of users, no links, nothing that depends on who reads."""

import msgspec

from core.wire import Snowflake, Timestamp
from domain.components.records import MessageComponent
from domain.messages.embeds import Embed
from domain.messages.records import (
    Attachment,
    ChannelMention,
    InteractionMetadata,
    MessageReference,
    MessageSnapshot,
)
from domain.polls.records import KeptPoll
from domain.stickers.records import GuildSticker


class WebhookAuthor(msgspec.Struct):
    """Whom a webhook's message is shown as: by the webhook's own name and avatar, or what it was told."""

    id: Snowflake
    name: str
    avatar: str | None = None


class LobbyOrigin(msgspec.Struct):
    """What a message is in the lobby that it was said in, and what its author is called there."""

    lobby_id: Snowflake
    message_id: Snowflake
    additional_name: str | None = None


class Parts(msgspec.Struct, omit_defaults=True):
    """What few messages have; kept together as JSON."""

    embeds: list[Embed] = []
    attachments: list[Attachment] = []
    components: list[MessageComponent] = []
    reference: MessageReference | None = None
    snapshots: list[MessageSnapshot] = []
    webhook: WebhookAuthor | None = None
    application_id: Snowflake | None = None  # that posted it by interaction or webhook
    interaction: InteractionMetadata | None = None  # that it answers
    poll: KeptPoll | None = None
    mention_channels: list[ChannelMention] = []  # of a crosspost
    stickers: list[GuildSticker] = []  # as they were when it was posted
    lobby: LobbyOrigin | None = None

    @property
    def is_empty(self) -> bool:
        return self == _NOTHING


_NOTHING = Parts()


class Answers(msgspec.Struct, frozen=True):
    """The interaction that a message is the first answer to: at most one answer is that."""

    application_id: int
    interaction_id: int
    response_type: int
    responded_at: Timestamp
    flags: int  # EPHEMERAL and LOADING, of the message


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
