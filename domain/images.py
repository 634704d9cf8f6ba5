"""Pictures of users, guilds, roles and applications: checked when they come, kept under the hash of their bytes.

A client sends a data URI; what is kept is the very bytes, and the record keeps the hash, with `a_` before it when
the picture moves. Docs: reference#image-data, reference#image-formatting.
"""

import asyncio
import base64
import binascii
import enum
import hashlib
import io
import re
import warnings
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import msgspec
from PIL import Image, ImageSequence

from core import form_codes
from core.objects import Objects
from core.problems import Path, Problem
from domain import image_formats

_DATA_URI = re.compile(r"data:image/(?:png|jpe?g|gif|webp|avif);base64,", re.IGNORECASE)
_LARGEST_BYTES = 10 * 1024 * 1024
_MOST_PIXELS = 50_000_000  # and twice as many in all frames, which are in memory at once when they are written anew
_ANIMATED = ("GIF", "WEBP", "PNG", "AVIF")


_MOST_FRAMES = 1000


class Kind(enum.StrEnum):
    """What a picture is of. The value is its folder in the object store."""

    AVATAR = "avatars"
    BANNER = "banners"
    MEMBER_AVATAR = "member-avatars"
    MEMBER_BANNER = "member-banners"
    GUILD_ICON = "icons"
    GUILD_SPLASH = "splashes"
    GUILD_DISCOVERY_SPLASH = "discovery-splashes"
    ROLE_ICON = "role-icons"
    APPLICATION_ICON = "app-icons"
    CHANNEL_ICON = "channel-icons"
    TEAM_ICON = "team-icons"
    GUILD_EVENT = "guild-events"
    HOME_HEADER = "home-headers"


MAY_MOVE = frozenset({Kind.AVATAR, Kind.BANNER, Kind.MEMBER_AVATAR, Kind.MEMBER_BANNER, Kind.GUILD_ICON})
"""Of others there is only a picture that stands still, whatever came."""


# A picture of a few bytes may need much memory to be looked at: few at a time.
_threads = ThreadPoolExecutor(2, thread_name_prefix="checks")

_SMALL_BYTES = 256 * 1024
_SMALLER_BYTES = {Kind.ROLE_ICON: _SMALL_BYTES}
_EMOJI_SIDE = 128
_MOST_PIXELS_OF_EMOJI = 16_777_216


def key(kind: Kind, owner_id: int | str, hash_: str) -> str:
    """Where the bytes lie in the object store."""
    return f"images/{kind}/{owner_id}/{hash_}"


async def store(objects: Objects, kind: Kind, owner_id: int | str, data_uri: str, path: Path = "avatar") -> str:
    """Keeps the picture and gives its hash. Raises 50035 at `path` for what is no picture, or too large.

    `owner_id` is what the picture's URL has before the hash: an id, or `{guild_id}-{user_id}` for a member's.
    Storing the same bytes again is harmless, and so is storing what is then not used.
    """
    content = _content(data_uri, path, _SMALLER_BYTES.get(kind, _LARGEST_BYTES))
    animated = await asyncio.get_running_loop().run_in_executor(_threads, _check, content, path)
    hash_ = hashlib.sha256(content).hexdigest()[:32]
    if animated and kind in MAY_MOVE:
        hash_ = f"a_{hash_}"
    await objects.put(key(kind, owner_id, hash_), content)
    return hash_


def emoji_key(emoji_id: int) -> str:
    """Where the picture of an emoji lies, which is never another."""
    return f"images/emojis/{emoji_id}"


async def store_emoji(objects: Objects, emoji_id: int, data_uri: str) -> bool:
    """Keeps the picture, made smaller if need be; whether it moves. Raises 50035 at `image`.

    Docs: resources/emoji#emoji-object-emoji-formats.
    """
    content = _content(data_uri, "image", _SMALL_BYTES)
    animated = await asyncio.get_running_loop().run_in_executor(
        _threads, _check, content, "image", _MOST_PIXELS_OF_EMOJI
    )
    await objects.put(emoji_key(emoji_id), await image_formats.fitted(content, _EMOJI_SIDE))
    return animated


class Looked(msgspec.Struct, frozen=True):
    """Of how many frames a picture is, and how long it moves until it begins again."""

    frames: int
    duration_ms: float


async def look_at(content: bytes, side: int, most_frames: int) -> Looked | None:
    """None for what is no picture, or wider or higher than `side`. Those of more frames are only counted."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _look_at, content, side, most_frames)


async def keep_fetched(objects: Objects, kind: Kind, owner_id: int, hash_: str, content: bytes) -> None:
    """Keeps what came from elsewhere, if it is a picture, under a hash that is not that of its bytes."""
    try:
        await asyncio.get_running_loop().run_in_executor(_threads, _check, content, "")
    except Problem:
        return
    await objects.put(key(kind, owner_id, hash_), content)


async def keep(objects: Objects, owner_id: int | str, body: msgspec.Struct, kinds: Mapping[str, Kind]) -> None:
    """Stores the pictures in these fields of a body, and puts their hashes in their place.

    What is absent or null stays so. It takes a while, so it is done before the transaction.
    """
    for field, kind in kinds.items():
        if given := getattr(body, field):
            setattr(body, field, await store(objects, kind, owner_id, given, field))


def _content(data_uri: str, path: Path, largest: int) -> bytes:
    head = _DATA_URI.match(data_uri)
    if head is None:
        raise Problem.invalid(path, form_codes.IMAGE_INVALID)
    if (len(data_uri) - head.end()) * 3 // 4 > largest + 2:
        raise Problem.invalid(path, form_codes.BASE_TYPE_MAX_SIZE, max=largest // 1024)
    try:
        return base64.b64decode(data_uri[head.end() :], validate=True)
    except binascii.Error as error:
        raise Problem.invalid(path, form_codes.IMAGE_INVALID) from error


def _look_at(content: bytes, side: int, most_frames: int) -> Looked | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=image_formats.READ) as image:
                if max(image.size) > side:
                    return None
                frames: int = getattr(image, "n_frames", 1)
                if frames > most_frames:
                    return Looked(frames, 0)
                durations: list[float] = []
                for frame in ImageSequence.Iterator(image):
                    frame.load()
                    durations.append(frame.info.get("duration", 0))
                return Looked(frames, sum(durations))
    except (Image.DecompressionBombWarning, *image_formats.BROKEN):
        return None


def _check(content: bytes, path: Path, most_pixels: int = _MOST_PIXELS) -> bool:
    """Whether the picture moves. Raises 50035 when it cannot be read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=image_formats.READ) as image:
                if image.width * image.height > most_pixels:
                    raise Problem.invalid(path, form_codes.IMAGE_INVALID)
                animated = image.format in _ANIMATED and getattr(image, "is_animated", False)
                frames: int = getattr(image, "n_frames", 1)
                if frames > _MOST_FRAMES or image.width * image.height * frames > 2 * most_pixels:
                    raise Problem.invalid(path, form_codes.IMAGE_INVALID)
                for frame in ImageSequence.Iterator(image):
                    frame.load()
                return animated
    except (Image.DecompressionBombWarning, *image_formats.BROKEN) as error:
        raise Problem.invalid(path, form_codes.IMAGE_INVALID) from error
