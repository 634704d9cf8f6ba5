"""What a message may be. Pure."""

from collections.abc import Sequence
from typing import Final

from core import clock, codes, form_codes, snowflakes
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake
from domain.applications.flags import disallowed_intents
from domain.channels.access import ChannelAccess
from domain.channels.records import FORUM_TYPES, MESSAGE_TYPES
from domain.messages.attachments import File
from domain.messages.embeds import Embed
from domain.messages.records import SAID, Flag, MessageType
from domain.messages.requests import CreateMessage, EditMessage, ListMessages, ReferenceRequest
from domain.messages.stored import StoredMessage
from domain.permissions.bits import Permission
from domain.stickers.records import GuildSticker

LONGEST_CONTENT: Final = 2000
FEWEST_BULK_DELETED: Final = 2
MOST_BULK_DELETED: Final = 100
_BULK_DELETABLE_MS: Final = 14 * 24 * 3600 * 1000

_SETTABLE: Final = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS | Flag.IS_VOICE_MESSAGE | Flag.IS_COMPONENTS_V2
_UNSUPPORTED: Final = ("shared_client_theme",)
_LASTING: Final = frozenset(
    {
        MessageType.RECIPIENT_ADD,
        MessageType.RECIPIENT_REMOVE,
        MessageType.CHANNEL_NAME_CHANGE,
        MessageType.CHANNEL_ICON_CHANGE,
        MessageType.THREAD_STARTER_MESSAGE,
    }
)
"""What nobody deletes. Docs: resources/message#message-object-message-types."""
_MESSAGE_CONTENT: Final = 1 << 15
"""The gateway intent; it rules reading over REST too."""


def require_text_channel(here: ChannelAccess) -> None:
    """Raises 50008 where there are no messages, 40058 where they stand in threads alone."""
    if here.type in FORUM_TYPES:
        raise Problem(codes.CANNOT_SEND_IN_FORUM)
    if here.type not in MESSAGE_TYPES:
        raise Problem(codes.CANNOT_SEND_IN_NON_TEXT_CHANNEL)


def settable(flags: int | None) -> int:
    """Those flags that a sender may set; others are ignored."""
    return (flags or 0) & _SETTABLE


def check_content(content: str, faults: Faults) -> None:
    if len(content) > LONGEST_CONTENT:
        faults.add("content", form_codes.BASE_TYPE_MAX_LENGTH, max=LONGEST_CONTENT)


def says_something(stored: StoredMessage) -> bool:
    """Whether there is anything in the message."""
    parts = stored.parts
    return bool(
        stored.content
        or parts.embeds
        or parts.attachments
        or parts.components
        or parts.snapshots
        or parts.poll
        or parts.stickers
    )


def check_supported(body: CreateMessage | EditMessage, faults: Faults) -> None:
    """Refuses what there is not here, so that nothing a bot sends is silently lost."""
    for field in _UNSUPPORTED:
        if getattr(body, field, None):
            faults.add(field, form_codes.BASE_TYPE_INVALID, reason="Not supported by this server.")


def require_permissions(here: ChannelAccess, body: CreateMessage, embeds: Sequence[Embed], files: bool) -> None:
    """Raises 50013 unless the sender may send what the message has."""
    here.require(Permission.SEND_MESSAGES)
    if body.tts:
        here.require(Permission.SEND_TTS_MESSAGES)
    if embeds:
        here.require(Permission.EMBED_LINKS)
    if files:
        here.require(Permission.ATTACH_FILES)


def check_voice_message(here: ChannelAccess, stored: StoredMessage, files: Sequence[File]) -> None:
    """Docs: resources/message#message-object-message-flags, and the codes 50159 to 50161 and 50173."""
    if not here.may(Permission.SEND_VOICE_MESSAGES):
        raise Problem(codes.CANNOT_SEND_VOICE_MESSAGES)
    parts = stored.parts
    if stored.content or parts.embeds or parts.components or parts.poll or parts.stickers:
        raise Problem(codes.VOICE_MESSAGE_ADDITIONAL_CONTENT)
    kinds = [file.attachment.content_type or "" for file in files]
    if len(kinds) != 1 or not kinds[0].startswith("audio/"):
        raise Problem(codes.VOICE_MESSAGE_SINGLE_ATTACHMENT)
    if files[0].attachment.duration_secs is UNSET or files[0].attachment.waveform is UNSET:
        raise Problem(codes.VOICE_MESSAGE_METADATA_REQUIRED)


def check_late_poll(stored: StoredMessage, faults: Faults) -> None:
    """Only a deferred answer becomes a poll by an edit. Docs: resources/webhook#edit-webhook-message."""
    if not stored.flags & Flag.LOADING:
        faults.add("poll", form_codes.BASE_TYPE_INVALID, reason="A poll cannot be added to a message.")


def edited_stickers(current: list[GuildSticker], given: list[Snowflake] | None) -> list[GuildSticker]:
    """The stickers after an edit that says which: none, or those that there are. Raises 50080 for others."""
    if given and given != [sticker.id for sticker in current]:
        raise Problem(codes.CANNOT_EDIT_MESSAGE_STICKERS)
    return current if given else []


def require_said(stored: StoredMessage) -> None:
    """Raises 50021 for a message of the system, which is not edited."""
    if stored.type not in SAID:
        raise Problem(codes.CANNOT_EXECUTE_ON_SYSTEM_MESSAGE)


def require_deletable(stored: StoredMessage) -> None:
    """Raises 50021 for one that stays."""
    if stored.type in _LASTING:
        raise Problem(codes.CANNOT_EXECUTE_ON_SYSTEM_MESSAGE)


def check_forward(target: StoredMessage, faults: Faults) -> None:
    """Notes why the message cannot be forwarded. Docs: resources/message#message-reference-types."""
    if target.type not in SAID or target.parts.poll is not None:
        faults.add("message_reference", form_codes.BASE_TYPE_INVALID, reason="Such a message cannot be forwarded.")


def check_reply(target: StoredMessage | None, here: ChannelAccess, asked: ReferenceRequest, faults: Faults) -> None:
    """Notes why the message cannot be replied to. Channel and guild need not be named, but are not to be others."""
    if asked.channel_id not in (None, here.channel_id) or asked.guild_id not in (None, here.guild_id):
        faults.add("message_reference", form_codes.REPLIES_CANNOT_REFERENCE_OTHER_CHANNEL)
    elif target is None:
        faults.add("message_reference", form_codes.REPLIES_UNKNOWN_MESSAGE)
    elif target.type not in SAID:
        faults.add("message_reference", form_codes.REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE)


def check_page(query: ListMessages) -> None:
    """Raises 50035 when more than one of the anchors is given."""
    given = [name for name in ("around", "before", "after") if getattr(query, name) is not UNSET]
    faults = Faults()
    for name in given[1:]:
        faults.add(name, form_codes.BASE_TYPE_INVALID, reason=f"{given[0]} and {name} are mutually exclusive.")
    faults.raise_if_any()


def check_bulk_delete(ids: Sequence[int]) -> None:
    """Raises 50016 for too few or too many, 50035 for doubles, 50034 for ids older than two weeks."""
    if not FEWEST_BULK_DELETED <= len(ids) <= MOST_BULK_DELETED:
        raise Problem(codes.BAD_BULK_DELETE_COUNT)
    faults = Faults()
    seen: set[int] = set()
    for position, one in enumerate(ids):
        if one in seen:
            faults.add(("messages", position), form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)
        seen.add(one)
    faults.raise_if_any()
    if min(ids) < snowflakes.at_ms(clock.now_ms() - _BULK_DELETABLE_MS):
        raise Problem(codes.MESSAGE_TOO_OLD_TO_BULK_DELETE)


def shows_content(application_flags: int) -> bool:
    """Whether an application with these flags may read what others write."""
    return not disallowed_intents(application_flags, _MESSAGE_CONTENT)
