"""The three seconds that an application has to answer; when they are over, the user is told that it failed.

The process that took an interaction watches it, and forgets it when the answer came through this very process; those
that were answered through another one are looked at many at once. One statement decides between an answer and the end
of the time. Should the process die, another one finds the row a
little later. Old rows go, and the files that came with them.
Docs: interactions/receiving-and-responding#responding-to-an-interaction.
"""

import asyncio
from collections import OrderedDict
from collections.abc import AsyncGenerator, Coroutine, Iterable
from contextlib import asynccontextmanager
from typing import Any, Final

import asyncpg
import msgspec
import structlog

from core import clock, snowflakes
from core.clock import Timer
from core.database import Database, Transaction
from core.objects import Objects
from domain import attachment_links
from domain.interactions import events, store
from domain.interactions.events import FailureReason
from domain.interactions.stored import StoredInteraction

ANSWER_WITHIN_S: Final = 3.0
FOLLOW_UP_WITHIN_S: Final = 15 * 60.0

_GATHER_S: Final = 0.05
_SLACK_S: Final = 2.0
_KEPT_S: Final = FOLLOW_UP_WITHIN_S + 5 * 60
LONGEST_KEPT_S: Final = 24 * 60 * 60.0  # those with modals and files
_LOOK_EVERY_S: Final = 2.0
_AT_ONCE: Final = 500
_FAREWELL_S: Final = 5.0

_log = structlog.get_logger(__name__)


class _Watched(msgspec.Struct):
    stored: StoredInteraction
    due: float


class Deadlines:
    """Those that this process took and has seen no answer to, the oldest first."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: OrderedDict[tuple[int, int], _Watched] = OrderedDict()
        self._timer: Timer | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def watch(self, stored: StoredInteraction) -> None:
        self._waiting[stored.application_id, stored.id] = _Watched(stored, clock.now() + ANSWER_WITHIN_S)
        if self._timer is None:
            self._set_timer(0.0)

    def watched(self, application_id: int, interaction_id: int) -> StoredInteraction | None:
        """An interaction that this process took a moment ago, as it was then: it may have its answer by now."""
        found = self._waiting.get((application_id, interaction_id))
        return found.stored if found else None

    def answered(self, application_id: int, interaction_id: int) -> None:
        """No need to look after it any more. It may have been taken by another process."""
        self._waiting.pop((application_id, interaction_id), None)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something that no caller waits for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    async def fail(self, due: Iterable[tuple[int, int]], reason: FailureReason) -> None:
        """Gives up those of them, (application, id), that are without an answer, and tells who invoked them."""
        async with self._database.transaction() as tx:
            _tell(tx, await store.fail(tx, due, clock.timestamp()), reason)

    async def settle(self) -> None:
        """Waits a moment for what is still under way in the background."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_FAREWELL_S)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _set_timer(self, soonest_s: float) -> None:
        self._timer = None
        for one in self._waiting.values():
            self._timer = clock.call_later(max(soonest_s, one.due - clock.now()), self._fire)
            return

    def _fire(self) -> None:
        now = clock.now()
        due: list[tuple[int, int]] = []
        for pair, one in self._waiting.items():
            if one.due > now:
                break
            due.append(pair)
        for pair in due:
            del self._waiting[pair]
        self._set_timer(_GATHER_S)
        if due:
            self.background(self._give_up(due))

    async def _give_up(self, due: list[tuple[int, int]]) -> None:
        try:
            await self.fail(due, FailureReason.TIMEOUT)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:  # TimeoutError is an OSError
            _log.warning("interactions without an answer wait for the next look", reason=str(problem))

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()) is not None:
            _log.error("background work failed", exc_info=problem)


@asynccontextmanager
async def running(deadlines: Deadlines, database: Database, objects: Objects) -> AsyncGenerator[None]:
    """Looks after what other processes left behind, and after old rows, meanwhile."""
    task = asyncio.create_task(_run(database, objects))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await deadlines.settle()


async def _run(database: Database, objects: Objects) -> None:
    while True:
        try:
            await _fail_left(database)
            await _delete_old(database, objects)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:  # TimeoutError is an OSError
            _log.warning("looking after interactions waits", reason=str(problem))
        await asyncio.sleep(_LOOK_EVERY_S)


async def _fail_left(database: Database) -> None:
    async with database.transaction() as tx:
        before = _id_at(ANSWER_WITHIN_S + _SLACK_S)
        _tell(tx, await store.fail_old(tx, before, clock.timestamp(), _AT_ONCE), FailureReason.TIMEOUT)


async def _delete_old(database: Database, objects: Objects) -> None:
    async with database.transaction() as tx:
        old = await store.delete_old(tx, _id_at(_KEPT_S), _id_at(LONGEST_KEPT_S), _AT_ONCE)
        for channel_id, attachment_ids in old:
            for attachment_id in attachment_ids:
                await objects.delete(attachment_links.key(channel_id, attachment_id))


def _id_at(seconds_ago: float) -> int:
    """Ids made longer ago are lower."""
    return snowflakes.at_ms(clock.now_ms() - round(seconds_ago * 1000))


def _tell(tx: Transaction, failed: Iterable[StoredInteraction], reason: FailureReason) -> None:
    for one in failed:
        tx.emit(events.interaction_failure(one.user_id, one.id, one.nonce, reason))
