"""SQL of commands."""

from collections.abc import Collection, Iterable

import asyncpg

from core.database import Reader, Transaction
from core.wire import Snowflake, decode, encode
from domain.commands.records import Command, CommandPermission, CommandPermissions


def _command(row: asyncpg.Record) -> Command:
    return decode(row["command"], Command)


async def find(reader: Reader, application_id: int, command_id: int) -> Command | None:
    row = await reader.fetchrow(
        "SELECT command FROM commands WHERE application_id = $1 AND id = $2", application_id, command_id
    )
    return _command(row) if row else None


async def list_of(reader: Reader, application_id: int, guild_id: int) -> list[Command]:
    """In one guild, or those for everywhere (0); the oldest first."""
    rows = await reader.fetch(
        "SELECT command FROM commands WHERE application_id = $1 AND guild_id = $2 ORDER BY id", application_id, guild_id
    )
    return [_command(row) for row in rows]


async def list_in(reader: Reader, application_ids: Collection[int], guild_id: int) -> list[Command]:
    """Those of some applications, for everywhere and for this guild."""
    rows = await reader.fetch(
        "SELECT command FROM commands WHERE application_id = ANY($1) AND guild_id IN (0, $2)"
        " ORDER BY application_id, id",
        list(application_ids),
        guild_id,
    )
    return [_command(row) for row in rows]


async def newest_version(reader: Reader, application_ids: Collection[int], guild_id: int) -> int | None:
    """When one of these lists changed the last time, as a snowflake."""
    return await reader.fetchval(
        "SELECT max(version) FROM command_lists WHERE application_id = ANY($1) AND guild_id IN (0, $2)",
        list(application_ids),
        guild_id,
    )


async def put(tx: Transaction, command: Command) -> None:
    """Keeps a new command, or a changed one."""
    await tx.execute(
        "INSERT INTO commands (application_id, id, guild_id, type, name, command) VALUES ($1, $2, $3, $4, $5, $6)"
        " ON CONFLICT (application_id, id) DO UPDATE SET name = excluded.name, command = excluded.command",
        *_values(command),
    )


async def insert_all(tx: Transaction, commands: Iterable[Command]) -> None:
    await tx.executemany(
        "INSERT INTO commands (application_id, id, guild_id, type, name, command) VALUES ($1, $2, $3, $4, $5, $6)",
        [_values(command) for command in commands],
    )


def _values(command: Command) -> tuple[object, ...]:
    return (
        command.application_id,
        command.id,
        command.guild_id or 0,
        command.type,
        command.name,
        encode(command).decode(),
    )


async def delete(tx: Transaction, application_id: int, command_ids: Collection[int]) -> None:
    """Deletes commands, but not what was said of them (`delete_permissions`)."""
    await tx.execute(
        "DELETE FROM commands WHERE application_id = $1 AND id = ANY($2)", application_id, list(command_ids)
    )


async def touch_list(tx: Transaction, application_id: int, guild_id: int, version: int, day: int, created: int) -> int:
    """Notes a change of a list; gives how many commands were made in it today."""
    return await tx.fetchval(
        "INSERT INTO command_lists AS lists (application_id, guild_id, version, day, created)"
        " VALUES ($1, $2, $3, $4, $5)"
        " ON CONFLICT (application_id, guild_id) DO UPDATE SET version = excluded.version, day = excluded.day,"
        " created = excluded.created + CASE WHEN lists.day = excluded.day THEN lists.created ELSE 0 END"
        " RETURNING created",
        application_id,
        guild_id,
        version,
        day,
        created,
    )


async def find_permissions(
    reader: Reader, application_id: int, guild_id: int, ids: Collection[int] | None = None
) -> list[CommandPermissions]:
    """Of the commands and of the application with these ids, or all."""
    rows = await reader.fetch(
        "SELECT id, permissions FROM command_permissions WHERE application_id = $1 AND guild_id = $2"
        " AND ($3::bigint[] IS NULL OR id = ANY($3)) ORDER BY id",
        application_id,
        guild_id,
        None if ids is None else list(ids),
    )
    return [_permissions(row, application_id, guild_id) for row in rows]


async def permissions_in_guild(
    reader: Reader, application_ids: Collection[int], guild_id: int
) -> list[CommandPermissions]:
    rows = await reader.fetch(
        "SELECT application_id, id, permissions FROM command_permissions"
        " WHERE application_id = ANY($1) AND guild_id = $2",
        list(application_ids),
        guild_id,
    )
    return [_permissions(row, row["application_id"], guild_id) for row in rows]


async def put_permissions(tx: Transaction, permissions: CommandPermissions) -> None:
    await tx.execute(
        "INSERT INTO command_permissions (application_id, guild_id, id, permissions) VALUES ($1, $2, $3, $4)"
        " ON CONFLICT (application_id, guild_id, id) DO UPDATE SET permissions = excluded.permissions",
        permissions.application_id,
        permissions.guild_id,
        permissions.id,
        encode(permissions.permissions).decode(),
    )


async def delete_permissions(tx: Transaction, application_id: int, ids: Collection[int]) -> None:
    """In every guild."""
    await tx.execute(
        "DELETE FROM command_permissions WHERE application_id = $1 AND id = ANY($2)", application_id, list(ids)
    )


def _permissions(row: asyncpg.Record, application_id: int, guild_id: int) -> CommandPermissions:
    permissions = decode(row["permissions"], list[CommandPermission])
    return CommandPermissions(Snowflake(row["id"]), Snowflake(application_id), Snowflake(guild_id), permissions)


async def delete_of_application(tx: Transaction, application_id: int) -> None:
    for table in ("commands", "command_lists", "command_permissions"):
        await tx.execute(f"DELETE FROM {table} WHERE application_id = $1", application_id)
