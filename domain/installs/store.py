"""SQL of installs. Those in guilds are written by domain/integrations."""

from collections.abc import Iterable

from core.database import Reader, Transaction
from core.wire import Timestamp

_COMMANDS = "applications.commands"


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


async def delete_for_user(tx: Transaction, user_id: int, application_id: int) -> bool:
    """Whether the user had installed it."""
    return bool(
        await tx.execute(
            "DELETE FROM user_installs WHERE user_id = $1 AND application_id = $2", user_id, application_id
        )
    )


async def list_of_user(reader: Reader, user_id: int) -> dict[int, list[str]]:
    """The scopes of what the user installed for himself, by application."""
    rows = await reader.fetch("SELECT application_id, scopes FROM user_installs WHERE user_id = $1", user_id)
    return {row["application_id"]: row["scopes"] for row in rows}


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
