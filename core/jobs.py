"""Durable jobs: work that is promised in a transaction and done later by some process, again until it is done.

A job is a row, written with what causes it. It comes due by the instance's clock, so a test that steps the clock makes
it due. Any process takes it up: it puts its lease on the row and runs the handler of the job's kind. What raises
`NotDoneError` is tried again after the kind's next delay; when those are used up the handler's `gave_up` is run once,
with what it changes in one transaction with the row's end. A process that dies lets its lease run out, by the
database's clock, and another one takes the job up: so a handler may run again, and must bear it.

Why not a queue from the shelf: docs/adr/0006-jobs.md.
"""

import asyncio
import contextlib
import datetime as dt
import uuid
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Generic, TypeAlias, TypeVar

import asyncpg
import msgspec
import structlog

from core import clock, snowflakes
from core.database import Database, Transaction
from core.wire import Timestamp, decode, encode

__all__ = ["Handler", "Kind", "NotDoneError", "Row", "cancel", "enqueue", "in_seconds", "row", "running"]

P = TypeVar("P", bound=msgspec.Struct)

Row: TypeAlias = tuple[str, str, str, dt.datetime]
"""A job as its table has it: key, kind, payload, due_at."""

_LOOK_EVERY_S: Final = 0.5
_MOST_AT_ONCE: Final = 64
_LEASE_S: Final = 60
_LONGEST_RUN_S: Final = 45  # by real time; a lease must not run out under a handler that lives
_FINISH_S: Final = 5.0
_SECOND_US: Final = 1_000_000

_INSERT = """
    INSERT INTO jobs (key, kind, payload, due_at) VALUES ($1, $2, $3, $4) ON CONFLICT (key, kind) DO NOTHING
"""
_CLAIM = """
    UPDATE jobs SET attempts = attempts + 1, lease = $1, leased_until = clock_timestamp() + $2 * interval '1 second'
    WHERE (key, kind) IN (
        SELECT key, kind FROM jobs
        WHERE due_at <= $3 AND kind = ANY($4) AND (leased_until IS NULL OR leased_until < clock_timestamp())
        ORDER BY due_at LIMIT $5 FOR UPDATE SKIP LOCKED
    )
    RETURNING key, kind, payload, attempts
"""
_CANCEL = "DELETE FROM jobs WHERE key = $1 AND kind = $2"
_MINE = "key = $1 AND kind = $2 AND lease = $3"
_FINISH = f"DELETE FROM jobs WHERE {_MINE}"  # noqa: S608 - our own constant
_AGAIN = f"UPDATE jobs SET due_at = $4, attempts = $5, lease = NULL, leased_until = NULL WHERE {_MINE}"  # noqa: S608

_DATABASE_AWAY: Final = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)  # TimeoutError is an OSError

_log = structlog.get_logger(__name__)


class NotDoneError(Exception):
    """The handler could not do its job now. The text says why."""


class Kind(Generic[P]):
    """A kind of job. `delays_s`: after each failed attempt, how long until the next; then it is given up."""

    def __init__(self, name: str, payload: type[P], *, delays_s: Sequence[float] = ()) -> None:
        self.name = name
        self.payload = payload
        self.delays_s = delays_s


class Handler(Generic[P]):
    """What a process does about jobs of a kind.

    `run` gets the number of the attempt too, from 1. It gives None when the job is done, or else in how many seconds
    it is to be done once more, with attempts counted anew.
    """

    def __init__(
        self,
        kind: Kind[P],
        run: Callable[[P, int], Awaitable[float | None]],
        gave_up: Callable[[Transaction, P, str], Awaitable[None]] | None = None,
    ) -> None:
        self.kind = kind
        self.run = run
        self.gave_up = gave_up


async def enqueue(
    tx: Transaction, kind: Kind[P], payload: P, *, at: Timestamp | None = None, key: str | None = None
) -> None:
    """Promises the job with the transaction. One with the key of a job that waits or runs is not taken."""
    due_at = clock.timestamp() if at is None else at
    await tx.execute(_INSERT, *row(kind, payload, due_at, key or str(snowflakes.make())))


def row(kind: Kind[P], payload: P, at: Timestamp, key: str) -> Row:
    """The job, for a statement that writes it with what causes it."""
    return key, kind.name, encode(payload).decode(), at.datetime()


async def cancel(tx: Transaction, kind: Kind[P], key: str) -> None:
    """Takes a job back, if it is not done yet. An attempt that is under way goes on."""
    await tx.execute(_CANCEL, key, kind.name)


def in_seconds(delay_s: float) -> Timestamp:
    """The moment in so many seconds."""
    return Timestamp(clock.timestamp() + round(delay_s * _SECOND_US))


@asynccontextmanager
async def running(
    database: Database,
    handlers: Sequence[Handler[Any]],
    standing: Sequence[tuple[Kind[Any], msgspec.Struct]] = (),
) -> AsyncGenerator[None]:
    """Works on jobs meanwhile; at the end waits a while for what is under way. `standing` jobs there always are."""
    async with database.transaction() as tx:
        for kind, payload in standing:
            await enqueue(tx, kind, payload, key=kind.name)
    worker = _Worker(database, handlers)
    task = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        worker.stop.set()
        await task
        await worker.finish()


class _Worker:
    def __init__(self, database: Database, handlers: Sequence[Handler[Any]]) -> None:
        self._database = database
        self._handlers = {handler.kind.name: handler for handler in handlers}
        self._under_way: set[asyncio.Task[None]] = set()
        self.stop = asyncio.Event()

    async def run(self) -> None:
        while not self.stop.is_set():
            try:
                taken = await self._take()
            except _DATABASE_AWAY as problem:
                _log.warning("jobs wait", reason=str(problem))
                taken = 0
            if not taken:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.stop.wait(), _LOOK_EVERY_S)

    async def finish(self) -> None:
        """Waits for what is under way, and leaves what takes too long to another process."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_FINISH_S)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _take(self) -> int:
        """Begins with what is due; gives how many."""
        room = _MOST_AT_ONCE - len(self._under_way)
        if room <= 0:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
            return 1
        lease = uuid.uuid4()
        now = clock.timestamp().datetime()
        rows = await self._database.fetch(_CLAIM, lease, float(_LEASE_S), now, list(self._handlers), room)
        for row in rows:
            task = asyncio.create_task(self._work(row, lease))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(rows)

    async def _work(self, row: asyncpg.Record, lease: uuid.UUID) -> None:
        handler, attempts = self._handlers[row["kind"]], row["attempts"]
        mine = (row["key"], row["kind"], lease)
        payload = decode(row["payload"], handler.kind.payload)
        try:
            again_s = await self._attempt(handler, payload, attempts)
            if again_s is None:
                await self._database.fetch(_FINISH, *mine)
            else:
                await self._again(mine, again_s, 0)
        except NotDoneError as failure:
            await self._not_done(handler, payload, mine, attempts, str(failure))
        except _DATABASE_AWAY as problem:
            _log.warning("a job's end was not noted; it will run again", kind=row["kind"], reason=str(problem))

    async def _attempt(self, handler: Handler[Any], payload: msgspec.Struct, attempt: int) -> float | None:
        try:
            async with asyncio.timeout(_LONGEST_RUN_S):
                return await handler.run(payload, attempt)
        except NotDoneError:
            raise
        except Exception as mistake:
            _log.exception("a job failed by a mistake of ours", kind=handler.kind.name)
            raise NotDoneError(type(mistake).__name__) from mistake

    async def _not_done(
        self,
        handler: Handler[Any],
        payload: msgspec.Struct,
        mine: tuple[str, str, uuid.UUID],
        attempts: int,
        failure: str,
    ) -> None:
        try:
            if attempts <= len(handler.kind.delays_s):
                await self._again(mine, handler.kind.delays_s[attempts - 1], attempts)
                return
            async with self._database.transaction() as tx:
                if await tx.execute(_FINISH, *mine) and handler.gave_up is not None:
                    await handler.gave_up(tx, payload, failure)
        except _DATABASE_AWAY as problem:
            _log.warning("a job's failure was not noted; it will run again", kind=mine[1], reason=str(problem))

    async def _again(self, mine: tuple[str, str, uuid.UUID], delay_s: float, attempts: int) -> None:
        await self._database.fetch(_AGAIN, *mine, in_seconds(delay_s).datetime(), attempts)
