"""SQL of roles."""

from collections.abc import Iterable

import asyncpg

from core.database import Reader, Transaction
from core.wire import UNSET, Permissions, Snowflake
from domain.roles.records import Role, RoleColors, RoleTags

_COLUMNS = (
    "name, permissions, position, color, secondary_color, tertiary_color, hoist, managed, mentionable, icon,"
    " unicode_emoji, flags, bot_id"
)
_PLACES = ", ".join(f"${number}" for number in range(3, 16))


def _role(row: asyncpg.Record) -> Role:
    return Role(
        id=Snowflake(row["id"]),
        name=row["name"],
        permissions=Permissions(row["permissions"]),
        position=row["position"],
        color=row["color"],
        colors=RoleColors(row["color"], row["secondary_color"], row["tertiary_color"]),
        hoist=row["hoist"],
        managed=row["managed"],
        mentionable=row["mentionable"],
        icon=row["icon"],
        unicode_emoji=row["unicode_emoji"],
        tags=RoleTags(bot_id=Snowflake(row["bot_id"])) if row["bot_id"] is not None else UNSET,
        flags=row["flags"],
    )


def _values(guild_id: int, role: Role) -> tuple[object, ...]:
    bot_id = role.tags.bot_id if role.tags is not UNSET else UNSET
    return (
        guild_id,
        role.id,
        role.name,
        role.permissions,
        role.position,
        role.colors.primary_color,
        role.colors.secondary_color,
        role.colors.tertiary_color,
        role.hoist,
        role.managed,
        role.mentionable,
        role.icon,
        role.unicode_emoji,
        role.flags,
        None if bot_id is UNSET else bot_id,
    )


async def list_roles(reader: Reader, guild_id: int) -> list[Role]:
    """The guild's roles from the lowest to the highest, @everyone first."""
    rows = await reader.fetch(
        f"SELECT id, {_COLUMNS} FROM roles WHERE guild_id = $1 ORDER BY id <> guild_id, position, id DESC", guild_id
    )
    return [_role(row) for row in rows]


async def find_role(reader: Reader, guild_id: int, role_id: int) -> Role | None:
    row = await reader.fetchrow(f"SELECT id, {_COLUMNS} FROM roles WHERE guild_id = $1 AND id = $2", guild_id, role_id)
    return _role(row) if row else None


async def find_role_of_bot(reader: Reader, guild_id: int, bot_id: int) -> Role | None:
    row = await reader.fetchrow(
        f"SELECT id, {_COLUMNS} FROM roles WHERE guild_id = $1 AND bot_id = $2", guild_id, bot_id
    )
    return _role(row) if row else None


async def features(reader: Reader, guild_id: int) -> list[str]:
    """The guild's features, which decide how roles may look."""
    return await reader.fetchval("SELECT features FROM guilds WHERE id = $1", guild_id) or []


async def count_roles(reader: Reader, guild_id: int) -> int:
    return await reader.fetchval("SELECT count(*) FROM roles WHERE guild_id = $1", guild_id)


async def count_members(reader: Reader, guild_id: int) -> dict[int, int]:
    """How many members have each role; roles that nobody has are left out."""
    rows = await reader.fetch(
        "SELECT role, count(*) AS members FROM members, unnest(roles) AS role WHERE guild_id = $1 GROUP BY role",
        guild_id,
    )
    return {row["role"]: row["members"] for row in rows}


async def insert_role(tx: Transaction, guild_id: int, role: Role) -> None:
    await tx.execute(
        f"INSERT INTO roles (guild_id, id, {_COLUMNS}) VALUES ($1, $2, {_PLACES})", *_values(guild_id, role)
    )


async def update_role(tx: Transaction, guild_id: int, role: Role) -> None:
    await tx.execute(
        f"UPDATE roles SET ({_COLUMNS}) = ROW({_PLACES}) WHERE guild_id = $1 AND id = $2", *_values(guild_id, role)
    )


async def update_positions(tx: Transaction, guild_id: int, roles: Iterable[Role]) -> None:
    await tx.executemany(
        "UPDATE roles SET position = $3 WHERE guild_id = $1 AND id = $2",
        [(guild_id, role.id, role.position) for role in roles],
    )


async def delete_role(tx: Transaction, guild_id: int, role_id: int) -> None:
    """Deletes the role, and takes it from members and from overwrites."""
    await tx.execute("DELETE FROM roles WHERE guild_id = $1 AND id = $2", guild_id, role_id)
    await tx.execute(
        "UPDATE members SET roles = array_remove(roles, $2) WHERE guild_id = $1 AND $2 = ANY(roles)", guild_id, role_id
    )
    await tx.execute(
        "DELETE FROM overwrites WHERE id = $2 AND channel_id IN"
        " (SELECT id FROM channels WHERE guild_id = $1 AND type NOT IN (10, 11, 12))",
        guild_id,
        role_id,
    )
