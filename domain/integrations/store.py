"""SQL of integrations, which are the installs of applications in guilds."""

from collections.abc import Iterable

import asyncpg

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake, Timestamp
from domain.integrations.records import Integration, IntegrationAccount, IntegrationApplication
from domain.users import queries as users

_SELECT = (
    "SELECT i.integration_id, i.application_id, i.scopes, i.user_id, a.name, a.icon, a.description, a.cover_image"
    " FROM guild_installs i JOIN applications a ON a.id = i.application_id WHERE i.guild_id = $1"
)


async def find_of(reader: Reader, guild_id: int, application_id: int) -> Integration | None:
    rows = await reader.fetch(f"{_SELECT} AND i.application_id = $2", guild_id, application_id)
    return (await _integrations(reader, rows))[0] if rows else None


async def find(reader: Reader, guild_id: int, integration_id: int) -> Integration | None:
    rows = await reader.fetch(f"{_SELECT} AND i.integration_id = $2", guild_id, integration_id)
    return (await _integrations(reader, rows))[0] if rows else None


async def list_of_guild(reader: Reader, guild_id: int, limit: int) -> list[Integration]:
    """By rising id."""
    rows = await reader.fetch(f"{_SELECT} ORDER BY i.integration_id LIMIT $2", guild_id, limit)
    return await _integrations(reader, rows)


async def upsert(
    tx: Transaction,
    guild_id: int,
    application_id: int,
    integration_id: int,
    scopes: Iterable[str],
    permissions: int,
    user_id: int,
    now: Timestamp,
) -> None:
    """Keeps the first id and moment, and what was asked for last."""
    await tx.execute(
        "INSERT INTO guild_installs"
        " (guild_id, application_id, integration_id, scopes, permissions, user_id, installed_at)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)"
        " ON CONFLICT (guild_id, application_id) DO UPDATE SET scopes = excluded.scopes,"
        " permissions = excluded.permissions, user_id = excluded.user_id",
        guild_id,
        application_id,
        integration_id,
        sorted(scopes),
        permissions,
        user_id,
        now.datetime(),
    )


async def delete(tx: Transaction, guild_id: int, application_id: int) -> int | None:
    """The id of the integration that there was."""
    return await tx.fetchval(
        "DELETE FROM guild_installs WHERE guild_id = $1 AND application_id = $2 RETURNING integration_id",
        guild_id,
        application_id,
    )


async def _integrations(reader: Reader, rows: list[asyncpg.Record]) -> list[Integration]:
    people = await users.by_ids(reader, {id_ for row in rows for id_ in (row["application_id"], row["user_id"])})
    return [
        Integration(
            id=Snowflake(row["integration_id"]),
            name=row["name"],
            account=IntegrationAccount(str(row["application_id"]), row["name"]),
            application=IntegrationApplication(
                id=Snowflake(row["application_id"]),
                name=row["name"],
                icon=row["icon"],
                description=row["description"],
                cover_image=row["cover_image"] or UNSET,
                bot=people.get(row["application_id"], UNSET),
            ),
            scopes=row["scopes"],
            user=people.get(row["user_id"], UNSET),
        )
        for row in rows
    ]
