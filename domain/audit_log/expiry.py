"""Forgetting entries after 45 days."""

from typing import Final

import msgspec

from core import jobs
from core.database import Database
from domain.audit_log import queries, store

_EVERY_S: Final = 3600.0
_ROWS_AT_ONCE: Final = 1000


class ExpireAuditLog(msgspec.Struct):
    """Nothing needs to be said."""


EXPIRE: Final = jobs.Kind("expire audit log", ExpireAuditLog, delays_s=(600.0,) * 100)


async def expire(database: Database) -> float:
    """Deletes those that are too old; gives when to look again."""
    while await store.delete_old(database, queries.oldest_id(), _ROWS_AT_ONCE) == _ROWS_AT_ONCE:
        pass
    return _EVERY_S
