"""Forgetting invites that have expired. Nobody is told: that they expire was said when they were made."""

from typing import Final

import msgspec

from core import clock, jobs
from core.database import Database
from domain.invites import store

_EVERY_S: Final = 3600.0
_ROWS_AT_ONCE: Final = 1000


class ExpireInvites(msgspec.Struct):
    """Nothing needs to be said."""


EXPIRE: Final = jobs.Kind("expire invites", ExpireInvites, delays_s=(600.0,) * 100)


async def expire(database: Database) -> float:
    """Deletes those that have expired, with whom they were for; gives when to look again."""
    now = clock.timestamp().datetime()
    async with database.transaction() as tx:
        gone = await store.delete_expired(tx, now, _ROWS_AT_ONCE)
    return 0.0 if gone == _ROWS_AT_ONCE else _EVERY_S
