"""Searching the threads of a channel. The published contract: `thread_search`."""

import msgspec

from core import codes
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import ChannelAccess
from domain.channels.records import FORUM_TYPES, TOPIC_TYPES
from domain.message_search import names, shown, thread_store
from domain.message_search.records import FoundThreads, SearchThreads
from domain.message_search.segments import END
from domain.message_search.thread_store import ThreadScope
from domain.messages import queries as message_queries
from domain.messages.messages import Messages
from domain.permissions.bits import Permission


async def in_channel(messages: Messages, here: ChannelAccess, asked: SearchThreads) -> FoundThreads:
    """Private threads only for their members, and for those who manage threads.

    Raises 50024 for a channel that has no threads, 50013 without READ_MESSAGE_HISTORY.
    """
    if here.type not in TOPIC_TYPES:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    here.require(Permission.READ_MESSAGE_HISTORY)
    reader = messages.database
    patterns = names.patterns(asked.name, asked.slop) if asked.name is not UNSET else []
    if patterns is None:
        return FoundThreads(threads=[], members=[], has_more=False, total_results=0)
    is_all = asked.tag_setting == "match_all"
    scope = ThreadScope(
        parent_id=here.channel_id,
        user_id=here.user_id,
        sees_private=here.may(Permission.MANAGE_THREADS),
        archived=None if asked.archived is UNSET else asked.archived,
        after=asked.min_id or 0,
        before=END if asked.max_id is UNSET else asked.max_id,
        patterns=patterns,
        some_tags=[] if is_all else asked.tag,
        all_tags=asked.tag if is_all else [],
    )
    ids, total = await thread_store.search(reader, scope, asked.sort_by, asked.sort_order, asked.offset, asked.limit)
    threads, members = await shown.memberships(reader, here.user_id, ids)
    order = {thread_id: place for place, thread_id in enumerate(ids)}
    threads.sort(key=lambda one: order[one.id])
    found = FoundThreads(
        threads=threads, members=members, has_more=asked.offset + len(ids) < total, total_results=total
    )
    if here.type in FORUM_TYPES:
        places = {int(one.id): msgspec.structs.replace(here, channel_id=one.id, type=one.type) for one in threads}
        found.first_messages = await shown.messages(messages, places, [(one.id, one.id) for one in threads])
        await message_queries.conceal(reader, here, found.first_messages)
    return found
