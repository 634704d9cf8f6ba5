"""The pictures of emojis: stored before the emoji, deleted by a job after it."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import msgspec

from core import jobs
from core.database import Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import Snowflake
from domain import images


class Deleted(msgspec.Struct):
    emoji_ids: list[Snowflake]


_AT_ONCE: Final = 100  # so that no job takes long

DELETE: Final = jobs.Kind("emoji pictures", Deleted, delays_s=(60, 600, 3600))


@asynccontextmanager
async def kept(objects: Objects, emoji_id: int, data_uri: str) -> AsyncGenerator[bool]:
    """Keeps the picture unless the emoji is refused inside; gives whether it moves. Raises 50035."""
    animated = await images.store_emoji(objects, emoji_id, data_uri)
    try:
        yield animated
    except Problem:
        await objects.delete(images.emoji_key(emoji_id))
        raise


async def delete_later(tx: Transaction, emoji_ids: Sequence[int]) -> None:
    for start in range(0, len(emoji_ids), _AT_ONCE):
        some = [Snowflake(emoji_id) for emoji_id in emoji_ids[start : start + _AT_ONCE]]
        await jobs.enqueue(tx, DELETE, Deleted(some))


async def delete(objects: Objects, deleted: Deleted) -> None:
    for emoji_id in deleted.emoji_ids:
        await objects.delete(images.emoji_key(emoji_id))
