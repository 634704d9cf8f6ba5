"""Keeping the index: it follows the messages, a second or so behind them, in every process of the API.

**New messages** are those above a channel's head as it is indexed (`search_heads`). Ids only rise within a channel, by
commits, so nothing can appear below it. Which channels have some, a process knows of those that it posted itself
(`news`); what a process that died knew is found when all heads are compared, at the start and every minute. Old
messages, from before there was an index, are nothing else than messages of channels that are far behind.

**Changes and deletions** are noted in `search_changes` by a trigger, with the change itself. What is noted is read
anew, and its document put or removed.

One process writes at a time, for as long as one piece takes (`claim`), so nobody writes what he read before another.
While messages come it does less, and next to nothing while they have to wait for each other: posting them is not to
become slower, the index may lag.

Where a place is far behind, its messages come channel by channel, hence not in the order of their ids. Then the ranges
of its segments are planned first, so that they come out of one size.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Final

import asyncpg
import structlog

from core import clock
from core.database import Database, Transaction
from domain.message_search import index_store, segments, terms
from domain.message_search.index_store import Change, Document
from domain.message_search.segments import SIZE, Segment
from domain.messages import store as messages
from domain.messages.lane import MessageLane
from domain.messages.stored import StoredMessage

_LOOK_EVERY_S: Final = 0.4
_WAIT_FOR_TURN_S: Final = 0.05
_AFTER_TROUBLE_S: Final = 2.0
_GIVE_WAY: Final = 6.0
"""How many times as long as a piece took nothing is done, while messages are posted here: they come first."""
_LONGEST_WAY_S: Final = 1.0
_MOST_CROWDED_S: Final = 20
"""A full load is followed by a few percent: bench/messages.py sees no difference."""
_COMPARE_EVERY_S: Final = 60.0
_MOST_COMPARED: Final = 2000
_AT_ONCE: Final = 400
"""Messages in one piece."""
_CHANNELS_AT_ONCE: Final = 20

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def running(database: Database, lane: MessageLane) -> AsyncGenerator[None]:
    """Keeps the index meanwhile. Takes the lane's news."""
    task = asyncio.create_task(_Follower(database, lane).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


class _Follower:
    def __init__(self, database: Database, lane: MessageLane) -> None:
        self._database = database
        self._lane = lane
        self._news = lane.news
        self._behind: dict[int, set[int]] = {}
        """The channels to look at, by place."""
        self._planned: set[int] = set()
        self._compare_at = 0.0

    async def run(self) -> None:
        while True:
            began = clock.stopwatch()
            try:
                pause_s = await self._step()
                if self._news:
                    pause_s = max(pause_s, min(_GIVE_WAY * (clock.stopwatch() - began), _LONGEST_WAY_S))
                    await self._let_crowd_pass()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:  # TimeoutError is an OSError
                _log.warning("the search index waits", reason=str(problem))
                pause_s = _AFTER_TROUBLE_S
            await asyncio.sleep(pause_s)

    async def _step(self) -> float:
        """Does a piece of what is to be done; gives the seconds until the next."""
        self._take_news()
        async with self._database.transaction() as tx:
            if not await index_store.claim(tx):
                return _WAIT_FOR_TURN_S
            if clock.stopwatch() >= self._compare_at:
                self._compare_at = clock.stopwatch() + _COMPARE_EVERY_S
                await self._compare(tx)
            changes = await index_store.changes(tx, _AT_ONCE)
            await _follow(tx, changes)
            place_id = next(iter(self._behind), None)
            done: set[int] = set()
            if place_id is not None:
                done = await self._go_on(tx, place_id, self._behind[place_id])
        if place_id is not None:  # committed
            self._take_off(place_id, done)
        return 0.0 if self._behind or len(changes) == _AT_ONCE else _LOOK_EVERY_S

    def _take_news(self) -> None:
        while self._news:
            channel_id, place_id = self._news.popitem()
            self._behind.setdefault(place_id, set()).add(channel_id)

    async def _let_crowd_pass(self) -> None:
        """Waits while one second after the other has messages that wait for each other, but not for ever."""
        for _ in range(_MOST_CROWDED_S):
            if not (self._news and self._lane.is_crowded):
                return
            self._take_news()
            await asyncio.sleep(1)

    def _take_off(self, place_id: int, done: set[int]) -> None:
        """Strikes channels off the list; the place goes to its end."""
        left = self._behind.pop(place_id) - done
        if left:
            self._behind[place_id] = left
        else:
            self._planned.discard(place_id)

    async def _compare(self, tx: Transaction) -> None:
        await index_store.forget(tx)
        found = await index_store.list_behind(tx, _MOST_COMPARED)
        for channel_id, place_id in found.items():
            self._behind.setdefault(place_id, set()).add(channel_id)
        if len(found) == _MOST_COMPARED:
            self._compare_at = 0.0

    async def _go_on(self, tx: Transaction, place_id: int, behind: set[int]) -> set[int]:
        """Indexes the next messages of some of the channels; gives the channels of which that is all."""
        chosen = sorted(behind)[:_CHANNELS_AT_ONCE]
        heads = await index_store.heads(tx, chosen)  # before the messages: what comes in between is seen next time
        each = _AT_ONCE // max(1, len(heads))
        afters = {channel_id: indexed for channel_id, (indexed, _) in heads.items()}
        found = await messages.list_onwards(tx, afters, each)
        last = {one.channel_id: one.id for one in found}
        counts = Counter(one.channel_id for one in found)
        done = {one for one in chosen if counts[one] < each}
        if len(done) < len(chosen) and place_id not in self._planned:
            self._planned.add(place_id)
            if (set_back := await _plan(tx, place_id)) is not None:
                behind |= set_back
                return set()
        await _index(tx, place_id, found)
        indexed = {one: max(last.get(one, 0), heads[one][1] if one in done else 0, heads[one][0]) for one in heads}
        await index_store.set_heads(tx, indexed)
        await _note_place(tx, place_id, is_all=done == behind)
        return done


async def _note_place(tx: Transaction, place_id: int, *, is_all: bool) -> None:
    """`is_all`: nothing is left to do there as far as this process knows."""
    if not await index_store.is_caught_up(tx, place_id):
        await index_store.set_caught_up(tx, place_id, is_all and not await index_store.is_behind(tx, place_id))


async def _plan(tx: Transaction, place_id: int) -> set[int] | None:
    """Lays the ranges of the segments for what is not indexed yet; None when there are no new ones.

    Gives channels of which some messages are to be indexed again, for they belong to new segments now.
    """
    known = await index_store.segments(tx, place_id)
    cuts = await index_store.cuts(tx, place_id, SIZE, known[-1].first_id if known else 0)
    if not cuts:
        return None
    set_back: set[int] = set()
    if known:
        removed, set_back = await index_store.remove_from(tx, place_id, cuts[0])
        await index_store.count(tx, place_id, {known[-1].first_id: -removed})
    await index_store.count(tx, place_id, dict.fromkeys([*([] if known else [0]), *cuts], 0))
    await index_store.set_caught_up(tx, place_id, False)
    return set_back


async def _follow(tx: Transaction, changes: Sequence[Change]) -> None:
    if not changes:
        return
    found = await messages.find_across(tx, {(one.channel_id, one.message_id) for one in changes})
    there = {one.id for one in found}
    by_place: dict[int, list[StoredMessage]] = {}
    gone: dict[int, list[int]] = {}
    for one in found:
        by_place.setdefault(one.guild_id or one.channel_id, []).append(one)
    for change in changes:
        if change.message_id not in there:
            gone.setdefault(change.place_id, []).append(change.message_id)
    for place_id, several in by_place.items():
        await _index(tx, place_id, several)
    for place_id, ids in gone.items():
        if removed := await index_store.remove(tx, place_id, ids):
            known = await index_store.segments(tx, place_id)
            if known:  # else the guild is gone as well
                counts = Counter(segments.of(known, one).first_id for one in removed)
                await index_store.count(tx, place_id, {first: -number for first, number in counts.items()})
    await index_store.followed(tx, changes)


async def _index(tx: Transaction, place_id: int, found: Sequence[StoredMessage]) -> None:
    """Puts the documents of messages of one place."""
    said = [one for one in found if one.type in terms.SEARCHABLE]
    if not said:
        return
    known = await index_store.segments(tx, place_id) or [Segment(place_id, 0)]
    channels = await index_store.channels(tx, (one.channel_id for one in said))
    bots = await index_store.bots(tx, (one.author_id for one in said))
    replies = [(one.channel_id, reply) for one in said if (reply := terms.replied_to(one))]
    replied = await index_store.authors(tx, replies) if replies else {}
    documents: list[Document] = []
    for one in said:
        if channel := channels.get(one.channel_id):
            mark = segments.of(known, one.id).mark
            documents.append(
                Document(one.id, one.channel_id, channel, terms.document(one, mark, channel.parent_id, bots, replied))
            )
    new = await index_store.put(tx, place_id, documents)
    counts = Counter(segments.of(known, one).first_id for one in new)
    if known[-1].documents + counts[known[-1].first_id] >= SIZE:
        counts[await index_store.last_id(tx, place_id) + 1] = 0
    await index_store.count(tx, place_id, dict(counts))
