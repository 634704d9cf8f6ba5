"""Coming into threads and leaving them. All of it under the guild's lock. Docs: topics/threads#thread-membership."""

from core import clock, codes
from core.database import Transaction
from core.problems import Problem
from core.wire import Snowflake, Timestamp
from domain.channels.access import ChannelAccess
from domain.members import queries as guild_members
from domain.permissions.bits import Permission
from domain.threads import events, queries, rules, store
from domain.threads.records import MOST_COUNTED_MEMBERS, Thread, ThreadMember


async def put_owner(tx: Transaction, thread: Thread) -> ThreadMember:
    """Whoever made the thread is its first member. The events of its creation say so already; this is for caches."""
    joined = _joining(thread.id, thread.owner_id, thread.thread_metadata.create_timestamp)
    await store.add_member(tx, joined, thread.guild_id)
    member = await guild_members.get(tx, thread.guild_id, thread.owner_id)
    tx.emit(events.thread_member_added(thread, joined, member))
    return joined


async def join(tx: Transaction, here: ChannelAccess) -> None:
    """Raises 50013, 50083, 50024, 30033."""
    rules.require_may_join(here)
    await enter(tx, here.channel_id, here.user_id)


async def enter(tx: Transaction, thread_id: int, user_id: int) -> bool:
    """Makes a member of the guild one of the thread; False when he is one. Raises 10003, 10007, 30033."""
    thread = await queries.get(tx, thread_id)
    member = await guild_members.get(tx, thread.guild_id, user_id)
    joined = _joining(thread.id, user_id, clock.timestamp())
    if not await store.add_member(tx, joined, thread.guild_id):
        return False
    count = await store.member_count(tx, thread_id)
    if count > rules.MOST_MEMBERS:
        raise Problem(codes.MAXIMUM_THREAD_MEMBERS)
    thread.member_count = min(count, MOST_COUNTED_MEMBERS)
    tx.emit(events.thread_create_for(thread, joined))
    tx.emit(events.thread_member_added(thread, joined, member))
    return True


async def add(tx: Transaction, here: ChannelAccess, user_id: int) -> bool:
    """Adds another; False when he is in it. Raises 50013, 50083, 10007, 30033; 50001 when he cannot see the channel."""
    rules.require_may_add(here)
    assert here.guild is not None
    member = await guild_members.get(tx, here.guild_id, user_id)
    parent_id = here.channel.parent_id
    if not here.guild.state.permissions(user_id, member.bits, parent_id) & Permission.VIEW_CHANNEL:
        raise Problem(codes.MISSING_ACCESS)
    return await enter(tx, here.channel_id, user_id)


async def leave(tx: Transaction, here: ChannelAccess) -> None:
    """Raises 50083, 50024."""
    rules.require_active(here)
    await _remove(tx, here, here.user_id)


async def remove(tx: Transaction, here: ChannelAccess, user_id: int) -> bool:
    """Removes another; False when he was not in it. Raises 50013, 50083, 50024."""
    rules.require_may_remove(here)
    return await _remove(tx, here, user_id)


async def leave_all(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Of who leaves the guild."""
    for thread_id, count, is_active in await store.remove_from_all(tx, guild_id, user_id):
        if is_active:
            tx.emit(events.thread_member_removed(guild_id, thread_id, count, user_id))


async def _remove(tx: Transaction, here: ChannelAccess, user_id: int) -> bool:
    if not await store.remove_member(tx, here.channel_id, user_id):
        return False
    count = await store.member_count(tx, here.channel_id)
    tx.emit(events.thread_member_removed(here.guild_id, here.channel_id, count, user_id))
    return True


def _joining(thread_id: int, user_id: int, at: Timestamp) -> ThreadMember:
    return ThreadMember(id=Snowflake(thread_id), user_id=Snowflake(user_id), join_timestamp=at, flags=0)
