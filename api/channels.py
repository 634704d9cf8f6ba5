"""Channels: those of guilds, DMs and group DMs. Docs: resources/channel, resources/guild, resources/user#create-dm."""

from core import codes
from core.limits import Bucket
from core.wire import UNSET, Snowflake
from domain.channels import actions, dms, groups, moves, private, queries
from domain.channels.access import ChannelAccess
from domain.channels.records import (
    AddRecipient,
    Channel,
    ChannelType,
    CreateChannel,
    CreatePrivateChannel,
    EditChannel,
    GuildChannel,
    MoveChannel,
    PrivateChannel,
)
from domain.grants import scopes
from domain.messages import group_posts
from domain.thread_starts import renaming
from domain.threads import actions as thread_actions
from domain.threads import queries as threads
from domain.threads.records import Thread
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation

_CHANNEL = (codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS)
_AGREEMENT = (codes.INVALID_OAUTH2_ACCESS_TOKEN, codes.MISSING_OAUTH2_SCOPE)
_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)


def _renaming(body: EditChannel) -> Bucket | None:
    """Names and topics may be changed more seldom than the rest."""
    return buckets.RENAME_CHANNEL if body.name or body.topic is not UNSET else None


@operation("GET", "/channels/{channel_id}", who=Who.ACCOUNT, bucket=buckets.READ, answer=Channel, problems=_CHANNEL)
async def get_channel(call: Call, channel_id: Snowflake) -> Channel | Thread:
    """Get a channel."""
    here = await call.in_channel(channel_id)
    return await (threads.get_here if here.thread else queries.get_here)(call.database, here)


@operation(
    "PATCH",
    "/channels/{channel_id}",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_CHANNEL,
    stricter=_renaming,
    answer=Channel,
    problems=(
        *_CHANNEL,
        codes.MISSING_PERMISSIONS,
        codes.UNKNOWN_OVERWRITE,
        codes.CANNOT_EXECUTE_ON_DM,
        codes.COMMUNITY_CHANNELS_MUST_BE_TEXT,
        codes.TAG_NAMES_NOT_UNIQUE,
        codes.UNKNOWN_TAG,
        codes.TAG_REQUIRED,
        codes.NO_TAGS_FOR_NON_MODERATORS,
        codes.THREAD_ARCHIVED,
        codes.THREAD_LOCKED,
        codes.MAXIMUM_ACTIVE_THREADS,
        codes.MAXIMUM_PINNED_THREADS,
        codes.TITLE_BLOCKED_BY_AUTOMOD,
    ),
)
async def update_channel(call: Call, channel_id: Snowflake, body: EditChannel) -> Channel | Thread:
    """Change a channel."""
    here = await call.in_channel(channel_id)
    if here.thread is not None:
        return await renaming.edit(call.instance.messages, here, body)
    if here.guild is None:
        return await _edit_group(call, here, body)
    async with call.transaction(lock=here.guild_id) as tx:
        return await actions.edit(tx, here, body)


async def _edit_group(call: Call, here: ChannelAccess, body: EditChannel) -> Channel:
    await groups.keep_icon(call.instance.objects, here, body)
    async with call.transaction(lock=here.channel_id) as tx:
        before, after = await groups.edit(tx, here, body)
    await group_posts.changed(call.instance.messages, here, before, after)
    return after


@operation(
    "DELETE",
    "/channels/{channel_id}",
    who=Who.ACCOUNT,
    bucket=buckets.DELETE_CHANNEL,
    answer=Channel,
    problems=(*_CHANNEL, codes.MISSING_PERMISSIONS, codes.CANNOT_DELETE_COMMUNITY_CHANNEL),
)
async def delete_channel(call: Call, channel_id: Snowflake) -> Channel | Thread:
    """Delete a channel of a guild or a thread, close a DM, or leave a group DM."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        if here.thread is not None:
            return await thread_actions.delete(tx, here)
        gone = await (actions.delete(tx, here) if here.guild else private.delete(tx, here))
    if here.type == ChannelType.GROUP_DM:
        await group_posts.removed(call.instance.messages, here, call.user_id)
    return gone


@operation("GET", "/guilds/{guild_id}/channels", who=Who.ACCOUNT, bucket=buckets.READ, problems=_GUILD)
async def list_guild_channels(call: Call, guild_id: Snowflake) -> list[Channel]:
    """List all channels of a guild, threads aside."""
    await call.in_guild(guild_id)
    return await queries.list_of_guild(call.database, guild_id)


@operation(
    "POST",
    "/guilds/{guild_id}/channels",
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_CHANNEL,
    status=201,
    answer=GuildChannel,
    problems=(
        *_GUILD,
        codes.MISSING_PERMISSIONS,
        codes.MAXIMUM_CHANNELS,
        codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE,
        codes.UNKNOWN_OVERWRITE,
        codes.TAG_NAMES_NOT_UNIQUE,
        codes.UNKNOWN_TAG,
    ),
)
async def create_guild_channel(call: Call, guild_id: Snowflake, body: CreateChannel) -> Channel:
    """Create a channel in a guild."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.create(tx, here, body)


@operation(
    "PATCH",
    "/guilds/{guild_id}/channels",
    who=Who.ACCOUNT,
    bucket=buckets.MOVE_CHANNELS,
    problems=(*_GUILD, codes.MISSING_PERMISSIONS, codes.UNKNOWN_CHANNEL, codes.ONE_PARENT_CHANGE_AT_A_TIME),
)
async def bulk_update_guild_channels(call: Call, guild_id: Snowflake, body: list[MoveChannel]) -> None:
    """Move channels of a guild."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await moves.move(tx, here, body)


@operation(
    "POST",
    "/users/@me/channels",
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_DM,
    answer=PrivateChannel,
    problems=(
        *(codes.INVALID_RECIPIENTS, codes.CANNOT_MESSAGE_USER, codes.MAXIMUM_RECIPIENTS, codes.MAXIMUM_GROUP_DMS),
        *_AGREEMENT,
    ),
)
async def create_dm(call: Call, body: CreatePrivateChannel) -> Channel:
    """Open a DM with a user, or create a group DM."""
    agreeing_ids = await private.agreeing(call.instance.identities, call.identity, body)
    async with call.transaction(lock=call.user_id) as tx:  # so that his groups can be counted
        return await private.create(tx, call.identity, body, agreeing_ids)


@operation(
    "GET",
    "/users/@me/dms/{user_id}",
    who=Who.ACCOUNT,
    scopes=(scopes.DM_CHANNELS_READ,),
    bucket=buckets.READ,
    problems=(codes.UNKNOWN_CHANNEL,),
)
async def get_dm(call: Call, user_id: Snowflake) -> Channel:
    """The DM that the caller has with a user."""
    return await dms.get_with(call.database, call.user_id, user_id)


@operation("GET", "/users/@me/channels", who=Who.USER, scopes=(scopes.DM_CHANNELS_READ,), bucket=buckets.READ)
async def list_private_channels(call: Call) -> list[Channel]:
    """List the DMs and group DMs of the calling user."""
    return await queries.list_of_user(call.database, call.user_id)


@operation(
    "PUT",
    "/channels/{channel_id}/recipients/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.RECIPIENTS,
    status=(201, 204),
    answer=PrivateChannel,
    problems=(
        *_CHANNEL,
        codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE,
        codes.INVALID_RECIPIENTS,
        *(codes.MAXIMUM_RECIPIENTS, codes.MAXIMUM_GROUP_DMS, codes.MISSING_PERMISSIONS, codes.CANNOT_MESSAGE_USER),
        *_AGREEMENT,
    ),
)
async def add_group_dm_user(call: Call, channel_id: Snowflake, user_id: Snowflake, body: AddRecipient) -> Answer:
    """Add a user to a group DM. Of a DM of two users a group is made, which is the answer."""
    here = await call.in_channel(channel_id)
    if here.type == ChannelType.DM and not call.identity.bot:
        async with call.transaction(lock=call.user_id) as tx:
            return Answer(201, await groups.create_from_dm(tx, here, user_id))
    agreed = await call.instance.identities.find(body.access_token) if body.access_token else None
    async with call.transaction(lock=channel_id) as tx:
        added = await groups.add_recipient(tx, here, user_id, body.nick or None, agreed)
    if added:
        await group_posts.added(call.instance.messages, here, user_id)
    return Answer(204)


@operation(
    "DELETE",
    "/channels/{channel_id}/recipients/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.RECIPIENTS,
    problems=(
        *_CHANNEL,
        codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE,
        codes.MISSING_PERMISSIONS,
        codes.UNKNOWN_USER,
    ),
)
async def delete_group_dm_user(call: Call, channel_id: Snowflake, user_id: Snowflake) -> None:
    """Remove a user from a group DM."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=channel_id) as tx:
        await groups.remove_recipient(tx, here, user_id)
    await group_posts.removed(call.instance.messages, here, user_id)


OPERATIONS = [
    get_channel,
    update_channel,
    delete_channel,
    list_guild_channels,
    create_guild_channel,
    bulk_update_guild_channels,
    create_dm,
    get_dm,
    list_private_channels,
    add_group_dm_user,
    delete_group_dm_user,
]
