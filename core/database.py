"""PostgreSQL: the pool, transactions, and `emit`, the one way to tell the gateway of a change.

A transaction's events are written to the outbox with it and are published after the commit (core/outbox.py).

Changes of a guild's state take the guild's lock (`transaction(lock=guild_id)`) and keep it until their events are
on the bus. So such events reach a topic in the order of their commits, and a snapshot read under the shared lock
(`reading`) stands at one position of the topic. Messages need no lock: their order is that of their ids.

A process that dies gives the lock back unasked, perhaps between commit and bus. So whoever takes a lock, for a change
or to read, first publishes what its earlier holders left in the outbox. To find nothing there is the rule: who gives
the lock back deletes his rows with it.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeAlias
from weakref import WeakValueDictionary

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from core import snowflakes
from core.bus import Bus
from core.events import Draft, Event
from core.outbox import INSERT, PUBLISH_WAIT_S, Outbox, row_values

Connection: TypeAlias = "PoolConnectionProxy[asyncpg.Record]"

# A database that does not answer must not hold up whoever asks for ever. Waiting for a connection, for an answer and
# for the connection's return each have a limit; after it the connection is given up.
_CONNECT_S = 5.0
_ANSWER_S = 15.0
_ACQUIRE_S = 10.0
_RELEASE_S = 2.0

# Of a pool's connections these are left to those who ask the pool itself: the outbox, and its sweeper.
_LEFT_TO_OTHERS = 2

# Of the session; see the migration that makes them.
_TAKE = "SELECT id, event FROM take_lock($1, $2)"
_RELEASE = "CALL release_lock($1, $2, $3)"


class Reader(Protocol):
    """Whatever can be asked for rows: the database, or a transaction."""

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]: ...
    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None: ...
    async def fetchval(self, sql: str, *args: object) -> Any: ...


class Transaction:
    """One transaction: rows, and the events that it causes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.events: list[Event] = []

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]:
        return await self._connection.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None:
        return await self._connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: object) -> Any:
        return await self._connection.fetchval(sql, *args)

    async def execute(self, sql: str, *args: object) -> int:
        """Runs the statement and gives the number of rows that it touched."""
        return touched(await self._connection.execute(sql, *args))

    async def executemany(self, sql: str, args: Sequence[Sequence[object]]) -> None:
        await self._connection.executemany(sql, args)

    def emit(self, draft: Draft) -> None:
        """Tells the gateway, once the transaction is committed. Order of emits is order of events."""
        self.events.append(draft.event(snowflakes.make()))


def touched(tag: str) -> int:
    """The row count in a command tag, as in `UPDATE 3`."""
    count = tag.rpartition(" ")[2]
    return int(count) if count.isdigit() else 0


class Database:
    """The pool of connections, and what goes through it."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", bus: Bus) -> None:
        self.pool = pool
        # Connections taken from the pool that nobody uses now. The pool makes a task for each that it takes back,
        # which costs as much as a short query.
        self._idle: list[Connection] = []
        self._most_idle = max(0, pool.get_max_size() - _LEFT_TO_OTHERS)
        self._asking_pool = 0
        self.outbox = Outbox(pool, bus)
        # Waiting for a guild's lock is done here first, so that waiters do not use up the pool.
        self._waiting: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    async def open(cls, url: str, bus: Bus, *, connections: int = 16) -> "Database":
        pool = await asyncpg.create_pool(
            url,
            min_size=min(4, connections),
            max_size=connections,
            reset=_no_reset,
            timeout=_CONNECT_S,
            command_timeout=_ANSWER_S,
        )
        database = cls(pool, bus)
        database.outbox.start()
        return database

    async def close(self) -> None:
        await self.outbox.stop()
        self._most_idle = 0
        while self._idle:
            await self.pool.release(self._idle.pop(), timeout=_RELEASE_S)
        await self.pool.close()

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]:
        async with self._connection() as connection:
            return await connection.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None:
        async with self._connection() as connection:
            return await connection.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: object) -> Any:
        async with self._connection() as connection:
            return await connection.fetchval(sql, *args)

    @asynccontextmanager
    async def _connection(self) -> AsyncGenerator[Connection]:
        connection = self._take_idle() or await self._ask_pool()
        is_fit = False
        try:
            yield connection
            is_fit = True
        finally:
            # Who waits for the pool comes first. After a mistake the pool looks whether the connection is still good.
            if is_fit and not self._asking_pool and len(self._idle) < self._most_idle and _is_open(connection):
                self._idle.append(connection)
            else:
                await self.pool.release(connection, timeout=_RELEASE_S)

    def _take_idle(self) -> "Connection | None":
        while self._idle:
            connection = self._idle.pop()
            if _is_open(connection):
                return connection
        return None

    async def _ask_pool(self) -> Connection:
        self._asking_pool += 1
        try:
            async with asyncio.timeout(_ACQUIRE_S):
                return await self.pool.acquire()
        finally:
            self._asking_pool -= 1

    @asynccontextmanager
    async def transaction(self, *, lock: int | None = None) -> AsyncGenerator[Transaction]:
        """A transaction; its events are published after its commit, before this returns.

        `lock`: the id of the guild whose state is changed, or of whatever else has an order of changes to keep.
        Inside, use the transaction alone, never the database: a second connection may not be had while others
        wait for the lock.
        """
        if lock is None:
            async with self._connection() as connection, self._transaction(connection, 0) as tx:
                yield tx
        else:
            async with self._locked(lock, shared=False) as connection, self._transaction(connection, lock) as tx:
                yield tx

    @asynccontextmanager
    async def reading(self, *, lock: int) -> AsyncGenerator[Transaction]:
        """Rows of a guild at rest: no change of its state is between its commit and the bus meanwhile."""
        async with self._locked(lock, shared=True) as connection, connection.transaction(readonly=True):
            yield Transaction(connection)

    @asynccontextmanager
    async def _transaction(self, connection: Connection, lock: int) -> AsyncGenerator[Transaction]:
        tx = Transaction(connection)
        async with connection.transaction():
            yield tx
            if tx.events:
                await connection.execute(INSERT, *row_values(tx.events, lock))
        futures = self.outbox.publish(tx.events)
        if lock and futures:
            await asyncio.wait(futures, timeout=PUBLISH_WAIT_S)

    @asynccontextmanager
    async def _locked(self, key: int, *, shared: bool) -> AsyncGenerator[Connection]:
        async with self._waiting.setdefault(key, asyncio.Lock()), self._connection() as connection:
            try:
                if left := await connection.fetch(_TAKE, key, shared):
                    await self.outbox.publish_left(left)
                yield connection
            finally:
                try:
                    await connection.execute(_RELEASE, key, shared, self.outbox.take_published())
                except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):  # TimeoutError is an OSError
                    connection.terminate()  # the lock goes with its connection
                except asyncio.CancelledError:
                    connection.terminate()
                    raise


def _is_open(connection: Connection) -> bool:
    """False when it broke: then its pool has it back already."""
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:
        return False


async def _no_reset(_: object) -> None:
    """Nothing here changes a connection's settings, so a release need not send a RESET."""
