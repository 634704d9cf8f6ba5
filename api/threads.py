"""Threads of channels. Docs: resources/channel, topics/threads."""

from core import codes
from core.wire import UNSET, Snowflake
from domain.channels.records import FORUM_TYPES
from domain.messages import system_posts
from domain.messages.records import MessageType
from domain.thread_starts import lists, posts, starts
from domain.thread_starts.requests import CreatedThread, CreateThread, ThreadList
from domain.threads import members, queries
from domain.threads.records import (
    CreateThreadFromMessage,
    GetThreadMember,
    ListArchived,
    ListMyArchived,
    ListThreadMembers,
    Thread,
    ThreadMember,
)
from rest import buckets
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Operation, Who, operation

_CHANNEL = (codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS)
_THREAD = (*_CHANNEL, codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
_ACTIVE = (*_THREAD, codes.THREAD_ARCHIVED, codes.THREAD_LOCKED)
_NEW = (*_THREAD, codes.MISSING_PERMISSIONS, codes.MAXIMUM_ACTIVE_THREADS, codes.TITLE_BLOCKED_BY_AUTOMOD)


@operation(
    "POST",
    "/channels/{channel_id}/messages/{message_id}/threads",
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_THREAD,
    status=201,
    problems=(
        *_NEW,
        codes.UNKNOWN_MESSAGE,
        codes.THREAD_ALREADY_CREATED,
        codes.CANNOT_EXECUTE_ON_SYSTEM_MESSAGE,
    ),
)
async def create_thread_from_message(
    call: Call, channel_id: Snowflake, message_id: Snowflake, body: CreateThreadFromMessage
) -> Thread:
    """Start a thread from a message."""
    here = await call.in_channel(channel_id)
    return await starts.from_message(call.instance.messages, here, message_id, body)


@operation(
    "POST",
    "/channels/{channel_id}/threads",
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_THREAD,
    status=201,
    problems=(
        *_NEW,
        codes.SLOWMODE_RATE_LIMITED,
        codes.UNKNOWN_TAG,
        codes.TAG_REQUIRED,
        codes.NO_TAGS_FOR_NON_MODERATORS,
        codes.EMPTY_MESSAGE,
        codes.MESSAGE_BLOCKED_BY_AUTOMOD,
    ),
)
async def create_thread(call: Call, channel_id: Snowflake, body: CreateThread, files: list[Upload]) -> CreatedThread:
    """Start a thread without a message, or a post with one in a forum."""
    here = await call.in_channel(channel_id)
    message = UNSET
    if here.type in FORUM_TYPES:
        thread, message = await posts.start(call.instance.messages, here, body, files)
    else:
        thread = await starts.without_message(call.instance.messages, here, body)
    fields = {name: getattr(thread, name) for name in Thread.__struct_fields__}
    return CreatedThread(**fields, message=message)


@operation(
    "GET",
    "/channels/{channel_id}/thread-members",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=_THREAD,
)
async def list_thread_members(call: Call, channel_id: Snowflake, query: ListThreadMembers) -> list[ThreadMember]:
    """List the members of a thread."""
    here = await call.in_channel(channel_id)
    return await queries.list_members(call.database, here, query)


@operation(
    "GET",
    "/channels/{channel_id}/thread-members/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_THREAD, codes.UNKNOWN_MEMBER),
)
async def get_thread_member(
    call: Call, channel_id: Snowflake, user_id: Snowflake, query: GetThreadMember
) -> ThreadMember:
    """Get a member of a thread."""
    here = await call.in_channel(channel_id)
    return await queries.get_member(call.database, here, user_id, query)


@operation(
    "PUT",
    "/channels/{channel_id}/thread-members/@me",
    who=Who.ACCOUNT,
    bucket=buckets.THREAD_MEMBERS,
    problems=(*_ACTIVE, codes.MISSING_PERMISSIONS, codes.MAXIMUM_THREAD_MEMBERS),
)
async def join_thread(call: Call, channel_id: Snowflake) -> None:
    """Join a thread."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        await members.join(tx, here)


@operation(
    "DELETE",
    "/channels/{channel_id}/thread-members/@me",
    who=Who.ACCOUNT,
    bucket=buckets.THREAD_MEMBERS,
    problems=_ACTIVE,
)
async def leave_thread(call: Call, channel_id: Snowflake) -> None:
    """Leave a thread."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        await members.leave(tx, here)


@operation(
    "PUT",
    "/channels/{channel_id}/thread-members/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.THREAD_MEMBERS,
    problems=(*_ACTIVE, codes.MISSING_PERMISSIONS, codes.UNKNOWN_MEMBER, codes.MAXIMUM_THREAD_MEMBERS),
)
async def add_thread_member(call: Call, channel_id: Snowflake, user_id: Snowflake) -> None:
    """Add a member to a thread."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        added = await members.add(tx, here, user_id)
    if added and user_id != call.user_id:
        await system_posts.post(call.instance.messages, here, MessageType.RECIPIENT_ADD, mentions=[user_id])


@operation(
    "DELETE",
    "/channels/{channel_id}/thread-members/{user_id}",
    who=Who.ACCOUNT,
    bucket=buckets.THREAD_MEMBERS,
    problems=(*_ACTIVE, codes.MISSING_PERMISSIONS),
)
async def delete_thread_member(call: Call, channel_id: Snowflake, user_id: Snowflake) -> None:
    """Remove a member from a thread."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        removed = await members.remove(tx, here, user_id)
    if removed and user_id != call.user_id:
        await system_posts.post(call.instance.messages, here, MessageType.RECIPIENT_REMOVE, mentions=[user_id])


@operation(
    "GET",
    "/channels/{channel_id}/threads/archived/public",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_CHANNEL, codes.MISSING_PERMISSIONS),
)
async def list_public_archived_threads(call: Call, channel_id: Snowflake, query: ListArchived) -> ThreadList:
    """List the public archived threads of a channel, the last archived first."""
    return await lists.public_archived(call.database, await call.in_channel(channel_id), query)


@operation(
    "GET",
    "/channels/{channel_id}/threads/archived/private",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_CHANNEL, codes.MISSING_PERMISSIONS),
)
async def list_private_archived_threads(call: Call, channel_id: Snowflake, query: ListArchived) -> ThreadList:
    """List the private archived threads of a channel, the last archived first."""
    return await lists.private_archived(call.database, await call.in_channel(channel_id), query)


@operation(
    "GET",
    "/channels/{channel_id}/users/@me/threads/archived/private",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_CHANNEL, codes.MISSING_PERMISSIONS),
)
async def list_my_private_archived_threads(call: Call, channel_id: Snowflake, query: ListMyArchived) -> ThreadList:
    """List the private archived threads of a channel that the caller has joined, the newest first."""
    return await lists.my_private_archived(call.database, await call.in_channel(channel_id), query)


@operation(
    "GET",
    "/guilds/{guild_id}/threads/active",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(codes.UNKNOWN_GUILD, codes.MISSING_ACCESS),
)
async def get_active_guild_threads(call: Call, guild_id: Snowflake) -> ThreadList:
    """List the active threads of a guild that the caller may see."""
    return await lists.active(call.database, await call.in_guild(guild_id))


OPERATIONS: list[Operation] = [
    create_thread_from_message,
    create_thread,
    list_thread_members,
    get_thread_member,
    join_thread,
    leave_thread,
    add_thread_member,
    delete_thread_member,
    list_public_archived_threads,
    list_private_archived_threads,
    list_my_private_archived_threads,
    get_active_guild_threads,
]
