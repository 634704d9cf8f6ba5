"""Searching messages. Docs: resources/message#search-guild-messages."""

import secrets
from collections.abc import Iterable
from typing import Final

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET
from domain.channels import queries as channel_queries
from domain.channels.access import ChannelAccess, GuildAccess
from domain.message_search import conditions, index_store, shown, store
from domain.message_search.records import FoundMessage, FoundMessages, NotReady, SearchMessages
from domain.message_search.segments import END, Segment, with_ends
from domain.message_search.store import Hits, Scope
from domain.messages import queries as message_queries
from domain.messages.messages import Messages
from domain.messages.records import Message
from domain.permissions.bits import THREAD_TYPES, Permission

_READ: Final = Permission.VIEW_CHANNEL | Permission.READ_MESSAGE_HISTORY
_RETRY_AFTER_S: Final = 1
_MOST_NAMED: Final = 64
"""Channels that the index is asked for; of more, the rows are."""


async def in_guild(messages: Messages, here: GuildAccess, asked: SearchMessages) -> FoundMessages | NotReady:
    """In all channels that the caller may read, or those of them that he names.

    Raises 50013 when he may read none, 50001 for a bot that may not read what others write.
    """
    reader = messages.database
    sights = _Sights(here)
    if not sights.parents:
        raise Problem(codes.MISSING_PERMISSIONS)
    await _require_content(reader, sights.anywhere)
    parents = sights.parents
    if not asked.include_nsfw:
        parents -= await store.nsfw_channels(reader, here.guild_id)
    joined = await store.joined_private_threads(reader, here.guild_id, here.user_id)
    scope = Scope(
        place_id=here.guild_id,
        parents=sorted(parents),
        managed=sorted(parents & sights.managed),
        joined=joined,
        channels=asked.channel_id or None,
        after=asked.min_id or 0,
        before=asked.max_id if asked.max_id is not UNSET else END,
    )
    is_all = len(parents) == sights.number
    named = asked.channel_id or ([] if is_all else parents)
    answer = await _search(messages, scope, asked, named if len(named) <= _MOST_NAMED else ())
    if isinstance(answer, NotReady):
        return answer
    found, hits = answer
    page = [(channel_id, message_id) for channel_id, message_id in hits.page]
    threads, members = await shown.memberships(reader, here.user_id, {one for one, _ in page})
    parent_of = {int(thread.id): int(thread.parent_id) for thread in threads}
    # The rows of the index may be a moment behind the guild.
    page = [one for one in page if parent_of.get(one[0], one[0]) in parents]
    places = {channel_id: sights.at(channel_id, parent_of.get(channel_id)) for channel_id, _ in page}
    _fill(found, await shown.messages(messages, places, page))
    found.threads, found.members = threads, members
    return found


async def in_channel(messages: Messages, here: ChannelAccess, asked: SearchMessages) -> FoundMessages | NotReady:
    """In one channel; of a guild, as in the guild. Raises 50013 without READ_MESSAGE_HISTORY."""
    here.require(Permission.READ_MESSAGE_HISTORY)
    reader = messages.database
    if here.guild is not None:
        asked.channel_id, asked.include_nsfw = [here.channel_id], True  # pyright: ignore[reportAttributeAccessIssue]
        return await in_guild(messages, here.guild, asked)
    scope = Scope(
        place_id=here.channel_id,
        after=asked.min_id or 0,
        before=asked.max_id if asked.max_id is not UNSET else END,
    )
    answer = await _search(messages, scope, asked, ())
    if isinstance(answer, NotReady):
        return answer
    found, hits = answer
    _fill(found, await shown.messages(messages, {here.channel_id: here}, hits.page))
    found.channels = [await channel_queries.get_here(reader, here)]
    return found


class _Sights:
    """What a member may read of his guild."""

    def __init__(self, here: GuildAccess) -> None:
        state = here.state
        self._here = here
        self._permissions = {
            channel_id: state.permissions(here.user_id, here.member, channel_id)
            for channel_id, channel in state.channels.items()
            if channel.type not in THREAD_TYPES
        }
        self.number = len(self._permissions)
        self.parents = {one for one, bits in self._permissions.items() if bits & _READ == _READ}
        self.managed = {one for one in self.parents if self._permissions[one] & Permission.MANAGE_THREADS}

    @property
    def anywhere(self) -> ChannelAccess:
        return self.at(next(iter(self.parents)))

    def at(self, channel_id: int, parent_id: int | None = None) -> ChannelAccess:
        """The caller in a channel, or in a thread of it."""
        known = parent_id or channel_id
        kind = self._here.state.channels[known].type
        return ChannelAccess(self._here.identity, channel_id, kind, self._permissions[known], self._here)


async def _require_content(reader: Reader, here: ChannelAccess) -> None:
    """To search is to read. Docs: resources/message#search-guild-messages."""
    if not await message_queries.may_read_content(reader, here):
        raise Problem(codes.MISSING_ACCESS)


async def _search(
    messages: Messages, scope: Scope, asked: SearchMessages, named: Iterable[int]
) -> tuple[FoundMessages, Hits] | NotReady:
    reader = messages.database
    known = await index_store.segments(reader, scope.place_id)
    documents = sum(one.documents for one in known)
    caught_up = await index_store.is_caught_up(reader, scope.place_id)
    if not caught_up and not documents and (behind := await index_store.list_behind_in(reader, scope.place_id)):
        messages.lane.news |= behind
        code = codes.INDEX_NOT_AVAILABLE
        return NotReady(code.message, code.number, documents, _RETRY_AFTER_S)
    hits, total = await _hits(reader, scope, asked, known, conditions.template(asked, named))
    found = FoundMessages(
        analytics_id=secrets.token_hex(16),
        doing_deep_historical_index=caught_up is False,
        documents_indexed=documents if caught_up is False else None,
        total_results=total,
        messages=[],
        threads=[],
        members=[],
    )
    return found, hits


async def _hits(
    reader: Reader, scope: Scope, asked: SearchMessages, known: list[Segment], template: conditions.Template | None
) -> tuple[Hits, int]:
    """A page of what fits, and how many in all."""
    is_oldest_first = asked.sort_by == "timestamp" and asked.sort_order == "asc"
    segments = [(one, end) for one, end in with_ends(known) if one.first_id < scope.before and end > scope.after]
    if not is_oldest_first:
        segments.reverse()
    if template is None or not segments:
        return Hits([], 0, True, 0, 0), 0
    rank = conditions.rank(asked) if asked.sort_by == "relevance" else ""
    hits = await store.search(
        reader,
        scope,
        template,
        segments,
        asked.offset,
        asked.limit,
        is_oldest_first=is_oldest_first,
        rank=rank,
    )
    return hits, _total(hits, [one for one, _ in segments])


def _total(hits: Hits, segments: list[Segment]) -> int:
    """What was counted; where not all was looked at, as much as there is if it goes on so."""
    if hits.is_counted:
        return hits.count
    looked_at = sum(one.documents for one in segments[: hits.segments])
    return max(hits.count, hits.in_segments * sum(one.documents for one in segments) // max(1, looked_at))


def _fill(found: FoundMessages, messages: Iterable[Message]) -> None:
    for message in messages:
        fields = {name: getattr(message, name) for name in Message.__struct_fields__}
        found.messages.append([FoundMessage(**fields)])
