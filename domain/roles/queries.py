"""Reading roles."""

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.roles import store
from domain.roles.records import Role


async def list_roles(reader: Reader, guild_id: int) -> list[Role]:
    """The guild's roles from the lowest to the highest, @everyone first."""
    return await store.list_roles(reader, guild_id)


async def get_role(reader: Reader, guild_id: int, role_id: int) -> Role:
    """Raises 10011 when the guild has no such role."""
    role = await store.find_role(reader, guild_id, role_id)
    if role is None:
        raise Problem(codes.UNKNOWN_ROLE)
    return role


async def member_counts(reader: Reader, guild_id: int) -> dict[str, int]:
    """How many members have each role, by role id; @everyone is left out."""
    counts = await store.count_members(reader, guild_id)
    roles = await store.list_roles(reader, guild_id)
    return {str(int(role.id)): counts.get(role.id, 0) for role in roles if role.id != guild_id}
