"""SQL of stage instances."""

import asyncpg

from core.database import Reader, Transaction
from core.wire import Snowflake, Timestamp
from domain.stage_instances.records import StageInstance

_SELECT = "SELECT guild_id, channel_id, id, topic, privacy_level, guild_scheduled_event_id FROM stage_instances"


def _instance(row: asyncpg.Record) -> StageInstance:
    event_id = row["guild_scheduled_event_id"]
    return StageInstance(
        id=Snowflake(row["id"]),
        guild_id=Snowflake(row["guild_id"]),
        channel_id=Snowflake(row["channel_id"]),
        topic=row["topic"],
        privacy_level=row["privacy_level"],
        guild_scheduled_event_id=Snowflake(event_id) if event_id is not None else None,
    )


async def find(reader: Reader, guild_id: int, channel_id: int) -> StageInstance | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE guild_id = $1 AND channel_id = $2", guild_id, channel_id)
    return _instance(row) if row else None


async def list_of(reader: Reader, guild_id: int) -> list[StageInstance]:
    rows = await reader.fetch(f"{_SELECT} WHERE guild_id = $1 ORDER BY id", guild_id)
    return [_instance(row) for row in rows]


async def note_silence(tx: Transaction, now: Timestamp) -> None:
    """Notes since when nobody speaks on each stage. Waits for none that is being changed."""
    await tx.execute(
        "UPDATE stage_instances SET silent_since = CASE WHEN silent_since IS NULL THEN $1::timestamptz END"
        " WHERE (guild_id, channel_id) IN (SELECT guild_id, channel_id FROM stage_instances s"
        " WHERE (silent_since IS NOT NULL) = EXISTS (SELECT FROM voice_states v WHERE v.guild_id = s.guild_id"
        " AND v.channel_id = s.channel_id AND NOT v.suppress) FOR UPDATE OF s SKIP LOCKED)",
        now.datetime(),
    )


async def list_silent(reader: Reader, since: Timestamp) -> list[tuple[int, int]]:
    """Guild and channel of those on which nobody spoke since that moment."""
    rows = await reader.fetch(
        "SELECT guild_id, channel_id FROM stage_instances WHERE silent_since <= $1", since.datetime()
    )
    return [(row["guild_id"], row["channel_id"]) for row in rows]


async def find_abandoned(tx: Transaction, guild_id: int, channel_id: int, since: Timestamp) -> int | None:
    """Who opened it, if nobody spoke on it since that moment, and nobody does."""
    return await tx.fetchval(
        "SELECT opened_by FROM stage_instances WHERE guild_id = $1 AND channel_id = $2 AND silent_since <= $3"
        " AND NOT EXISTS (SELECT FROM voice_states v WHERE v.guild_id = $1 AND v.channel_id = $2 AND NOT v.suppress)",
        guild_id,
        channel_id,
        since.datetime(),
    )


async def insert(tx: Transaction, instance: StageInstance, opened_by: int) -> None:
    await tx.execute(
        "INSERT INTO stage_instances"
        " (guild_id, channel_id, id, topic, privacy_level, guild_scheduled_event_id, opened_by)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        instance.guild_id,
        instance.channel_id,
        instance.id,
        instance.topic,
        instance.privacy_level,
        instance.guild_scheduled_event_id,
        opened_by,
    )


async def update(tx: Transaction, instance: StageInstance) -> None:
    await tx.execute(
        "UPDATE stage_instances SET topic = $3, privacy_level = $4 WHERE guild_id = $1 AND channel_id = $2",
        instance.guild_id,
        instance.channel_id,
        instance.topic,
        instance.privacy_level,
    )


async def delete(tx: Transaction, guild_id: int, channel_id: int) -> None:
    await tx.execute("DELETE FROM stage_instances WHERE guild_id = $1 AND channel_id = $2", guild_id, channel_id)


async def delete_all(tx: Transaction, guild_id: int) -> None:
    await tx.execute("DELETE FROM stage_instances WHERE guild_id = $1", guild_id)
