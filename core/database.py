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
        self.outbox = Outbox(pool, bus)
        # Waiting for a guild's lock is done here first, so that waiters do not use up the pool.
        self._waiting: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @classmethod
    async def open(cls, url: str, bus: Bus, *, connections: int = 16) -> "Database":
        pool = await asyncpg.create_pool(
            url, min_size=min(4, connections), max_size=connections, reset=_no_reset, command_timeout=30
        )
        database = cls(pool, bus)
        database.outbox.start()
        return database

    async def close(self) -> None:
        await self.outbox.stop()
        await self.pool.close()

    async def fetch(self, sql: str, *args: object) -> list[asyncpg.Record]:
        return await self.pool.fetch(sql, *args)

    async def fetchrow(self, sql: str, *args: object) -> asyncpg.Record | None:
        return await self.pool.fetchrow(sql, *args)

    async def fetchval(self, sql: str, *args: object) -> Any:
        return await self.pool.fetchval(sql, *args)

    @asynccontextmanager
    async def transaction(self, *, lock: int | None = None) -> AsyncGenerator[Transaction]:
        """A transaction; its events are published after its commit, before this returns.

        `lock`: the id of the guild whose state is changed, or of whatever else has an order of changes to keep.
        Inside, use the transaction alone, never the database: a second connection may not be had while others
        wait for the lock.
        """
        if lock is None:
            async with self.pool.acquire() as connection, self._transaction(connection, 0) as tx:
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
        async with self._waiting.setdefault(key, asyncio.Lock()), self.pool.acquire() as connection:
            try:
                if left := await connection.fetch(_TAKE, key, shared):
                    await self.outbox.publish_left(left)
                yield connection
            finally:
                try:
                    await connection.execute(_RELEASE, key, shared, self.outbox.take_published())
                except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError):
                    connection.terminate()  # the lock goes with its connection
                except asyncio.CancelledError:
                    connection.terminate()
                    raise


async def _no_reset(_: object) -> None:
    """Nothing here changes a connection's settings, so a release need not send a RESET."""
