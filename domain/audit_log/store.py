"""SQL of the audit log."""

import asyncpg

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake, decode, encode
from domain.audit_log.records import AuditLogEntry, Change, ListAuditLog

_COLUMNS = "id, action_type, user_id, target_id, changes, options, reason"


async def insert(tx: Transaction, guild_id: int, entry: AuditLogEntry) -> bool:
    """False when there is no such guild."""
    added = await tx.execute(
        f"INSERT INTO audit_log_entries (guild_id, {_COLUMNS})"
        " SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE EXISTS (SELECT FROM guilds WHERE id = $1)",
        guild_id,
        entry.id,
        entry.action_type,
        entry.user_id,
        entry.target_id,
        encode(entry.changes).decode() if entry.changes is not UNSET else None,
        encode(entry.options).decode() if entry.options is not UNSET else None,
        entry.reason or None,
    )
    return bool(added)


async def list_entries(reader: Reader, guild_id: int, query: ListAuditLog, since: int) -> list[AuditLogEntry]:
    """Those that the filters let through and whose ids are above `since`."""
    is_after = query.after is not UNSET
    rows = await reader.fetch(
        f"SELECT {_COLUMNS} FROM audit_log_entries WHERE guild_id = $1 AND id > $2"
        " AND ($3::bigint IS NULL OR id < $3) AND ($4::bigint IS NULL OR user_id = $4)"
        " AND ($5::bigint IS NULL OR target_id = $5) AND ($6::smallint IS NULL OR action_type = $6)"
        f" ORDER BY id {'ASC' if is_after else 'DESC'} LIMIT $7",
        guild_id,
        max(since, query.after or 0),
        None if query.before is UNSET else query.before,
        None if query.user_id is UNSET else query.user_id,
        None if query.target_id is UNSET else query.target_id,
        None if query.action_type is UNSET else int(query.action_type),
        query.limit,
    )
    return [_entry(row) for row in rows]


async def delete_old(reader: Reader, before: int, limit: int) -> int:
    """Deletes so many of the entries with lower ids; gives how many."""
    rows = await reader.fetch(
        "DELETE FROM audit_log_entries WHERE (guild_id, id) IN"
        " (SELECT guild_id, id FROM audit_log_entries WHERE id < $1 LIMIT $2) RETURNING id",
        before,
        limit,
    )
    return len(rows)


def _entry(row: asyncpg.Record) -> AuditLogEntry:
    return AuditLogEntry(
        id=Snowflake(row["id"]),
        action_type=row["action_type"],
        user_id=_id(row["user_id"]),
        target_id=_id(row["target_id"]),
        changes=decode(row["changes"], list[Change]) if row["changes"] else UNSET,
        options=decode(row["options"], dict[str, str]) if row["options"] else UNSET,
        reason=row["reason"] or UNSET,
    )


def _id(value: int | None) -> Snowflake | None:
    return None if value is None else Snowflake(value)
