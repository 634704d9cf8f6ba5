"""What clients send of messages. Docs: resources/message#create-message, #edit-message, #bulk-delete-messages."""

from typing import Annotated, Any, Literal

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.components.requests import MessageComponents
from domain.messages.embeds import MOST_EMBEDS, RichEmbed
from domain.messages.mentions import AllowedMentions
from domain.polls.records import CreatePoll

Content = Annotated[str, msgspec.Meta(max_length=4000)]
Embeds = Annotated[list[RichEmbed], msgspec.Meta(max_length=MOST_EMBEDS)]
StickerIds = Annotated[list[Snowflake], msgspec.Meta(max_length=3)]
Title = Annotated[str, msgspec.Meta(max_length=1024)]


class AttachmentRequest(msgspec.Struct):
    """A new file (`id` is the number in `files[id]`), or in an edit one that is kept."""

    id: Snowflake
    filename: Annotated[str, msgspec.Meta(min_length=1, max_length=1024)] | None = None
    description: Title | UnsetType | None = UNSET
    duration_secs: Annotated[float, msgspec.Meta(ge=0, le=2**31 - 1)] | None = None
    waveform: Annotated[str, msgspec.Meta(max_length=400)] | None = None
    title: Title | UnsetType | None = UNSET
    is_spoiler: bool | None = None
    is_remix: bool | None = None


Attachments = Annotated[list[AttachmentRequest], msgspec.Meta(max_length=10)]


class ReferenceRequest(msgspec.Struct):
    message_id: Snowflake
    channel_id: Snowflake | None = None
    guild_id: Snowflake | None = None
    fail_if_not_exists: bool | None = None
    type: Literal[0, 1] | None = None


class CreateMessage(msgspec.Struct):
    content: Content | None = None
    embeds: Embeds | None = None
    allowed_mentions: AllowedMentions | None = None
    sticker_ids: StickerIds | None = None
    components: MessageComponents | None = None
    flags: int | None = None
    attachments: Attachments | None = None
    poll: CreatePoll | None = None
    shared_client_theme: Any = None
    message_reference: ReferenceRequest | None = None
    nonce: (
        Annotated[int, msgspec.Meta(ge=-(2**63), le=2**63 - 1)] | Annotated[str, msgspec.Meta(max_length=25)] | None
    ) = None
    enforce_nonce: bool | None = None
    tts: bool | None = None


class EditMessage(msgspec.Struct):
    """Absent means unchanged. Null empties, save for `flags` and `attachments`, where it changes nothing."""

    content: Content | UnsetType | None = UNSET
    embeds: Embeds | UnsetType | None = UNSET
    flags: int | UnsetType | None = UNSET
    allowed_mentions: AllowedMentions | UnsetType | None = UNSET
    sticker_ids: list[Snowflake] | UnsetType | None = UNSET
    components: MessageComponents | UnsetType | None = UNSET
    attachments: Attachments | UnsetType | None = UNSET
    poll: CreatePoll | UnsetType | None = UNSET  # of a deferred answer alone


class BulkDelete(msgspec.Struct):
    messages: list[Snowflake]


class ListMessages(msgspec.Struct):
    """One of `around`, `before` and `after` at most."""

    around: Snowflake | UnsetType = UNSET
    before: Snowflake | UnsetType = UNSET
    after: Snowflake | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50
