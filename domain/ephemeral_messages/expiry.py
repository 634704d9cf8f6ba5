"""Deleting old ephemeral messages and their files, in the background. Nobody is told: clients have long lost them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
import structlog

from core import clock
from core.database import Database
from core.objects import Objects
from domain.ephemeral_messages import store
from domain.messages import attachments

_LOOK_EVERY_S: Final = 60.0
_AT_ONCE: Final = 200

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(database: Database, objects: Objects) -> AsyncGenerator[None]:
    """Deletes meanwhile."""
    task = asyncio.create_task(_run(database, objects))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _run(database: Database, objects: Objects) -> None:
    while True:
        try:
            while await _step(database, objects):
                pass
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:  # TimeoutError is an OSError
            _log.warning("deleting ephemeral messages waits", reason=str(problem))
        await clock.sleep(_LOOK_EVERY_S)


async def _step(database: Database, objects: Objects) -> bool:
    """Deletes some; False when there are none. The files go first: a row without files can be deleted again."""
    async with database.transaction() as tx:
        gone = await store.delete_expired(tx, clock.timestamp(), _AT_ONCE)
        for message in gone:
            await attachments.delete(objects, message.stored)
    return bool(gone)
