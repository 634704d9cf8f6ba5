"""Reading bans."""

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET
from domain.bans import store
from domain.bans.records import Ban, ListBans
from domain.channels.access import GuildAccess
from domain.permissions.bits import Permission


async def page(reader: Reader, here: GuildAccess, query: ListBans) -> list[Ban]:
    """By rising user id. `before` counts when both are given. Docs: resources/guild#get-guild-bans."""
    here.require(Permission.BAN_MEMBERS)
    if query.before is not UNSET:
        return await store.list_before(reader, here.guild_id, query.before, query.limit)
    return await store.list_after(reader, here.guild_id, query.after or 0, query.limit)


async def get(reader: Reader, here: GuildAccess, user_id: int) -> Ban:
    """Raises 10026 for one who is not banned."""
    here.require(Permission.BAN_MEMBERS)
    ban = await store.find(reader, here.guild_id, user_id)
    if ban is None:
        raise Problem(codes.UNKNOWN_BAN)
    return ban


async def require_not_banned(reader: Reader, guild_id: int, user_id: int) -> None:
    """Raises 40007 for one who may not join."""
    if await store.find(reader, guild_id, user_id) is not None:
        raise Problem(codes.USER_BANNED)
