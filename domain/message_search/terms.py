"""What a message can be found by: its words, with their places, and what else is known of it, as terms.

A term is a letter for its kind, and a value. Kinds never mix: what somebody writes is no more than a word.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final
from urllib.parse import urlsplit

from core.wire import UNSET
from domain.message_search import words
from domain.messages.embeds import Embed
from domain.messages.records import Flag, MessageType
from domain.messages.stored import StoredMessage

EVERY: Final = "."
"""Every message has it."""
WORD, AUTHOR, AUTHOR_TYPE, CHANNEL = "w", "a", "t", "c"
MENTION, ROLE, EVERYONE = "m", "r", "e"
REPLIED_USER, REPLIED_MESSAGE = "u", "i"
HAS, HOSTNAME, PROVIDER, EMBED_TYPE, FILE_WORD, EXTENSION, PINNED = "h", "l", "p", "b", "f", "x", "n"

SEARCHABLE: Final = frozenset(
    {
        MessageType.DEFAULT,
        MessageType.REPLY,
        MessageType.CHAT_INPUT_COMMAND,
        MessageType.CONTEXT_MENU_COMMAND,
    }
)
"""What somebody said. System messages are not found."""

_URL: Final = re.compile(r"https?://[^\s<>]+", re.IGNORECASE)
_LONGEST: Final = 120
_EMBED_TYPES: Final = {"image": "image", "video": "video", "gifv": "gif", "sound": "sound", "article": "article"}
_ESCAPES: Final = str.maketrans({"'": "''", "\\": "\\\\", "\0": None})


def of_id(value: int) -> str:
    return format(value, "x")


def quoted(mark: str, term: str) -> str:
    """A lexeme as PostgreSQL reads it, in documents and in queries."""
    return f"'{mark}{term[:_LONGEST].translate(_ESCAPES)}'"


def replied_to(message: StoredMessage) -> int:
    """The id of the message that this one replies to, or 0."""
    reference = message.parts.reference
    return int(reference.message_id or 0) if reference is not None and message.type == MessageType.REPLY else 0


def document(message: StoredMessage, mark: str, parent_id: int, bots: Iterable[int], replied: Mapping[int, int]) -> str:
    """The message as a tsvector. `replied`: the authors of messages that are replied to."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words.of(message.content), 1):
        places.setdefault(word, []).append(str(place))
    written = [f"{quoted(mark, WORD + word)}:{','.join(at[:255])}" for word, at in places.items()]
    written += [quoted(mark, term) for term in set(_facts(message, parent_id, bots, replied))]
    return " ".join(written)


def _facts(message: StoredMessage, parent_id: int, bots: Iterable[int], replied: Mapping[int, int]) -> Iterator[str]:
    yield EVERY
    yield AUTHOR + of_id(message.author_id)
    yield CHANNEL + of_id(message.channel_id)
    yield CHANNEL + of_id(parent_id)
    parts = message.parts
    if parts.webhook is not None:
        yield AUTHOR_TYPE + "webhook"
    else:
        yield AUTHOR_TYPE + ("bot" if message.author_id in bots else "user")
    yield from (MENTION + of_id(one) for one in message.mentions)
    yield from (ROLE + of_id(one) for one in message.mention_roles)
    if message.mention_everyone:
        yield EVERYONE
    if message.pinned:
        yield PINNED
    if target := replied_to(message):
        yield REPLIED_MESSAGE + of_id(target)
        if target in replied:
            yield REPLIED_USER + of_id(replied[target])
    for host in _hostnames(message.content):
        yield HAS + "link"
        yield HOSTNAME + host
    if not parts.is_empty:
        yield from _facts_of_parts(message)


def _facts_of_parts(message: StoredMessage) -> Iterator[str]:
    parts = message.parts
    for has, there in (("sticker", parts.stickers), ("poll", parts.poll), ("snapshot", parts.snapshots)):
        if there:
            yield HAS + has
    for attachment in parts.attachments:
        yield HAS + "file"
        kind = "" if attachment.content_type is UNSET else attachment.content_type.partition("/")[0]
        if kind in ("image", "video", "audio"):
            yield HAS + ("sound" if kind == "audio" else kind)
        yield from (FILE_WORD + word for word in words.of(attachment.filename))
        extension = attachment.filename.rpartition(".")[2] if "." in attachment.filename else ""
        if extension:
            yield EXTENSION + extension.lower()
    if not message.flags & Flag.SUPPRESS_EMBEDS:
        for embed in parts.embeds:
            yield HAS + "embed"
            yield from _facts_of_embed(embed)


def _facts_of_embed(embed: Embed) -> Iterator[str]:
    if embed.image is not UNSET or embed.type in ("image", "gifv"):
        yield HAS + "image"
    if embed.video is not UNSET or embed.type == "video":
        yield HAS + "video"
    if embed.type in _EMBED_TYPES:
        yield EMBED_TYPE + _EMBED_TYPES[embed.type]
    if embed.provider is not UNSET:
        yield PROVIDER + embed.provider.name


def _hostnames(content: str) -> Iterator[str]:
    for url in _URL.finditer(content) if "://" in content else ():
        try:
            host = urlsplit(url[0]).hostname
        except ValueError:  # as with a bracket that no address follows
            continue
        if host:
            yield host
