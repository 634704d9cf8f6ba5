"""Invites to guilds and group DMs. Docs: resources/invite, resources/channel#create-channel-invite."""

from typing import Any

import msgspec

from core import codes
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.auto_moderation import names
from domain.channels.access import GuildAccess
from domain.invites import actions, queries, target_users, vanity
from domain.invites.records import CreateInvite, EditVanityUrl, Invite, ResolveInvite, VanityUrl
from domain.invites.target_users import InvalidTargetUsersError, TargetUsersJob
from domain.messages import group_posts
from rest import buckets
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Answer, Refusals, Who, operation

_CHANNEL = (codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_TARGETS = (codes.UNKNOWN_INVITE, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)


class RefusedInvite(msgspec.Struct):
    """What is wrong: as everywhere, and of a file of target users also the lines, as is documented for it."""

    message: str
    code: int
    errors: dict[str, Any] | UnsetType = UNSET
    target_users_file: list[str] | UnsetType = UNSET


def _refused(error: Exception) -> Answer | None:
    if not isinstance(error, InvalidTargetUsersError):
        return None
    told = msgspec.json.decode(error.body(), type=RefusedInvite)
    told.target_users_file = error.lines
    return Answer(error.status, told)


_OF_FILES = Refusals(RefusedInvite, (400,), _refused)


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
    file_name=target_users.FIELD,
    refusals=_OF_FILES,
)
async def create_channel_invite(call: Call, channel_id: Snowflake, body: CreateInvite, file: Upload | None) -> Invite:
    """Create an invite to a channel."""
    here = await call.in_channel(channel_id)
    users = target_users.parse(file.content) if file is not None else None
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        return await actions.create(tx, here, body, users)


@operation("GET", "/guilds/{guild_id}/invites", who=Who.ACCOUNT, bucket=buckets.READ, problems=_GUILD)
async def list_guild_invites(call: Call, guild_id: Snowflake) -> list[Invite]:
    """List the invites to a guild."""
    return await queries.list_of_guild(call.database, await call.in_guild(guild_id))


@operation("GET", "/guilds/{guild_id}/vanity-url", who=Who.ACCOUNT, bucket=buckets.READ, problems=_GUILD)
async def get_guild_vanity_url(call: Call, guild_id: Snowflake) -> VanityUrl:
    """Get the invite code that a guild has chosen for itself."""
    return await vanity.get(call.database, await call.in_guild(guild_id))


@operation(
    "PATCH",
    "/guilds/{guild_id}/vanity-url",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_VANITY_URL,
    problems=(*_GUILD, codes.INVITE_CODE_INVALID_OR_TAKEN),
)
async def update_guild_vanity_url(call: Call, guild_id: Snowflake, body: EditVanityUrl) -> VanityUrl:
    """Choose the guild's own invite code, or none."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await vanity.edit(tx, here, body)


@operation(
    "GET", "/invites/{code}", who=Who.ANYONE | Who.ACCOUNT, bucket=buckets.READ, problems=(codes.UNKNOWN_INVITE,)
)
async def invite_resolve(call: Call, code: str, query: ResolveInvite) -> Invite:
    """Get an invite."""
    instance = call.instance
    return await queries.resolve(call.database, instance.redis, instance.guilds, call.maybe_identity, code, query)


@operation(
    "POST",
    "/invites/{code}",
    who=Who.USER,
    scopes=("guilds.join",),
    bucket=buckets.ACCEPT_INVITE,
    problems=(
        codes.UNKNOWN_INVITE,
        codes.USER_BANNED,
        codes.MAXIMUM_GUILDS,
        codes.MAXIMUM_RECIPIENTS,
        codes.FEATURE_DISABLED,
        codes.INVITE_TO_GUILD_WITHOUT_BOT,
    ),
)
async def accept_invite(call: Call, code: str) -> Invite:
    """Join the guild or the group DM of an invite."""
    row = await queries.find_any_row(call.database, code)
    async with call.transaction(lock=row.guild_id or row.channel_id) as tx:
        invite = await actions.accept(tx, call.identity, code, row.guild_id)
    if row.guild_id is not None and invite.new_member:
        instance = call.instance
        await names.review(call.database, instance.guilds, instance.messages.moderation, row.guild_id, call.user_id)
    if row.guild_id is None and invite.new_member:
        here = await call.in_channel(row.channel_id)
        await group_posts.invited(call.instance.messages, here, row.inviter_id or call.user_id)
    return invite


@operation("DELETE", "/invites/{code}", who=Who.ACCOUNT, bucket=buckets.REVOKE_INVITE, problems=_TARGETS)
async def invite_revoke(call: Call, code: str) -> Invite:
    """Delete an invite."""
    row = await queries.find_row(call.database, code)
    here = await (call.in_guild(row.guild_id) if row.guild_id else call.in_channel(row.channel_id))
    async with call.transaction(lock=row.guild_id or row.channel_id) as tx:
        return await actions.revoke(tx, here, code)


@operation(
    "GET",
    "/invites/{code}/target-users",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_TARGETS, codes.UNKNOWN_INVITE_TARGET_USERS),
    media_type="text/csv",
)
async def get_invite_target_users(call: Call, code: str) -> bytes:
    """Get the users that an invite is for, as a file."""
    here = await _in_guild_of(call, code, codes.UNKNOWN_INVITE_TARGET_USERS)
    return await queries.target_users(call.database, here, code)


@operation(
    "PUT",
    "/invites/{code}/target-users",
    who=Who.ACCOUNT,
    bucket=buckets.TARGET_USERS,
    problems=(*_TARGETS, codes.UNKNOWN_INVITE_TARGET_USERS),
    file_name=target_users.FIELD,
    refusals=_OF_FILES,
)
async def update_invite_target_users(call: Call, code: str, file: Upload) -> None:
    """Change the users that an invite is for. It is done in the background."""
    here = await _in_guild_of(call, code, codes.UNKNOWN_INVITE_TARGET_USERS)
    users = target_users.parse(file.content)
    async with call.transaction(lock=here.guild_id) as tx:
        await actions.edit_target_users(tx, here, code, users)


@operation(
    "GET",
    "/invites/{code}/target-users/job-status",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_TARGETS, codes.UNKNOWN_INVITE_TARGET_USERS_JOB),
)
async def get_invite_target_users_job_status(call: Call, code: str) -> TargetUsersJob:
    """Get how far the file of target users is read."""
    here = await _in_guild_of(call, code, codes.UNKNOWN_INVITE_TARGET_USERS_JOB)
    return await queries.target_users_job(call.database, here, code)


async def _in_guild_of(call: Call, code: str, otherwise: codes.Code) -> GuildAccess:
    """The caller in the invite's guild. Invites to group DMs are for no one in particular."""
    row = await queries.find_row(call.database, code)
    if row.guild_id is None:
        raise Problem(otherwise)
    return await call.in_guild(row.guild_id)


OPERATIONS = [
    list_channel_invites,
    create_channel_invite,
    list_guild_invites,
    get_guild_vanity_url,
    update_guild_vanity_url,
    invite_resolve,
    accept_invite,
    invite_revoke,
    get_invite_target_users,
    update_invite_target_users,
    get_invite_target_users_job_status,
]
