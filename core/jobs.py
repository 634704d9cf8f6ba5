"""Durable jobs: work that is promised in a transaction and done later by some process, again until it is done.

A job is a row, written with what causes it. It comes due by the instance's clock, so a test that steps the clock makes
it due. Any process takes it up: it puts its lease on the row and runs the handler of the job's kind. What raises
`NotDoneError` is tried again after the kind's next delay; when those are used up the handler's `gave_up` is run once,
with what it changes in one transaction with the row's end. A process that dies lets its lease run out, by the
database's clock, and another one takes the job up: so a handler may run again, and must bear it.

Some jobs wait for what is a stranger's, and may hang. Those have an owner, of whom only a few run at once in a process,
so that however many he has, and however long they take, those of others come in between.

Why not a queue from the shelf: docs/adr/0006-jobs.md.
"""

import asyncio
import contextlib
import datetime as dt
import uuid
from collections import Counter
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
_MOST_OF_ONE: Final = 8  # owner; what is taken up together may be all his, so it can become nearly twice as many
_TAKEN_TOGETHER: Final = 8
_LEASE_S: Final = 60
_LONGEST_RUN_S: Final = 45  # by real time; a lease must not run out under a handler that lives
_FINISH_S: Final = 5.0
_SECOND_US: Final = 1_000_000

_INSERT = """
    INSERT INTO jobs (key, kind, payload, due_at, owner) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (key, kind) DO NOTHING
"""
_CLAIM = """
    UPDATE jobs SET attempts = attempts + 1, lease = $1, leased_until = clock_timestamp() + $2 * interval '1 second'
    WHERE (key, kind) IN (
        SELECT key, kind FROM jobs
        WHERE due_at <= $3 AND kind = ANY($4) AND (leased_until IS NULL OR leased_until < clock_timestamp())
            AND (owner IS NULL OR owner <> ALL($6))
        ORDER BY due_at LIMIT $5 FOR UPDATE SKIP LOCKED
    )
    RETURNING key, kind, payload, attempts, owner
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
    """A kind of job. `delays_s`: after each failed attempt, how long until the next; then it is given up.

    `most_at_once`: how many, about, run at once in a process.
    """

    def __init__(
        self, name: str, payload: type[P], *, delays_s: Sequence[float] = (), most_at_once: int = _MOST_AT_ONCE
    ) -> None:
        self.name = name
        self.payload = payload
        self.delays_s = delays_s
        self.most_at_once = most_at_once


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
    tx: Transaction,
    kind: Kind[P],
    payload: P,
    *,
    at: Timestamp | None = None,
    key: str | None = None,
    owner: int | None = None,
) -> None:
    """Promises the job with the transaction. One with the key of a job that waits or runs is not taken.

    `owner`: the id of whoever can make it hang.
    """
    due_at = clock.timestamp() if at is None else at
    await tx.execute(_INSERT, *row(kind, payload, due_at, key or str(snowflakes.make())), owner)


def row(kind: Kind[P], payload: P, at: Timestamp, key: str) -> Row:
    """The job, for a statement that writes it with what causes it. It has no owner."""
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
        worker.stop()
        await task
        await worker.finish()


class _Worker:
    def __init__(self, database: Database, handlers: Sequence[Handler[Any]]) -> None:
        self._database = database
        self._handlers = {handler.kind.name: handler for handler in handlers}
        self._under_way: set[asyncio.Task[None]] = set()
        self._by_owner: Counter[int] = Counter()  # how many of those, of owners and of kinds
        self._by_kind: Counter[str] = Counter()
        self._is_stopped = False
        self._look = asyncio.Event()

    def stop(self) -> None:
        """Takes nothing up any more."""
        self._is_stopped = True
        self._look.set()

    async def run(self) -> None:
        while not self._is_stopped:
            self._look.clear()
            try:
                taken = await self._take()
            except _DATABASE_AWAY as problem:
                _log.warning("jobs wait", reason=str(problem))
                taken = 0
            if not taken:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._look.wait(), _LOOK_EVERY_S)

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
        kinds = [name for name, one in self._handlers.items() if self._by_kind[name] < one.kind.most_at_once]
        busy = [owner for owner, count in self._by_owner.items() if count >= _MOST_OF_ONE]
        count = min(room, _TAKEN_TOGETHER)
        rows = await self._database.fetch(_CLAIM, lease, float(_LEASE_S), now, kinds, count, busy)
        for row in rows:
            self._by_kind[row["kind"]] += 1
            if row["owner"] is not None:
                self._by_owner[row["owner"]] += 1
            task = asyncio.create_task(self._work(row, lease))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(rows)

    async def _work(self, row: asyncpg.Record, lease: uuid.UUID) -> None:
        try:
            await self._do(row, lease)
        finally:
            self._make_room(row["kind"], row["owner"])

    def _make_room(self, kind: str, owner: int | None) -> None:
        """One less is under way; if there was no room for more like it, there may be one to take up."""
        was_full = self._by_kind[kind] >= self._handlers[kind].kind.most_at_once
        self._by_kind[kind] -= 1
        if owner is not None:
            was_full = was_full or self._by_owner[owner] >= _MOST_OF_ONE
            self._by_owner[owner] -= 1
            if not self._by_owner[owner]:
                del self._by_owner[owner]
        if was_full:
            self._look.set()

    async def _do(self, row: asyncpg.Record, lease: uuid.UUID) -> None:
        handler, attempts = self._handlers[row["kind"]], row["attempts"]
        mine = (row["key"], row["kind"], lease)
        try:
            payload = decode(row["payload"], handler.kind.payload)
        except msgspec.DecodeError:  # a mistake of ours, which trying again would not mend: for a person to look at
            _log.exception("a job cannot be read", kind=row["kind"], key=row["key"])
            return
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
