"""Reading threads, for whoever may see them."""

from collections.abc import Iterable, Sequence

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import ChannelAccess, GuildAccess
from domain.members import queries as members
from domain.permissions.bits import Permission
from domain.threads import rules, store
from domain.threads.records import (
    GetThreadMember,
    ListArchived,
    ListMyArchived,
    ListThreadMembers,
    Thread,
    ThreadMember,
)

_END = 2**63 - 1

find_several = store.find_several
list_active = store.list_active


async def get(reader: Reader, thread_id: int) -> Thread:
    """Raises 10003 when it is gone."""
    thread = await store.find(reader, thread_id)
    if thread is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    return thread


async def get_here(reader: Reader, here: ChannelAccess) -> Thread:
    """The thread that the caller is in, with his own member."""
    thread = await get(reader, here.channel_id)
    if here.thread is not None and here.user_id in here.thread.members:
        thread.member = await store.find_member(reader, thread.id, here.user_id) or UNSET
    return thread


async def list_archived(
    reader: Reader, here: ChannelAccess, types: Sequence[int], query: ListArchived
) -> tuple[list[Thread], bool]:
    """Of a channel, the last archived first; and whether there are more. Private ones need MANAGE_THREADS."""
    here.require(Permission.READ_MESSAGE_HISTORY)
    before = None if query.before is UNSET else query.before
    return _page(await store.list_archived(reader, here.channel_id, types, before, query.limit + 1), query.limit)


async def list_my_archived(reader: Reader, here: ChannelAccess, query: ListMyArchived) -> tuple[list[Thread], bool]:
    here.require(Permission.READ_MESSAGE_HISTORY)
    before = _END if query.before is UNSET else query.before
    found = await store.list_archived_of_member(reader, here.channel_id, here.user_id, before, query.limit + 1)
    return _page(found, query.limit)


async def list_active_for(reader: Reader, here: GuildAccess) -> list[Thread]:
    """The active threads of the guild that the caller may see."""
    state = here.state
    return [
        thread
        for thread in await store.list_active(reader, here.guild_id)
        if thread.id in state.channels
        and state.permissions(here.user_id, here.member, thread.id) & Permission.VIEW_CHANNEL
    ]


async def memberships(reader: Reader, user_id: int, threads: Iterable[Thread]) -> list[ThreadMember]:
    """The user's own members of the threads."""
    return await store.memberships(reader, user_id, [thread.id for thread in threads])


async def get_member(reader: Reader, here: ChannelAccess, user_id: int, query: GetThreadMember) -> ThreadMember:
    """Raises 10007 for who is none."""
    rules.require_thread(here)
    found = await store.find_member(reader, here.channel_id, user_id)
    if found is None:
        raise Problem(codes.UNKNOWN_MEMBER)
    if query.with_member:
        found.member = await members.get(reader, here.guild_id, user_id)
    return found


async def list_members(reader: Reader, here: ChannelAccess, query: ListThreadMembers) -> list[ThreadMember]:
    """All, or with `with_member` a page. Raises 50001 for a bot without the intent."""
    rules.require_thread(here)
    await members.require_members_intent(reader, here.identity)
    if not query.with_member:
        return await store.list_members(reader, here.channel_id)
    after = 0 if query.after is UNSET else query.after
    found = await store.list_members(reader, here.channel_id, after, query.limit)
    people = await members.by_ids(reader, here.guild_id, [one.user_id for one in found])
    by_id = {member.user.id: member for member in people}
    for one in found:
        one.member = by_id.get(one.user_id, UNSET)
    return found


def _page(found: list[Thread], limit: int) -> tuple[list[Thread], bool]:
    return found[:limit], len(found) > limit
