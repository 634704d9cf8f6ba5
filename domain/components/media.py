"""The pictures and files that components show, and what they refer to. Pure.

`attachment://name` refers to a file of the same message. It is kept so, and becomes a signed link whenever the message
is read.
Docs: components/reference#unfurled-media-item.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Protocol, TypeVar
from urllib.parse import urlsplit

from msgspec.structs import replace

from core import form_codes
from core.problems import Faults
from core.wire import Snowflake, UnsetType
from domain.components.paths import Steps
from domain.components.records import (
    ActionRow,
    Button,
    Container,
    FileComponent,
    MediaGallery,
    MessageComponent,
    Section,
    Thumbnail,
    UnfurledMedia,
)

SCHEME: Final = "attachment://"
_SCHEMES: Final = ("http", "https", "attachment")
_FILE_SCHEMES: Final = ("attachment",)

C = TypeVar("C", bound=MessageComponent)


class LinkedFile(Protocol):
    """A file of a message, with its link of the moment."""

    id: Snowflake
    filename: str
    size: int
    url: str
    proxy_url: str
    content_type: str | UnsetType
    width: int | UnsetType
    height: int | UnsetType


def every(components: Sequence[MessageComponent], path: Steps = ()) -> Iterator[tuple[Steps, UnfurledMedia]]:
    """All media with their paths."""
    for index, one in enumerate(components):
        at = (*path, index)
        match one:
            case Container():
                yield from every(one.components, (*at, "components"))
            case Section(accessory=Thumbnail(media=media)):
                yield (*at, "accessory", "media"), media
            case MediaGallery():
                for position, item in enumerate(one.items):
                    yield (*at, "items", position, "media"), item.media
            case FileComponent():
                yield (*at, "file"), one.file
            case _:
                pass


def check(components: Sequence[MessageComponent], filenames: Collection[str], faults: Faults) -> None:
    """Notes links that lead nowhere. `filenames` are those of the message's files."""
    for at, media in every(components, ("components",)):
        path = (*at, "url")
        schemes = _FILE_SCHEMES if at[-1] == "file" else _SCHEMES
        try:
            parts = urlsplit(media.url)
        except ValueError:
            parts = None
        if parts is None or not parts.netloc or any(char.isspace() for char in media.url):
            faults.add(path, form_codes.URL_TYPE_INVALID_URL)
        elif parts.scheme.lower() not in schemes:
            choices = "(" + ", ".join(f"'{scheme}'" for scheme in schemes) + ")"
            faults.add(path, form_codes.URL_TYPE_INVALID_SCHEME, scheme=parts.scheme, choices=choices)
        elif media.url.startswith(SCHEME) and media.url.removeprefix(SCHEME) not in filenames:
            faults.add(path, form_codes.UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND)


def linked(components: Sequence[C], files: Mapping[str, LinkedFile]) -> list[C]:
    """The components as they are shown: with links to the files, which are known by name."""
    return [_linked(one, files) for one in components]


def disabled(components: Sequence[C]) -> list[C]:
    """The components so that nobody can use them, as a forward shows them."""
    return [_disabled(one) for one in components]


def _linked(one: C, files: Mapping[str, LinkedFile]) -> C:
    match one:
        case Container():
            return replace(one, components=linked(one.components, files))
        case Section(accessory=Thumbnail() as picture):
            return replace(one, accessory=replace(picture, media=_media(picture.media, files)))
        case MediaGallery():
            return replace(one, items=[replace(item, media=_media(item.media, files)) for item in one.items])
        case FileComponent():
            file = files.get(one.file.url.removeprefix(SCHEME))
            if file is None:
                return one
            return replace(one, file=_media(one.file, files), name=file.filename, size=file.size)
        case _:
            return one


def _media(media: UnfurledMedia, files: Mapping[str, LinkedFile]) -> UnfurledMedia:
    file = files.get(media.url.removeprefix(SCHEME)) if media.url.startswith(SCHEME) else None
    if file is None:
        return media
    return UnfurledMedia(
        id=media.id,
        url=file.url,
        proxy_url=file.proxy_url,
        width=file.width or None,
        height=file.height or None,
        content_type=file.content_type or None,
        attachment_id=file.id,
    )


def _disabled(one: C) -> C:
    match one:
        case ActionRow():
            return replace(one, components=[replace(child, disabled=True) for child in one.components])
        case Container():
            return replace(one, components=disabled(one.components))
        case Section(accessory=Button() as button):
            return replace(one, accessory=replace(button, disabled=True))
        case _:
            return one
