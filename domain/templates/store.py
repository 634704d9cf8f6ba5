"""SQL of templates."""

import datetime as dt
from typing import Any

import asyncpg
import msgspec

from core.database import Reader, Transaction
from core.wire import decode, encode
from domain.templates.records import TemplateSnapshot


class TemplateRow(msgspec.Struct):
    """A template as it is stored."""

    code: str
    guild_id: int
    name: str
    description: str | None
    creator_id: int
    usage_count: int
    created_at: dt.datetime
    updated_at: dt.datetime
    snapshot: TemplateSnapshot


_COLUMNS = ", ".join(TemplateRow.__struct_fields__)
_SELECT = f"SELECT {_COLUMNS} FROM templates"


def _row(row: asyncpg.Record) -> TemplateRow:
    values: dict[str, Any] = dict(row) | {"snapshot": decode(row["snapshot"], TemplateSnapshot)}
    return TemplateRow(**values)


async def find(reader: Reader, code: str) -> TemplateRow | None:
    row = await reader.fetchrow(f"{_SELECT} WHERE code = $1", code)
    return _row(row) if row else None


async def of_guild(reader: Reader, guild_id: int) -> list[TemplateRow]:
    return [_row(row) for row in await reader.fetch(f"{_SELECT} WHERE guild_id = $1", guild_id)]


async def insert(tx: Transaction, made: TemplateRow) -> None:
    *others, snapshot = msgspec.structs.astuple(made)
    await tx.execute(
        f"INSERT INTO templates ({_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        *others,
        encode(snapshot).decode(),
    )


async def update(tx: Transaction, changed: TemplateRow) -> None:
    """Writes all but the count of uses, which others may change meanwhile."""
    await tx.execute(
        "UPDATE templates SET name = $2, description = $3, updated_at = $4, snapshot = $5 WHERE code = $1",
        changed.code,
        changed.name,
        changed.description,
        changed.updated_at,
        encode(changed.snapshot).decode(),
    )


async def count_use(tx: Transaction, code: str) -> bool:
    """False when there is no such template."""
    return bool(await tx.execute("UPDATE templates SET usage_count = usage_count + 1 WHERE code = $1", code))


async def delete(tx: Transaction, code: str) -> None:
    await tx.execute("DELETE FROM templates WHERE code = $1", code)
