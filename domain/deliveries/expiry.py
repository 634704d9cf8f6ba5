"""Forgetting attempts after seven days."""

from typing import Final

import msgspec

from core import jobs
from core.database import Database
from domain.deliveries import store

KEPT_S: Final = 7 * 24 * 3600.0

_EVERY_S: Final = 3600.0
_ROWS_AT_ONCE: Final = 1000


class Expire(msgspec.Struct):
    """Nothing needs to be said."""


EXPIRE: Final = jobs.Kind("expire deliveries", Expire, delays_s=(600.0,) * 100)


async def expire(database: Database) -> float:
    """Deletes those that are too old; gives when to look again."""
    while True:
        async with database.transaction() as tx:
            if await store.delete_before(tx, jobs.in_seconds(-KEPT_S), _ROWS_AT_ONCE) < _ROWS_AT_ONCE:
                return _EVERY_S
