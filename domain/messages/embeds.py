"""Embeds: what a client may send, what is kept of it, and the limits of both.

Kept is what the wire shows, so reading costs nothing but the links of attachments that an embed refers to as
`attachment://name`; those are put in where the message is read.
Docs: resources/message#embed-object, resources/message#embed-object-embed-limits.
"""

from typing import Annotated, Final
from urllib.parse import urlsplit

import msgspec

from core import form_codes
from core.problems import Faults
from core.wire import UNSET, Timestamp, UnsetType
from domain.messages.text import cleaned

MOST_EMBEDS: Final = 10
LARGEST_TOTAL: Final = 6000
"""Characters of all embeds of a message together."""

_SCHEMES: Final = ("http", "https")
_MEDIA_SCHEMES: Final = (*_SCHEMES, "attachment")

_IS_ANIMATED: Final = 1 << 5
"""Docs: resources/message#embed-object-embed-media-flags."""

Url = Annotated[str, msgspec.Meta(max_length=2048)]
Name = Annotated[str, msgspec.Meta(max_length=256)]


class RichEmbedAuthor(msgspec.Struct):
    name: Name | None = None
    url: Url | None = None
    icon_url: Url | None = None


class RichEmbedFooter(msgspec.Struct):
    text: Annotated[str, msgspec.Meta(max_length=2048)] | None = None
    icon_url: Url | None = None


class RichEmbedField(msgspec.Struct):
    name: Name
    value: Annotated[str, msgspec.Meta(max_length=1024)]
    inline: bool | None = None


class RichEmbedMedia(msgspec.Struct):
    """What is told of a picture beside its text and movement is not kept: a server measures for itself."""

    url: Url | None = None
    width: int | None = None
    height: int | None = None
    placeholder: Annotated[str, msgspec.Meta(max_length=64)] | None = None
    placeholder_version: Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)] | None = None
    is_animated: bool | None = None
    description: Annotated[str, msgspec.Meta(max_length=4096)] | None = None


class RichEmbedProvider(msgspec.Struct):
    name: Name | None = None
    url: Url | None = None


class RichEmbed(msgspec.Struct):
    """An embed as a client sends it. `type`, `provider` and `video` are taken, but are not his to set: it is rich."""

    type: Annotated[str, msgspec.Meta(max_length=152133)] | None = None
    url: Url | None = None
    title: Name | None = None
    color: Annotated[int, msgspec.Meta(ge=0, le=0xFFFFFF)] | None = None
    timestamp: Timestamp | None = None
    description: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    author: RichEmbedAuthor | None = None
    image: RichEmbedMedia | None = None
    thumbnail: RichEmbedMedia | None = None
    footer: RichEmbedFooter | None = None
    fields: Annotated[list[RichEmbedField], msgspec.Meta(max_length=25)] | None = None
    provider: RichEmbedProvider | None = None
    video: RichEmbedMedia | None = None


class EmbedAuthor(msgspec.Struct):
    name: str
    url: str | UnsetType = UNSET
    icon_url: str | UnsetType = UNSET
    proxy_icon_url: str | UnsetType = UNSET


class EmbedFooter(msgspec.Struct):
    text: str
    icon_url: str | UnsetType = UNSET
    proxy_icon_url: str | UnsetType = UNSET


class EmbedField(msgspec.Struct):
    name: str
    value: str
    inline: bool


class EmbedMedia(msgspec.Struct):
    url: str | UnsetType = UNSET
    proxy_url: str | UnsetType = UNSET
    width: int | UnsetType = UNSET
    height: int | UnsetType = UNSET
    content_type: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    flags: int | UnsetType = UNSET


class EmbedProvider(msgspec.Struct):
    name: str
    url: str | UnsetType = UNSET


class Embed(msgspec.Struct):
    type: str = "rich"
    url: str | UnsetType = UNSET
    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    color: int | UnsetType = UNSET
    timestamp: Timestamp | UnsetType = UNSET
    fields: list[EmbedField] | UnsetType = UNSET
    author: EmbedAuthor | UnsetType = UNSET
    provider: EmbedProvider | UnsetType = UNSET
    image: EmbedMedia | UnsetType = UNSET
    thumbnail: EmbedMedia | UnsetType = UNSET
    video: EmbedMedia | UnsetType = UNSET
    footer: EmbedFooter | UnsetType = UNSET


def kept(sent: list[RichEmbed] | None, faults: Faults) -> list[Embed]:
    """The embeds as they are kept and shown; what is wrong with them is added to `faults`."""
    embeds = [_embed(one, ("embeds", index), faults) for index, one in enumerate(sent or ())]
    if sum(map(size, embeds)) > LARGEST_TOTAL:
        faults.add("embeds", form_codes.MAX_EMBED_SIZE_EXCEEDED, max=LARGEST_TOTAL)
    return embeds


def size(embed: Embed) -> int:
    """The characters that count towards the limit of a message."""
    count = len(embed.title or "") + len(embed.description or "")
    if embed.footer:
        count += len(embed.footer.text)
    if embed.author:
        count += len(embed.author.name)
    return count + sum(len(field.name) + len(field.value) for field in embed.fields or ())


def _embed(sent: RichEmbed, path: tuple[str | int, ...], faults: Faults) -> Embed:
    embed = Embed(
        url=_url(sent.url, (*path, "url"), faults),
        title=cleaned(sent.title) or UNSET,
        description=cleaned(sent.description) or UNSET,
        color=UNSET if sent.color is None else sent.color,
        timestamp=UNSET if sent.timestamp is None else sent.timestamp,
        image=_media(sent.image, (*path, "image"), faults),
        thumbnail=_media(sent.thumbnail, (*path, "thumbnail"), faults),
    )
    if sent.author is not None and (name := _text(sent.author.name, (*path, "author", "name"), faults)):
        url = _url(sent.author.url, (*path, "author", "url"), faults)
        icon = _url(sent.author.icon_url, (*path, "author", "icon_url"), faults, _MEDIA_SCHEMES)
        embed.author = EmbedAuthor(name, url, icon)
    if sent.footer is not None and (text := _text(sent.footer.text, (*path, "footer", "text"), faults)):
        icon = _url(sent.footer.icon_url, (*path, "footer", "icon_url"), faults, _MEDIA_SCHEMES)
        embed.footer = EmbedFooter(text, icon)
    if sent.fields:
        embed.fields = [
            EmbedField(
                _text(field.name, (*path, "fields", index, "name"), faults),
                _text(field.value, (*path, "fields", index, "value"), faults),
                bool(field.inline),
            )
            for index, field in enumerate(sent.fields)
        ]
    if not (size(embed) or embed.image or embed.thumbnail or embed.url) and not faults:
        faults.add((*path, "description"), form_codes.BASE_TYPE_REQUIRED)
    return embed


def _text(sent: str | None, path: tuple[str | int, ...], faults: Faults) -> str:
    text = cleaned(sent)
    if not text:
        faults.add(path, form_codes.BASE_TYPE_REQUIRED)
    return text


def _media(sent: RichEmbedMedia | None, path: tuple[str | int, ...], faults: Faults) -> EmbedMedia | UnsetType:
    url = _url(sent.url if sent else None, (*path, "url"), faults, _MEDIA_SCHEMES)
    if not url or sent is None:
        return UNSET
    media = EmbedMedia(url, description=cleaned(sent.description) or UNSET)
    if sent.is_animated:
        media.flags = _IS_ANIMATED
    return media


def _url(
    sent: str | None, path: tuple[str | int, ...], faults: Faults, schemes: tuple[str, ...] = _SCHEMES
) -> str | UnsetType:
    url = cleaned(sent)
    if not url:
        return UNSET
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = None
    if parts is None or not parts.netloc or any(char.isspace() for char in url):
        faults.add(path, form_codes.URL_TYPE_INVALID_URL)
    elif parts.scheme.lower() not in schemes:
        choices = "(" + ", ".join(f"'{scheme}'" for scheme in schemes) + ")"
        faults.add(path, form_codes.URL_TYPE_INVALID_SCHEME, scheme=parts.scheme, choices=choices)
    return url
