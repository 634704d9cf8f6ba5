"""Lists of threads as clients get them. Docs: topics/threads#enumerating-threads."""

from collections.abc import Sequence

from core.database import Reader
from domain.channels.access import ChannelAccess, GuildAccess
from domain.permissions.bits import PRIVATE_THREAD, Permission
from domain.thread_starts.requests import ThreadList
from domain.threads import queries
from domain.threads.records import ANNOUNCEMENT_THREAD, PUBLIC_THREAD, ListArchived, ListMyArchived, Thread


async def active(reader: Reader, here: GuildAccess) -> ThreadList:
    """All of the guild that the caller may see."""
    return await _list(reader, here.user_id, await queries.list_active_for(reader, here), has_more=False)


async def public_archived(reader: Reader, here: ChannelAccess, query: ListArchived) -> ThreadList:
    found, has_more = await queries.list_archived(reader, here, (ANNOUNCEMENT_THREAD, PUBLIC_THREAD), query)
    return await _list(reader, here.user_id, found, has_more=has_more)


async def private_archived(reader: Reader, here: ChannelAccess, query: ListArchived) -> ThreadList:
    """Raises 50013 without MANAGE_THREADS."""
    here.require(Permission.MANAGE_THREADS)
    found, has_more = await queries.list_archived(reader, here, (PRIVATE_THREAD,), query)
    return await _list(reader, here.user_id, found, has_more=has_more)


async def my_private_archived(reader: Reader, here: ChannelAccess, query: ListMyArchived) -> ThreadList:
    found, has_more = await queries.list_my_archived(reader, here, query)
    return await _list(reader, here.user_id, found, has_more=has_more)


async def _list(reader: Reader, user_id: int, found: Sequence[Thread], *, has_more: bool) -> ThreadList:
    own = await queries.memberships(reader, user_id, found)
    by_id = {one.id: one for one in own}
    for thread in found:
        if thread.id in by_id:
            thread.member = by_id[thread.id]
    return ThreadList(list(found), own, has_more)
