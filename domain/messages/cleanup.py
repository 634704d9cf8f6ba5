"""Clearing up behind deleted channels, in the background: messages, all that belongs to them, and their files.

A channel is deleted together with a note in `deleted_channels`; from then on nobody reaches its messages. Some process
takes up the note and deletes piece by piece, files last, as they lie in a folder of the channel's and need no rows to
be found. The note goes when nothing is left, so whatever ends the process in between, another one goes on.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
import structlog

from core.database import Database
from core.objects import Objects
from domain import attachment_links
from domain.messages import cleanup_store

_LOOK_EVERY_S: Final = 2.0
_PAUSE_S: Final = 0.05
_ROWS_AT_ONCE: Final = 500

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(database: Database, objects: Objects) -> AsyncGenerator[None]:
    """Clears up meanwhile."""
    task = asyncio.create_task(_run(database, objects))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _run(database: Database, objects: Objects) -> None:
    while True:
        pause_s = _LOOK_EVERY_S
        try:
            if await _step(database, objects):
                pause_s = _PAUSE_S
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:  # TimeoutError is an OSError
            _log.warning("clearing up behind deleted channels waits", reason=str(problem))
        await asyncio.sleep(pause_s)


async def _step(database: Database, objects: Objects) -> bool:
    """Deletes a piece of one channel. False when there is nothing to do, or another process does it."""
    async with database.transaction() as tx:
        channel_id = await cleanup_store.claim(tx)
        if channel_id is None:
            return False
        rows_gone = not await cleanup_store.delete_rows(tx, channel_id, _ROWS_AT_ONCE)
        if rows_gone and not await objects.delete_some(attachment_links.folder(channel_id)):
            await cleanup_store.finish(tx, channel_id)
        return True
