"""Forgetting join requests after 180 days, but for those of members who still wait."""

from typing import Final

import msgspec

from core import clock, jobs, snowflakes
from core.database import Database
from domain.join_requests import store

_KEPT_MS: Final = 180 * 24 * 60 * 60 * 1000
_EVERY_S: Final = 3600.0
_ROWS_AT_ONCE: Final = 1000


class ExpireJoinRequests(msgspec.Struct):
    """Nothing needs to be said."""


EXPIRE: Final = jobs.Kind("expire join requests", ExpireJoinRequests, delays_s=(600.0,) * 100)


async def expire(database: Database) -> float:
    """Deletes those that are too old; gives when to look again."""
    oldest = snowflakes.at_ms(clock.now_ms() - _KEPT_MS)
    while await _delete_old(database, oldest) == _ROWS_AT_ONCE:
        pass
    return _EVERY_S


async def _delete_old(database: Database, oldest: int) -> int:
    async with database.transaction() as tx:
        return await store.delete_old(tx, oldest, _ROWS_AT_ONCE)
