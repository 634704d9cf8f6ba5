"""SQL of installs."""

from collections.abc import Iterable

from core.database import Reader, Transaction
from core.wire import Timestamp

_COMMANDS = "applications.commands"


async def insert_in_guild(
    tx: Transaction,
    guild_id: int,
    application_id: int,
    scopes: Iterable[str],
    permissions: int,
    user_id: int,
    now: Timestamp,
) -> None:
    """Keeps the first moment, and what was asked for last."""
    await tx.execute(
        "INSERT INTO guild_installs (guild_id, application_id, scopes, permissions, user_id, installed_at)"
        " VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (guild_id, application_id) DO UPDATE SET scopes = excluded.scopes,"
        " permissions = excluded.permissions, user_id = excluded.user_id",
        guild_id,
        application_id,
        sorted(scopes),
        permissions,
        user_id,
        now.datetime(),
    )


async def insert_for_user(
    tx: Transaction, user_id: int, application_id: int, scopes: Iterable[str], now: Timestamp
) -> None:
    await tx.execute(
        "INSERT INTO user_installs (user_id, application_id, scopes, installed_at) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (user_id, application_id) DO UPDATE SET scopes = excluded.scopes",
        user_id,
        application_id,
        sorted(scopes),
        now.datetime(),
    )


async def delete_in_guild(tx: Transaction, guild_id: int, application_id: int) -> bool:
    """Whether it was installed there."""
    return bool(
        await tx.execute(
            "DELETE FROM guild_installs WHERE guild_id = $1 AND application_id = $2", guild_id, application_id
        )
    )


async def delete_for_user(tx: Transaction, user_id: int, application_id: int) -> bool:
    """Whether the user had installed it."""
    return bool(
        await tx.execute(
            "DELETE FROM user_installs WHERE user_id = $1 AND application_id = $2", user_id, application_id
        )
    )


async def has_commands_in_guild(reader: Reader, guild_id: int, application_id: int) -> bool:
    return bool(
        await reader.fetchval(
            "SELECT true FROM guild_installs WHERE guild_id = $1 AND application_id = $2 AND $3 = ANY(scopes)",
            guild_id,
            application_id,
            _COMMANDS,
        )
    )


async def has_commands_for_user(reader: Reader, user_id: int, application_id: int) -> bool:
    return bool(
        await reader.fetchval(
            "SELECT true FROM user_installs WHERE user_id = $1 AND application_id = $2 AND $3 = ANY(scopes)",
            user_id,
            application_id,
            _COMMANDS,
        )
    )


async def with_commands_in_guild(reader: Reader, guild_id: int) -> list[int]:
    rows = await reader.fetch(
        "SELECT application_id FROM guild_installs WHERE guild_id = $1 AND $2 = ANY(scopes) ORDER BY application_id",
        guild_id,
        _COMMANDS,
    )
    return [row["application_id"] for row in rows]


async def with_commands_for_user(reader: Reader, user_id: int) -> list[int]:
    rows = await reader.fetch(
        "SELECT application_id FROM user_installs WHERE user_id = $1 AND $2 = ANY(scopes) ORDER BY application_id",
        user_id,
        _COMMANDS,
    )
    return [row["application_id"] for row in rows]
