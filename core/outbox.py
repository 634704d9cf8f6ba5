"""Events between their commit and the bus.

A transaction writes its events to the table `outbox`. After the commit the same process publishes them and, when
Redis has them, deletes the rows in batches. Rows that have become old (their process died, or Redis was away) are
published by the sweeper, which runs in one process at a time, so that what belongs together is not torn apart. So no
event is lost between database and bus; it may be published twice, and receivers drop doubles by its id.

An event from under a lock has the lock in its row. Who takes the lock next publishes such rows before anything else
(core/database.py): the sweeper, two seconds later, would come after newer events.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
import structlog
from hiredis import ReplyError

from core.bus import Bus
from core.events import Event, pack, unpack

INSERT = "INSERT INTO outbox (id, event, lock) SELECT *, $3 FROM unnest($1::bigint[], $2::bytea[])"
_DELETE = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"
# The age is the database's own: a clock that a test steps must not make a live process' rows look old.
# Ids of several processes are not in the order of commits; the database's time is.
_OLD = """
    SELECT id, event FROM outbox WHERE created_at < clock_timestamp() - $1 * interval '1 second'
    ORDER BY created_at, id LIMIT $2
"""
_SWEEPING = 0x6F7574626F78  # the lock of the sweeper; no snowflake is so low
_MAY_SWEEP = f"SELECT pg_try_advisory_xact_lock({_SWEEPING})"

# Nobody waits longer for Redis: what has no answer is in line there, or else stays in the table.
PUBLISH_WAIT_S = 2.0

_DELETE_EVERY_S = 0.25
_SWEEP_EVERY_S = 1.0
_OLD_AFTER_S = 2.0
_SWEEP_SIZE = 500

log = structlog.get_logger()


def row_values(events: Sequence[Event], lock: int) -> tuple[list[int], list[bytes], int]:
    """The arguments of INSERT. `lock`: the one that is held, or 0."""
    return [event.id for event in events], [pack(event) for event in events], lock


class Outbox:
    """Publishes what was committed, and what other processes left behind."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", bus: Bus) -> None:
        self._pool = pool
        self._bus = bus
        self._published: list[int] = []
        self._in_line: dict[int, asyncio.Future[int]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._every(_DELETE_EVERY_S, self._delete_published)),
            asyncio.create_task(self._every(_SWEEP_EVERY_S, self._sweep)),
        ]

    async def stop(self) -> None:
        """Ends the tasks, waits a moment for what is on its way to the bus, and deletes what has arrived."""
        if self._in_line:
            await asyncio.wait(self._in_line.values(), timeout=PUBLISH_WAIT_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._delete_published()

    def publish(self, events: Sequence[Event], *, perhaps_again: bool = False) -> list[asyncio.Future[int]]:
        """Hands committed events to the bus, in order. The futures are done when Redis has them.

        `perhaps_again`: see `Bus.publish`. What this process has in line already keeps its place.
        """
        return [self._in_line.get(event.id) or self._line_up(event, perhaps_again) for event in events]

    async def publish_left(self, left: Sequence[asyncpg.Record]) -> None:
        """Publishes rows whose process perhaps did not. Returns when Redis has them or, if it does not answer, when
        they are at least in line before all that this process publishes from now on. Raises what the bus raises.
        """
        futures = self.publish([unpack(row["event"]) for row in left], perhaps_again=True)
        done, _ = await asyncio.wait(futures, timeout=PUBLISH_WAIT_S)
        for future in done:
            future.result()

    def take_published(self) -> list[int]:
        """The rows that can go; whoever calls this deletes them."""
        ids, self._published = self._published, []
        return ids

    def _line_up(self, event: Event, perhaps_again: bool) -> asyncio.Future[int]:
        future = self._in_line[event.id] = self._bus.publish(event, perhaps_again=perhaps_again)
        future.add_done_callback(lambda done: self._note(done, event.id))
        return future

    def _note(self, done: asyncio.Future[int], event_id: int) -> None:
        del self._in_line[event_id]
        # What could not be published stays in the table, for the next holder of its lock or the sweeper.
        if not done.cancelled() and done.exception() is None:
            self._published.append(event_id)

    async def _delete_published(self) -> None:
        if self._published:
            await self._pool.execute(_DELETE, self.take_published())

    async def _sweep(self) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            if not await connection.fetchval(_MAY_SWEEP):
                return
            old = await connection.fetch(_OLD, _OLD_AFTER_S, _SWEEP_SIZE)
            if not old:
                return
            if any(row["id"] not in self._in_line for row in old):
                log.warning("publishing events that another process left behind", count=len(old))
            await self.publish_left(old)
            await connection.execute(_DELETE, self.take_published())

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except (OSError, TimeoutError, ReplyError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:
                log.warning("outbox waits", reason=str(problem))
