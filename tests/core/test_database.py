"""A database that does not answer: whoever asks is told in time, and afterwards all goes on."""

import asyncio
import os
import signal
from collections.abc import AsyncGenerator
from pathlib import Path

import asyncpg
import pytest

from core import database as database_of
from core.bus import Bus
from core.database import Database
from core.redis_wire import RedisWire
from server.embedded import Engines
from server.migrations import migrate


@pytest.fixture
async def database(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> AsyncGenerator[Database]:
    """Four connections to a real PostgreSQL, and little patience."""
    for name in ("_CONNECT_S", "_ANSWER_S", "_ACQUIRE_S", "_RELEASE_S"):
        monkeypatch.setattr(database_of, name, 0.3)
    with Engines(tmp_path / "data") as engines:
        assert engines.postgresql and engines.redis
        await migrate(engines.postgresql.url)
        redis = await RedisWire.open(engines.redis.url)
        database = await Database.open(engines.postgresql.url, Bus(redis), connections=4)
        yield database
        database.pool.terminate()
        await database.outbox.stop()
        await redis.close()


async def test_a_long_statement_is_given_up(database: Database) -> None:
    with pytest.raises(TimeoutError):
        await database.fetchval("SELECT pg_sleep(30)")
    with pytest.raises(TimeoutError):
        async with database.transaction(lock=1) as tx:
            await tx.fetchval("SELECT pg_sleep(30)")
    async with asyncio.timeout(5), database.transaction(lock=1) as tx:
        assert await tx.fetchval("SELECT 1") == 1


async def test_who_gets_no_connection_is_told(database: Database) -> None:
    async with database.transaction(), database.transaction(), database.transaction(), database.transaction():
        with pytest.raises(TimeoutError):
            await database.fetchval("SELECT 1")
    assert await database.fetchval("SELECT 1") == 1


async def test_a_frozen_database_holds_nobody_up(database: Database) -> None:
    backends = [row["pid"] for row in await database.fetch("SELECT pid FROM pg_stat_activity")]
    for pid in backends:
        os.kill(pid, signal.SIGSTOP)
    try:
        async with asyncio.timeout(10):
            answers = await asyncio.gather(*(database.fetchval("SELECT 1") for _ in range(8)), return_exceptions=True)
        assert any(isinstance(answer, TimeoutError) for answer in answers)
    finally:
        for pid in backends:
            os.kill(pid, signal.SIGCONT)
    assert await database.fetchval("SELECT 1") == 1


async def test_a_connection_that_broke_while_nobody_used_it_is_not_used_again(database: Database) -> None:
    async with database.transaction() as watching:
        broken = await database.fetchval("SELECT pg_backend_pid()")
        os.kill(broken, signal.SIGTERM)
        while Path(f"/proc/{broken}").exists():
            await watching.fetchval("SELECT 1")
        await watching.fetchval("SELECT 1")  # whereby this process hears of the end as well
        assert await database.fetchval("SELECT pg_backend_pid()") != broken


async def test_many_take_turns_with_few_connections(database: Database) -> None:
    assert await asyncio.gather(*(database.fetchval("SELECT $1::int", n) for n in range(100))) == list(range(100))


async def test_a_connection_is_used_again_after_a_mistake(database: Database) -> None:
    for _ in range(10):
        with pytest.raises(asyncpg.DivisionByZeroError):
            async with database.transaction() as tx:
                await tx.fetchval("SELECT 1 / 0")
    assert await database.fetchval("SELECT 1") == 1
