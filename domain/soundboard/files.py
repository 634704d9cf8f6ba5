"""The files of sounds: looked at and stored before the sound, deleted by a job after it."""

import base64
import binascii
import re
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import msgspec

from core import codes, form_codes, jobs
from core.database import Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import Snowflake
from domain.soundboard import containers

_DATA_URI: Final = re.compile(r"data:audio/[a-z0-9.+-]{1,40}(?:;[^,;]{1,40})?;base64,", re.IGNORECASE)
_LARGEST_BYTES: Final = 512 * 1024
_LONGEST_S: Final = 5.2
_LAST_FRAME_S: Final = 0.1  # encoders fill up their first and last frame


class Deleted(msgspec.Struct):
    sound_ids: list[Snowflake]


DELETE: Final = jobs.Kind("sound files", Deleted, delays_s=(60, 600, 3600))


def key(sound_id: int) -> str:
    """Where the file of a sound lies, which is never another."""
    return f"sounds/{sound_id}"


@asynccontextmanager
async def kept(objects: Objects, sound_id: int, data_uri: str) -> AsyncGenerator[None]:
    """Keeps the file unless the sound is refused inside. Raises what `look_at` raises."""
    await objects.put(key(sound_id), look_at(data_uri))
    try:
        yield
    except Problem:
        await objects.delete(key(sound_id))
        raise


def look_at(data_uri: str) -> bytes:
    """The file in it. Raises 50035 at `sound`, 50045, 50110, 50123, 50124, 50192.

    Docs: resources/soundboard#create-guild-soundboard-sound.
    """
    head = _DATA_URI.match(data_uri)
    if head is None:
        raise Problem.invalid("sound", form_codes.BASE_TYPE_INVALID, reason="Not the data URI of an MP3 or Ogg file.")
    if (len(data_uri) - head.end()) * 3 // 4 > _LARGEST_BYTES + 2:
        raise Problem(codes.FILE_TOO_LARGE)
    try:
        content = base64.b64decode(data_uri[head.end() :], validate=True)
    except binascii.Error as error:
        raise Problem.invalid("sound", form_codes.BASE_TYPE_INVALID, reason="Not base64.") from error
    if len(content) > _LARGEST_BYTES:
        raise Problem(codes.FILE_TOO_LARGE)
    longest = _LONGEST_S + _LAST_FRAME_S
    if containers.duration_s(content, longest) > longest:
        raise Problem(codes.FILE_DURATION_TOO_LONG)
    return content


async def delete_later(tx: Transaction, sound_ids: Sequence[int]) -> None:
    if sound_ids:
        await jobs.enqueue(tx, DELETE, Deleted([Snowflake(sound_id) for sound_id in sound_ids]))


async def delete(objects: Objects, deleted: Deleted) -> None:
    for sound_id in deleted.sound_ids:
        await objects.delete(key(sound_id))
