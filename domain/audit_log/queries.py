"""Reading the audit log: what is not older than 45 days."""

from core import clock, snowflakes
from core.database import Reader
from domain.audit_log import store
from domain.audit_log.records import AuditLogEntry, ListAuditLog

KEPT_MS = 45 * 24 * 3600 * 1000


async def list_entries(reader: Reader, guild_id: int, query: ListAuditLog) -> list[AuditLogEntry]:
    """The newest first; with `after` the oldest. An entry is gone when its time is up, though its row may lie yet."""
    return await store.list_entries(reader, guild_id, query, oldest_id())


def oldest_id() -> int:
    """Entries with lower ids are too old."""
    return snowflakes.at_ms(clock.now_ms() - KEPT_MS)
