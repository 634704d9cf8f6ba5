"""SQL of auto-moderation rules."""

from collections.abc import Iterable

import asyncpg

from core.database import Reader, Transaction
from core.wire import Snowflake, decode, encode
from domain.auto_moderation.records import METADATA, RULES, Action, AutoModerationRule, TriggerType, trigger_type

_COLUMNS = (
    "guild_id, id, name, creator_id, event_type, trigger_type, trigger_metadata, actions, enabled, exempt_roles,"
    " exempt_channels"
)
_SELECT = f"SELECT {_COLUMNS} FROM auto_moderation_rules WHERE guild_id = $1"


def _rule(row: asyncpg.Record) -> AutoModerationRule:
    kind = TriggerType(row["trigger_type"])
    return RULES[kind](
        id=Snowflake(row["id"]),
        guild_id=Snowflake(row["guild_id"]),
        creator_id=Snowflake(row["creator_id"]),
        name=row["name"],
        event_type=row["event_type"],
        actions=decode(row["actions"], list[Action]),
        enabled=row["enabled"],
        exempt_roles=[Snowflake(one) for one in row["exempt_roles"]],
        exempt_channels=[Snowflake(one) for one in row["exempt_channels"]],
        trigger_metadata=decode(row["trigger_metadata"], METADATA[kind]),
    )


async def list_of(reader: Reader, guild_id: int) -> list[AutoModerationRule]:
    """By rising id."""
    return [_rule(row) for row in await reader.fetch(f"{_SELECT} ORDER BY id", guild_id)]


async def list_among(reader: Reader, guild_id: int, ids: Iterable[int]) -> list[AutoModerationRule]:
    rows = await reader.fetch(f"{_SELECT} AND id = ANY($2::bigint[]) ORDER BY id", guild_id, list(ids))
    return [_rule(row) for row in rows]


async def find(reader: Reader, guild_id: int, rule_id: int) -> AutoModerationRule | None:
    row = await reader.fetchrow(f"{_SELECT} AND id = $2", guild_id, rule_id)
    return _rule(row) if row else None


async def put(tx: Transaction, rule: AutoModerationRule) -> None:
    """A new rule, or the new form of one that is there."""
    await tx.execute(
        f"INSERT INTO auto_moderation_rules ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        " ON CONFLICT (guild_id, id) DO UPDATE SET name = EXCLUDED.name, event_type = EXCLUDED.event_type,"
        " trigger_metadata = EXCLUDED.trigger_metadata, actions = EXCLUDED.actions, enabled = EXCLUDED.enabled,"
        " exempt_roles = EXCLUDED.exempt_roles, exempt_channels = EXCLUDED.exempt_channels",
        rule.guild_id,
        rule.id,
        rule.name,
        rule.creator_id,
        rule.event_type,
        int(trigger_type(rule)),
        encode(rule.trigger_metadata).decode(),
        encode(rule.actions).decode(),
        rule.enabled,
        rule.exempt_roles,
        rule.exempt_channels,
    )


async def delete(tx: Transaction, guild_id: int, rule_id: int) -> None:
    await tx.execute("DELETE FROM auto_moderation_rules WHERE guild_id = $1 AND id = $2", guild_id, rule_id)


async def delete_all(tx: Transaction, guild_id: int) -> None:
    await tx.execute("DELETE FROM auto_moderation_rules WHERE guild_id = $1", guild_id)
