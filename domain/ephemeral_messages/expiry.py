"""Deleting old ephemeral messages and their files, by a job. Nobody is told: clients have long lost them."""

from typing import Final

import msgspec

from core import clock, jobs
from core.database import Database
from core.objects import Objects
from domain.ephemeral_messages import store
from domain.messages import attachments

_EVERY_S: Final = 60.0
_AT_ONCE: Final = 200


class ExpireEphemeralMessages(msgspec.Struct):
    """Nothing needs to be said."""


EXPIRE: Final = jobs.Kind("expire ephemeral messages", ExpireEphemeralMessages, delays_s=(_EVERY_S,) * 100)


async def expire(database: Database, objects: Objects) -> float:
    """Deletes those whose time is up; gives when to look again."""
    while await _step(database, objects):
        pass
    return _EVERY_S


async def _step(database: Database, objects: Objects) -> bool:
    """Deletes some; False when there are none. The files go first: a row without files can be deleted again."""
    async with database.transaction() as tx:
        gone = await store.delete_expired(tx, clock.timestamp(), _AT_ONCE)
        for message in gone:
            await attachments.delete(objects, message.stored)
    return bool(gone)
