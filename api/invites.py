"""Invites to guilds and group DMs. Docs: resources/invite, resources/channel#create-channel-invite."""

import msgspec

from core import codes
from core.wire import Snowflake
from domain.auto_moderation import names
from domain.invites import actions, queries
from domain.invites.records import CreateInvite, Invite, VanityUrl
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_CHANNEL = (codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)


class ResolveInvite(msgspec.Struct):
    """What an invite shall be shown with."""

    with_counts: bool = False


@operation("GET", "/channels/{channel_id}/invites", who=Who.ACCOUNT, bucket=buckets.READ, problems=_CHANNEL)
async def list_channel_invites(call: Call, channel_id: Snowflake) -> list[Invite]:
    """List the invites to a channel."""
    return await queries.list_of_channel(call.database, await call.in_channel(channel_id))


@operation(
    "POST",
    "/channels/{channel_id}/invites",
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_INVITE,
    problems=(
        *_CHANNEL,
        codes.CANNOT_EXECUTE_ON_DM,
        codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE,
        codes.MAXIMUM_INVITES,
        codes.UNKNOWN_ROLE,
        codes.INVALID_ROLE,
    ),
)
async def create_channel_invite(call: Call, channel_id: Snowflake, body: CreateInvite) -> Invite:
    """Create an invite to a channel."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        return await actions.create(tx, here, body)


@operation("GET", "/guilds/{guild_id}/invites", who=Who.ACCOUNT, bucket=buckets.READ, problems=_GUILD)
async def list_guild_invites(call: Call, guild_id: Snowflake) -> list[Invite]:
    """List the invites to a guild."""
    return await queries.list_of_guild(call.database, await call.in_guild(guild_id))


@operation("GET", "/guilds/{guild_id}/vanity-url", who=Who.ACCOUNT, bucket=buckets.READ, problems=_GUILD)
async def get_guild_vanity_url(call: Call, guild_id: Snowflake) -> VanityUrl:
    """Get the invite code that a guild has chosen for itself."""
    return queries.vanity_url(await call.in_guild(guild_id))


@operation("GET", "/invites/{code}", who=Who.ANYONE, bucket=buckets.READ, problems=(codes.UNKNOWN_INVITE,))
async def invite_resolve(call: Call, code: str, query: ResolveInvite) -> Invite:
    """Get an invite."""
    return await queries.resolve(call.database, call.instance.redis, code, with_counts=query.with_counts)


@operation(
    "POST",
    "/invites/{code}",
    who=Who.USER,
    bucket=buckets.ACCEPT_INVITE,
    problems=(
        codes.UNKNOWN_INVITE,
        codes.FEATURE_DISABLED,
        codes.USER_BANNED,
        codes.MAXIMUM_GUILDS,
        codes.MAXIMUM_RECIPIENTS,
    ),
)
async def accept_invite(call: Call, code: str) -> Invite:
    """Join the guild or the group DM of an invite."""
    row = await queries.find_row(call.database, code)
    async with call.transaction(lock=row.guild_id or row.channel_id) as tx:
        invite = await actions.accept(tx, call.identity, code)
    if row.guild_id is not None:
        instance = call.instance
        await names.review(call.database, instance.guilds, instance.messages.moderation, row.guild_id, call.user_id)
    return invite


@operation(
    "DELETE",
    "/invites/{code}",
    who=Who.ACCOUNT,
    bucket=buckets.REVOKE_INVITE,
    problems=(codes.UNKNOWN_INVITE, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS),
)
async def invite_revoke(call: Call, code: str) -> Invite:
    """Delete an invite."""
    row = await queries.find_row(call.database, code)
    here = await (call.in_guild(row.guild_id) if row.guild_id else call.in_channel(row.channel_id))
    async with call.transaction(lock=row.guild_id or row.channel_id) as tx:
        return await actions.revoke(tx, here, code)


OPERATIONS = [
    list_channel_invites,
    create_channel_invite,
    list_guild_invites,
    get_guild_vanity_url,
    invite_resolve,
    accept_invite,
    invite_revoke,
]
