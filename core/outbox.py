"""Events between their commit and the bus.

A transaction writes its events to the table `outbox`. After the commit the same process publishes them and, when
Redis has them, deletes the rows in batches. Rows that have become old (their process died, or Redis was away) are
published by the sweeper of any process. So no event is lost between database and bus; it may be published twice,
and receivers drop doubles by its id.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import asyncpg
import structlog
from hiredis import ReplyError

from core.bus import Bus
from core.events import Event, pack, unpack

INSERT = "INSERT INTO outbox (id, event) SELECT * FROM unnest($1::bigint[], $2::bytea[])"
_DELETE = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"
# The age is the database's own: a clock that a test steps must not make a live process' rows look old.
_OLD = """
    SELECT id, event FROM outbox WHERE created_at < clock_timestamp() - $1 * interval '1 second'
    ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
"""

_DELETE_EVERY_S = 0.25
_SWEEP_EVERY_S = 1.0
_OLD_AFTER_S = 2.0
_SWEEP_SIZE = 500
_STOP_WAIT_S = 2.0

log = structlog.get_logger()


def rows(events: Sequence[Event]) -> tuple[list[int], list[bytes]]:
    """The arguments of INSERT."""
    return [event.id for event in events], [pack(event) for event in events]


class Outbox:
    """Publishes what was committed, and what other processes left behind."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", bus: Bus) -> None:
        self._pool = pool
        self._bus = bus
        self._published: list[int] = []
        self._pending: set[asyncio.Future[int]] = set()
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        self._tasks = [
            asyncio.create_task(self._every(_DELETE_EVERY_S, self._delete_published)),
            asyncio.create_task(self._every(_SWEEP_EVERY_S, self._sweep)),
        ]

    async def stop(self) -> None:
        """Ends the tasks, waits a moment for what is on its way to the bus, and deletes what has arrived."""
        if self._pending:
            await asyncio.wait(self._pending, timeout=_STOP_WAIT_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._delete_published()

    def publish(self, events: Sequence[Event]) -> list[asyncio.Future[int]]:
        """Hands committed events to the bus, in order. The futures are done when Redis has them."""
        futures = [self._bus.publish(event) for event in events]
        self._pending.update(futures)
        for event, future in zip(events, futures, strict=True):
            future.add_done_callback(lambda done, event_id=event.id: self._note(done, event_id))
        return futures

    def _note(self, done: asyncio.Future[int], event_id: int) -> None:
        self._pending.discard(done)
        # What could not be published stays in the table, for the sweeper.
        if not done.cancelled() and done.exception() is None:
            self._published.append(event_id)

    async def _delete_published(self) -> None:
        if self._published:
            ids, self._published = self._published, []
            await self._pool.execute(_DELETE, ids)

    async def _sweep(self) -> None:
        async with self._pool.acquire() as connection, connection.transaction():
            old = await connection.fetch(_OLD, _OLD_AFTER_S, _SWEEP_SIZE)
            if not old:
                return
            log.warning("publishing events that another process left behind", count=len(old))
            await asyncio.gather(*(self._bus.publish(unpack(row["event"]), perhaps_again=True) for row in old))
            await connection.execute(_DELETE, [row["id"] for row in old])

    async def _every(self, seconds: float, work: Callable[[], Awaitable[None]]) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await work()
            except (OSError, TimeoutError, ReplyError, asyncpg.PostgresError, asyncpg.InterfaceError) as problem:
                log.warning("outbox waits", reason=str(problem))
