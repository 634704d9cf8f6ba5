"""The files of stickers: looked at and stored before the sticker, deleted by a job after it."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import msgspec

from core import codes, jobs
from core.database import Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import Snowflake
from domain import images
from domain.stickers import lottie
from domain.stickers.records import Format

_LARGEST_BYTES: Final = 512 * 1024
_SIDE: Final = 320
_MOST_FRAMES: Final = 1000
_LONGEST_MS: Final = 5000


class Deleted(msgspec.Struct):
    sticker_ids: list[Snowflake]


DELETE: Final = jobs.Kind("sticker files", Deleted, delays_s=(60, 600, 3600))


def key(sticker_id: int) -> str:
    """Where the file of a sticker lies, which is never another."""
    return f"images/stickers/{sticker_id}"


@asynccontextmanager
async def kept(objects: Objects, sticker_id: int, content: bytes) -> AsyncGenerator[Format]:
    """Keeps the file unless the sticker is refused inside; gives what it is. Raises what `look_at` raises."""
    kind = await look_at(content)
    await objects.put(key(sticker_id), content)
    try:
        yield kind
    except Problem:
        await objects.delete(key(sticker_id))
        raise


async def look_at(content: bytes) -> Format:
    """What the file is. Raises 50045, 50046 for what is no sticker, 170001 to 170007.

    Docs: resources/sticker#create-guild-sticker.
    """
    if len(content) > _LARGEST_BYTES:
        raise Problem(codes.FILE_TOO_LARGE)
    kind = told_by(content)
    if kind is None:
        raise Problem(codes.INVALID_FILE)
    if kind is Format.LOTTIE:
        lottie.check(content)
        return kind
    picture = await images.look_at(content, _SIDE, _MOST_FRAMES)
    if picture is None:
        raise Problem(codes.INVALID_FILE)
    if picture.frames > _MOST_FRAMES:
        raise Problem(codes.STICKER_FRAME_COUNT_EXCEEDED)
    if picture.duration_ms > _LONGEST_MS:
        raise Problem(codes.STICKER_DURATION_EXCEEDED)
    return Format.APNG if kind is Format.PNG and picture.frames > 1 else kind


def told_by(content: bytes) -> Format | None:
    """What the first bytes say; an APNG begins as a PNG does."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return Format.PNG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return Format.GIF
    return Format.LOTTIE if content.lstrip()[:1] == b"{" else None


async def delete_later(tx: Transaction, sticker_ids: Sequence[int]) -> None:
    if sticker_ids:
        await jobs.enqueue(tx, DELETE, Deleted([Snowflake(sticker_id) for sticker_id in sticker_ids]))


async def delete(objects: Objects, deleted: Deleted) -> None:
    for sticker_id in deleted.sticker_ids:
        await objects.delete(key(sticker_id))
