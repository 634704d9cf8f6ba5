"""Bans of a guild. Docs: resources/guild#ban-object."""

from core import codes
from core.wire import Snowflake
from domain.bans import actions, queries
from domain.bans.records import Ban, BannedUsers, BanUser, BanUsers, ListBans, UnbanUser
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)


@operation("GET", "/guilds/{guild_id}/bans", who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def list_guild_bans(call: Call, guild_id: Snowflake, query: ListBans) -> list[Ban]:
    """The bans of a guild by rising user id, a page at a time."""
    return await queries.page(call.database, await call.in_guild(guild_id), query)


@operation(
    "GET",
    "/guilds/{guild_id}/bans/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_IN_GUILD, codes.UNKNOWN_BAN),
)
async def get_guild_ban(call: Call, guild_id: Snowflake, user_id: Snowflake) -> Ban:
    """A user's ban."""
    return await queries.get(call.database, await call.in_guild(guild_id), user_id)


@operation(
    "PUT",
    "/guilds/{guild_id}/bans/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.BAN,
    problems=(*_IN_GUILD, codes.UNKNOWN_USER),
)
async def ban_user_from_guild(
    call: Call, guild_id: Snowflake, user_id: Snowflake, query: BanUser, body: BanUser
) -> None:
    """Keep a user out of the guild, member or not. Libraries say in the query what others say in the body."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.ban(tx, here, user_id, body.deletes_s or query.deletes_s)


@operation(
    "DELETE",
    "/guilds/{guild_id}/bans/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.BAN,
    problems=(*_IN_GUILD, codes.UNKNOWN_BAN),
)
async def unban_user_from_guild(call: Call, guild_id: Snowflake, user_id: Snowflake, body: UnbanUser) -> None:
    """Let a banned user come again."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.unban(tx, here, user_id)


@operation(
    "POST",
    "/guilds/{guild_id}/bulk-ban",
    who=Who.ACCOUNT,
    bucket=buckets.BAN_SEVERAL,
    problems=(*_IN_GUILD, codes.FAILED_TO_BAN_USERS),
)
async def bulk_ban_users_from_guild(call: Call, guild_id: Snowflake, body: BanUsers) -> BannedUsers:
    """Ban several users at once."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.ban_several(tx, here, body)


OPERATIONS = [
    list_guild_bans,
    get_guild_ban,
    ban_user_from_guild,
    unban_user_from_guild,
    bulk_ban_users_from_guild,
]
