"""Guilds: making, reading, changing, leaving and deleting them."""

from typing import Annotated

import msgspec

from core import codes, snowflakes
from core.wire import UNSET, Snowflake, UnsetType
from domain import presences
from domain.guilds import actions, creation, queries, rules
from domain.guilds.records import CreateGuild, EditGuild, Guild, GuildPreview, GuildWithCounts, MyGuild
from domain.members import actions as member_actions
from domain.voice_states.regions import REGIONS, VoiceRegion
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation

_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)


class GetGuild(msgspec.Struct):
    with_counts: bool = False


class ListMyGuilds(msgspec.Struct):
    before: Snowflake | UnsetType = UNSET
    after: Snowflake | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=1, le=200)] = 200
    with_counts: bool = False


@operation(
    "POST",
    "/guilds",
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_GUILD,
    status=201,
    answer=Guild,
    problems=(codes.MAXIMUM_GUILDS, codes.BOTS_NOT_ALLOWED),
)
async def create_guild(call: Call, body: CreateGuild) -> Answer:
    """Make a guild that the caller owns."""
    creation.require_allowed(call.settings, call.identity)
    guild_id, features = snowflakes.make(), creation.features(call.settings)
    await creation.keep_pictures(call.instance.objects, guild_id, body)
    async with call.transaction(lock=guild_id) as tx:
        return Answer(201, await creation.create(tx, guild_id, call.user_id, body, features))


@operation("GET", "/guilds/{guild_id}", who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def get_guild(call: Call, guild_id: Snowflake, query: GetGuild) -> GuildWithCounts:
    """A guild of the caller."""
    await call.in_guild(guild_id)
    guild = await queries.get_with_counts(call.database, guild_id, shown=query.with_counts)
    if query.with_counts:
        await _count_online(call, guild)
    return guild


@operation(
    "PATCH",
    "/guilds/{guild_id}",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_GUILD,
    problems=(
        *_IN_GUILD,
        codes.MISSING_PERMISSIONS,
        codes.UNKNOWN_MEMBER,
        codes.OWNER_CANNOT_BE_BOT,
        codes.OWNER_CANNOT_BE_PENDING,
    ),
)
async def update_guild(call: Call, guild_id: Snowflake, body: EditGuild) -> Guild:
    """Change a guild, or give it to another member."""
    here = await call.in_guild(guild_id)
    await actions.keep_pictures(call.instance.objects, here, body)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit(tx, here, body)


@operation(
    "DELETE",
    "/guilds/{guild_id}",
    who=Who.ACCOUNT,
    bucket=buckets.DELETE_GUILD,
    problems=(*_IN_GUILD, codes.MISSING_PERMISSIONS),
)
async def delete_guild(call: Call, guild_id: Snowflake) -> None:
    """Delete a guild for good. Only its owner may."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.delete(tx, here)


@operation("GET", "/guilds/{guild_id}/preview", who=Who.ACCOUNT, bucket=buckets.READ, problems=(codes.UNKNOWN_GUILD,))
async def get_guild_preview(call: Call, guild_id: Snowflake) -> GuildPreview:
    """What a guild shows of itself: to its members, and to all when it can be discovered."""
    preview = await queries.get_preview(call.database, guild_id)
    if rules.DISCOVERABLE not in preview.features:
        await call.in_guild(guild_id)
    await _count_online(call, preview)
    return preview


@operation("GET", "/guilds/{guild_id}/regions", who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def list_guild_voice_regions(call: Call, guild_id: Snowflake) -> list[VoiceRegion]:
    """Where a guild's voice channels can be served."""
    await call.in_guild(guild_id)
    return REGIONS


@operation("GET", "/users/@me/guilds", who=Who.ACCOUNT, scopes=("guilds",), bucket=buckets.READ)
async def list_my_guilds(call: Call, query: ListMyGuilds) -> list[MyGuild]:
    """The caller's guilds, by rising id."""
    guilds = await queries.list_of_user(
        call.database,
        call.user_id,
        before=query.before or None,
        after=query.after or 0,
        limit=query.limit,
        with_counts=query.with_counts,
    )
    if query.with_counts:
        await _count_online(call, *guilds)
    return guilds


@operation(
    "DELETE",
    "/users/@me/guilds/{guild_id}",
    who=Who.ACCOUNT,
    bucket=buckets.LEAVE_GUILD,
    problems=(*_IN_GUILD, codes.INVALID_GUILD),
)
async def leave_guild(call: Call, guild_id: Snowflake) -> None:
    """Leave a guild. Its owner cannot."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await member_actions.leave(tx, here)


async def _count_online(call: Call, *guilds: GuildWithCounts | GuildPreview | MyGuild) -> None:
    online = await presences.counts(call.instance.redis, [guild.id for guild in guilds])
    for guild, count in zip(guilds, online, strict=True):
        guild.approximate_presence_count = count


OPERATIONS = [
    create_guild,
    get_guild,
    update_guild,
    delete_guild,
    get_guild_preview,
    list_guild_voice_regions,
    list_my_guilds,
    leave_guild,
]
