"""Members of a guild."""

from typing import Annotated

import msgspec

from core import codes
from core.wire import UNSET, Snowflake
from domain.auto_moderation import names
from domain.bans import queries as bans
from domain.members import actions, queries
from domain.members.records import AddMember, EditMember, EditMyMember, Member, PrivateMember
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation

_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)
_CHANGED = (*_IN_GUILD, codes.MISSING_PERMISSIONS, codes.UNKNOWN_MEMBER)
_ROLES = (*_CHANGED, codes.UNKNOWN_ROLE, codes.INVALID_ROLE)

_Limit = Annotated[int, msgspec.Meta(ge=1, le=1000)]


class ListMembers(msgspec.Struct):
    limit: _Limit = 1
    after: Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)] = 0


class SearchMembers(msgspec.Struct):
    query: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    limit: _Limit = 1


@operation("GET", "/guilds/{guild_id}/members", who=Who.ACCOUNT, bucket=buckets.LIST_MEMBERS, problems=_IN_GUILD)
async def list_guild_members(call: Call, guild_id: Snowflake, query: ListMembers) -> list[Member]:
    """The members of a guild by rising id, a page at a time. A bot needs the intent for members."""
    await call.in_guild(guild_id)
    await queries.require_members_intent(call.database, call.identity)
    return await queries.page(call.database, guild_id, query.after, query.limit)


@operation("GET", "/guilds/{guild_id}/members/search", who=Who.ACCOUNT, bucket=buckets.LIST_MEMBERS, problems=_IN_GUILD)
async def search_guild_members(call: Call, guild_id: Snowflake, query: SearchMembers) -> list[Member]:
    """Members one of whose names starts as the query says."""
    await call.in_guild(guild_id)
    return await queries.search(call.database, guild_id, query.query, query.limit)


@operation(
    "GET",
    "/users/@me/guilds/{guild_id}/member",
    who=Who.ACCOUNT,
    scopes=("guilds.members.read",),
    bucket=buckets.READ,
    problems=_IN_GUILD,
)
async def get_my_guild_member(call: Call, guild_id: Snowflake) -> PrivateMember:
    """The caller as a member of a guild, with what he may do there."""
    here = await call.in_guild(guild_id)
    return queries.private(await queries.get(call.database, guild_id, call.user_id), here.permissions)


@operation(
    "PATCH",
    "/guilds/{guild_id}/members/@me",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_MY_MEMBER,
    problems=(*_IN_GUILD, codes.MISSING_PERMISSIONS),
)
async def update_my_guild_member(call: Call, guild_id: Snowflake, body: EditMyMember) -> PrivateMember:
    """Change how the caller appears in a guild."""
    here = await call.in_guild(guild_id)
    await actions.keep_pictures(call.instance.objects, here, body)
    async with call.transaction(lock=guild_id) as tx:
        member = await actions.edit_me(tx, here, body)
    if body.nick is not UNSET:
        reviewed = await _review(call, guild_id, call.user_id)
        member.flags = reviewed.flags if reviewed else member.flags
    return member


async def _review(call: Call, guild_id: Snowflake, user_id: Snowflake | int) -> Member | None:
    """The member after auto-moderation has looked at his names, if it has rules for them."""
    instance = call.instance
    return await names.review(call.database, instance.guilds, instance.messages.moderation, guild_id, user_id)


@operation(
    "GET",
    "/guilds/{guild_id}/members/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_IN_GUILD, codes.UNKNOWN_MEMBER),
)
async def get_guild_member(call: Call, guild_id: Snowflake, user_id: Snowflake) -> Member:
    """A member of a guild."""
    await call.in_guild(guild_id)
    return await queries.get(call.database, guild_id, user_id)


@operation(
    "PATCH",
    "/guilds/{guild_id}/members/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_MEMBER,
    problems=(*_ROLES, codes.TARGET_NOT_CONNECTED_TO_VOICE),
)
async def update_guild_member(call: Call, guild_id: Snowflake, user_id: Snowflake, body: EditMember) -> Member:
    """Change a member: name, roles, restrictions. Each needs its own permission."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        member = await actions.edit(tx, here, user_id, body)
    if body.nick is not UNSET:
        member = await _review(call, guild_id, user_id) or member
    return member


@operation(
    "PUT",
    "/guilds/{guild_id}/members/{user_id}",
    who=Who.BOT,
    bucket=buckets.ADD_MEMBER,
    status=(201, 204),
    answer=Member,
    problems=(
        *(codes.INVALID_OAUTH2_ACCESS_TOKEN, codes.MISSING_OAUTH2_SCOPE, codes.MAXIMUM_GUILDS, codes.USER_BANNED),
        *(*_IN_GUILD, codes.MISSING_PERMISSIONS, codes.UNKNOWN_ROLE, codes.INVALID_ROLE),
    ),
)
async def add_guild_member(call: Call, guild_id: Snowflake, user_id: Snowflake, body: AddMember) -> Answer:
    """Make a user a member who has let the bot's application do so. 204 when he is one already."""
    here = await call.in_guild(guild_id)
    agreed = await call.instance.identities.find(body.access_token)
    async with call.transaction(lock=guild_id) as tx:
        await bans.require_not_banned(tx, guild_id, user_id)
        member = await actions.add_for_bearer(tx, here, user_id, agreed, body)
    if member is not None:
        member = await _review(call, guild_id, user_id) or member
    return Answer(201, member) if member else Answer(204)


@operation(
    "DELETE", "/guilds/{guild_id}/members/{user_id}", who=Who.ACCOUNT, bucket=buckets.KICK_MEMBER, problems=_CHANGED
)
async def delete_guild_member(call: Call, guild_id: Snowflake, user_id: Snowflake) -> None:
    """Put a member out of the guild."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.kick(tx, here, user_id)


@operation(
    "PUT",
    "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
    who=Who.ACCOUNT,
    bucket=buckets.MEMBER_ROLES,
    problems=_ROLES,
)
async def add_guild_member_role(call: Call, guild_id: Snowflake, user_id: Snowflake, role_id: Snowflake) -> None:
    """Give a member a role."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.add_role(tx, here, user_id, role_id)


@operation(
    "DELETE",
    "/guilds/{guild_id}/members/{user_id}/roles/{role_id}",
    who=Who.ACCOUNT,
    bucket=buckets.MEMBER_ROLES,
    problems=_ROLES,
)
async def delete_guild_member_role(call: Call, guild_id: Snowflake, user_id: Snowflake, role_id: Snowflake) -> None:
    """Take a role from a member."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.remove_role(tx, here, user_id, role_id)


OPERATIONS = [
    add_guild_member,
    list_guild_members,
    search_guild_members,
    get_my_guild_member,
    update_my_guild_member,
    get_guild_member,
    update_guild_member,
    delete_guild_member,
    add_guild_member_role,
    delete_guild_member_role,
]
