"""SQL of clearing up behind deleted channels."""

from core.database import Transaction

# A request that found the channel before its deletion is over by then, and leaves nothing behind us.
_AFTER_S = 2
_CLEANING = 0x636C65616E7570  # the lock of the process that clears up; no snowflake is so low

_CLAIM = f"""
    SELECT channel_id FROM deleted_channels WHERE deleted_at < clock_timestamp() - interval '{_AFTER_S} seconds'
    ORDER BY deleted_at LIMIT 1
"""
_TABLES = (
    "messages",
    "reactions",
    "pins",
    "poll_votes",
    "message_nonces",
    "slowmode_turns",
    "ephemeral_messages",
    "crossposts",
    "message_edits",
    "unread_mentions",
    "read_states",
)
_COLUMNS = {"read_states": "resource_id"}  # where it is not channel_id


async def claim(tx: Transaction) -> int | None:
    """A deleted channel, this transaction's alone, or None."""
    if not await tx.fetchval("SELECT pg_try_advisory_xact_lock($1)", _CLEANING):
        return None
    return await tx.fetchval(_CLAIM)


async def delete_rows(tx: Transaction, channel_id: int, limit: int) -> int:
    """Deletes at most so many of the channel's rows, of one table; 0 when none are left."""
    for table in _TABLES:
        rows = f"SELECT ctid FROM {table} WHERE {_COLUMNS.get(table, 'channel_id')} = $1 LIMIT $2"
        if gone := await tx.execute(f"DELETE FROM {table} WHERE ctid = ANY(ARRAY({rows}))", channel_id, limit):
            return gone
    return 0


async def finish(tx: Transaction, channel_id: int) -> None:
    await tx.execute("DELETE FROM deleted_channels WHERE channel_id = $1", channel_id)
