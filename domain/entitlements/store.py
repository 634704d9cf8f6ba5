"""SQL of SKUs and entitlements."""

from collections.abc import Collection

import asyncpg

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake, Timestamp
from domain.entitlements.records import Entitlement, EntitlementType, ListEntitlements, Sku, SkuFlag, SkuType

_SKU = "SELECT id, application_id, type, name, slug, flags FROM skus"
_ENTITLEMENT = (
    "SELECT application_id, id, sku_id, user_id, guild_id, type, starts_at, ends_at, consumed, deleted"
    " FROM entitlements WHERE application_id = $1"
)
_ENDED = "(ends_at IS NOT NULL AND ends_at <= $9)"

_PAGE = f"""
    {_ENTITLEMENT}
    AND ($2::bigint IS NULL OR user_id = $2) AND ($3::bigint IS NULL OR guild_id = $3)
    AND ($4::bigint[] IS NULL OR sku_id = ANY($4)) AND ($5::bigint IS NULL OR id < $5)
    AND ($6::bigint IS NULL OR id > $6) AND NOT ($7 AND deleted) AND NOT ($8 AND {_ENDED})
    AND NOT ($10 AND starts_at IS NOT NULL AND starts_at > $9)
"""


async def find_sku(reader: Reader, sku_id: int) -> Sku | None:
    row = await reader.fetchrow(f"{_SKU} WHERE id = $1", sku_id)
    return _sku(row) if row else None


async def list_skus(reader: Reader, application_id: int) -> list[Sku]:
    rows = await reader.fetch(f"{_SKU} WHERE application_id = $1 ORDER BY id", application_id)
    return [_sku(row) for row in rows]


async def published(reader: Reader, application_id: int, sku_ids: Collection[int]) -> set[int]:
    """Which of these are SKUs of the application that can be had."""
    rows = await reader.fetch(
        "SELECT id FROM skus WHERE application_id = $1 AND id = ANY($2::bigint[]) AND flags & $3 <> 0 AND type <> $4",
        application_id,
        list(sku_ids),
        SkuFlag.AVAILABLE,
        SkuType.SUBSCRIPTION_GROUP,
    )
    return {row["id"] for row in rows}


async def insert_sku(tx: Transaction, sku: Sku) -> None:
    await tx.execute(
        "INSERT INTO skus (id, application_id, type, name, slug, flags) VALUES ($1, $2, $3, $4, $5, $6)",
        sku.id,
        sku.application_id,
        sku.type,
        sku.name,
        sku.slug,
        sku.flags,
    )


async def update_sku(tx: Transaction, sku: Sku) -> None:
    await tx.execute(
        "UPDATE skus SET name = $2, slug = $3, flags = $4 WHERE id = $1", sku.id, sku.name, sku.slug, sku.flags
    )


async def find(reader: Reader, application_id: int, entitlement_id: int) -> Entitlement | None:
    row = await reader.fetchrow(f"{_ENTITLEMENT} AND id = $2", application_id, entitlement_id)
    return _entitlement(row) if row else None


async def by_ids(reader: Reader, application_id: int, ids: Collection[int]) -> list[Entitlement]:
    rows = await reader.fetch(f"{_ENTITLEMENT} AND id = ANY($2::bigint[]) ORDER BY id", application_id, list(ids))
    return [_entitlement(row) for row in rows]


async def page(
    reader: Reader, application_id: int, asked: ListEntitlements, sku_ids: list[int] | None, now: Timestamp
) -> list[Entitlement]:
    """By rising id: the first of them, or with `before` the last."""
    backwards = asked.before is not UNSET and asked.after is UNSET
    rows = await reader.fetch(
        f"{_PAGE} ORDER BY id {'DESC' if backwards else 'ASC'} LIMIT $11",
        application_id,
        _given(asked.user_id),
        _given(asked.guild_id),
        sku_ids,
        _given(asked.before),
        _given(asked.after),
        asked.exclude_deleted or asked.only_active,
        asked.exclude_ended or asked.only_active,
        now.datetime(),
        asked.only_active,
        asked.limit,
    )
    found = [_entitlement(row) for row in rows]
    return found[::-1] if backwards else found


async def list_of_user(reader: Reader, application_id: int, user_id: int) -> list[Entitlement]:
    """Those that are the user's own, of whatever age, but none that was deleted."""
    rows = await reader.fetch(
        f"{_ENTITLEMENT} AND user_id = $2 AND guild_id IS NULL AND NOT deleted ORDER BY id", application_id, user_id
    )
    return [_entitlement(row) for row in rows]


async def hold(tx: Transaction, application_id: int, entitlement_id: int) -> Entitlement | None:
    """The entitlement, which nobody else changes until the transaction ends."""
    row = await tx.fetchrow(f"{_ENTITLEMENT} AND id = $2 AND NOT deleted FOR UPDATE", application_id, entitlement_id)
    return _entitlement(row) if row else None


async def is_entitled(reader: Reader, wanted: Entitlement) -> bool:
    """Whether its owner has one like it."""
    return bool(
        await reader.fetchval(
            "SELECT true FROM entitlements WHERE application_id = $1 AND sku_id = $2 AND NOT deleted"
            " AND CASE WHEN $4::bigint IS NULL THEN guild_id IS NULL AND user_id = $3 ELSE guild_id = $4 END LIMIT 1",
            wanted.application_id,
            wanted.sku_id,
            wanted.user_id,
            wanted.guild_id or None,
        )
    )


async def has_guild(reader: Reader, guild_id: int) -> bool:
    return bool(await reader.fetchval("SELECT true FROM guilds WHERE id = $1", guild_id))


async def insert(tx: Transaction, entitlement: Entitlement) -> None:
    await tx.execute(
        "INSERT INTO entitlements (application_id, id, sku_id, user_id, guild_id, type)"
        " VALUES ($1, $2, $3, $4, $5, $6)",
        entitlement.application_id,
        entitlement.id,
        entitlement.sku_id,
        entitlement.user_id,
        entitlement.guild_id or None,
        entitlement.type,
    )


async def mark(tx: Transaction, entitlement: Entitlement) -> None:
    """Keeps whether it was consumed, and deleted."""
    await tx.execute(
        "UPDATE entitlements SET consumed = $3, deleted = $4 WHERE application_id = $1 AND id = $2",
        entitlement.application_id,
        entitlement.id,
        bool(entitlement.consumed),
        entitlement.deleted,
    )


async def delete_of_application(tx: Transaction, application_id: int) -> None:
    await tx.execute("DELETE FROM entitlements WHERE application_id = $1", application_id)
    await tx.execute("DELETE FROM skus WHERE application_id = $1", application_id)


def _given(value: object) -> object:
    return None if value is UNSET else value


def _sku(row: asyncpg.Record) -> Sku:
    return Sku(
        id=Snowflake(row["id"]),
        type=SkuType(row["type"]),
        application_id=Snowflake(row["application_id"]),
        name=row["name"],
        slug=row["slug"],
        flags=row["flags"],
    )


def _entitlement(row: asyncpg.Record) -> Entitlement:
    return Entitlement(
        id=Snowflake(row["id"]),
        sku_id=Snowflake(row["sku_id"]),
        application_id=Snowflake(row["application_id"]),
        user_id=Snowflake(row["user_id"]),
        guild_id=Snowflake(row["guild_id"]) if row["guild_id"] is not None else UNSET,
        deleted=row["deleted"],
        starts_at=Timestamp.of(row["starts_at"]) if row["starts_at"] else None,
        ends_at=Timestamp.of(row["ends_at"]) if row["ends_at"] else None,
        type=EntitlementType(row["type"]),
        consumed=row["consumed"],
    )
