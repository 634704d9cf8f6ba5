"""Roles of a guild."""

from core import codes, snowflakes
from core.wire import Snowflake
from domain.roles import actions, queries
from domain.roles.records import CreateRole, EditRole, EditRolePosition, Role
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)
_MANAGED = (*_IN_GUILD, codes.MISSING_PERMISSIONS)


@operation("GET", "/guilds/{guild_id}/roles", who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def list_guild_roles(call: Call, guild_id: Snowflake) -> list[Role]:
    """The roles of a guild, from the lowest to the highest."""
    await call.in_guild(guild_id)
    return await queries.list_roles(call.database, guild_id)


@operation(
    "POST",
    "/guilds/{guild_id}/roles",
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_ROLE,
    problems=(*_MANAGED, codes.MAXIMUM_ROLES, codes.GUILD_NEEDS_MORE_BOOSTS),
)
async def create_guild_role(call: Call, guild_id: Snowflake, body: CreateRole) -> Role:
    """Make a role."""
    here = await call.in_guild(guild_id)
    role_id = snowflakes.make()
    await actions.keep_icon(call.instance.objects, here, role_id, body)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.create(tx, here, role_id, body)


@operation(
    "PATCH",
    "/guilds/{guild_id}/roles",
    who=Who.ACCOUNT,
    bucket=buckets.MOVE_ROLES,
    problems=(*_MANAGED, codes.UNKNOWN_ROLE, codes.INVALID_ROLE),
)
async def bulk_update_guild_roles(call: Call, guild_id: Snowflake, body: list[EditRolePosition]) -> list[Role]:
    """Move roles up and down. Gives all roles of the guild."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit_positions(tx, here, body)


@operation("GET", "/guilds/{guild_id}/roles/member-counts", who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def guild_role_member_counts(call: Call, guild_id: Snowflake) -> dict[str, int]:
    """How many members have each role, but for @everyone."""
    await call.in_guild(guild_id)
    return await queries.member_counts(call.database, guild_id)


@operation(
    "GET",
    "/guilds/{guild_id}/roles/{role_id}",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_IN_GUILD, codes.UNKNOWN_ROLE),
)
async def get_guild_role(call: Call, guild_id: Snowflake, role_id: Snowflake) -> Role:
    """A role of a guild."""
    await call.in_guild(guild_id)
    return await queries.get_role(call.database, guild_id, role_id)


@operation(
    "PATCH",
    "/guilds/{guild_id}/roles/{role_id}",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_ROLE,
    problems=(*_MANAGED, codes.UNKNOWN_ROLE, codes.GUILD_NEEDS_MORE_BOOSTS),
)
async def update_guild_role(call: Call, guild_id: Snowflake, role_id: Snowflake, body: EditRole) -> Role:
    """Change a role."""
    here = await call.in_guild(guild_id)
    await actions.keep_icon(call.instance.objects, here, role_id, body)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit(tx, here, role_id, body)


@operation(
    "DELETE",
    "/guilds/{guild_id}/roles/{role_id}",
    who=Who.ACCOUNT,
    bucket=buckets.DELETE_ROLE,
    problems=(*_MANAGED, codes.UNKNOWN_ROLE, codes.INVALID_ROLE),
)
async def delete_guild_role(call: Call, guild_id: Snowflake, role_id: Snowflake) -> None:
    """Delete a role; members and overwrites lose it."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.delete(tx, here, role_id)


OPERATIONS = [
    list_guild_roles,
    create_guild_role,
    bulk_update_guild_roles,
    guild_role_member_counts,
    get_guild_role,
    update_guild_role,
    delete_guild_role,
]
