"""The audit log of a guild. Docs: resources/audit-log."""

from core import codes
from core.wire import Snowflake
from domain import audit_log_pages
from domain.audit_log.records import ListAuditLog
from domain.audit_log_pages import AuditLog
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation


@operation(
    "GET",
    "/guilds/{guild_id}/audit-logs",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS),
)
async def list_guild_audit_log_entries(call: Call, guild_id: Snowflake, query: ListAuditLog) -> AuditLog:
    """List what was changed in a guild, by whom and why."""
    here = await call.in_guild(guild_id)
    return await audit_log_pages.get(call.database, here, query)


OPERATIONS: list[Operation] = [list_guild_audit_log_entries]
