"""Durable jobs: done once by one of several processes, again when that one dies, at the moment the clock says."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import msgspec
import pytest

from core import clock, jobs, snowflakes
from core.bus import Bus
from core.database import Database, Transaction
from core.redis_wire import RedisWire
from server.embedded import Engines
from server.migrations import migrate


class Task(msgspec.Struct):
    name: str = "x"


KIND = jobs.Kind("test", Task, delays_s=(10, 100))
Run = Callable[[Task, int], Awaitable[float | None]]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    with Engines(tmp_path / "data") as engines:
        assert engines.postgresql and engines.redis
        await migrate(engines.postgresql.url)
        redis = await RedisWire.open(engines.redis.url)
        database = await Database.open(engines.postgresql.url, Bus(redis))
        snowflakes.use(1)
        yield database
        await database.close()
        await redis.close()
    clock.apply(clock.State())


async def add(database: Database, name: str = "x", *, in_s: float = 0, key: str | None = None) -> None:
    async with database.transaction() as tx:
        await jobs.enqueue(tx, KIND, Task(name), at=jobs.in_seconds(in_s), key=key)


async def left(database: Database, count: int) -> None:
    """Returns when so many jobs are in the table."""
    async with asyncio.timeout(10):
        while await database.fetchval("SELECT count(*) FROM jobs") != count:
            await asyncio.sleep(0.02)


async def waits(database: Database, attempts: int) -> None:
    """Returns when the one job waits for its next attempt."""
    async with asyncio.timeout(10):
        while not await database.fetchval("SELECT 1 FROM jobs WHERE attempts = $1 AND lease IS NULL", attempts):
            await asyncio.sleep(0.02)


async def test_each_job_is_done_once_by_one_of_many(database: Database) -> None:
    done: list[str] = []

    async def run(task: Task, _: int) -> None:
        await asyncio.sleep(0)
        done.append(task.name)

    async with AsyncExitStack() as stack:
        for _ in range(4):
            await stack.enter_async_context(jobs.running(database, [jobs.Handler(KIND, run)]))
        await asyncio.gather(*(add(database, str(number)) for number in range(200)))
        await left(database, 0)
    assert sorted(done, key=int) == [str(number) for number in range(200)]


async def test_a_job_comes_due_by_the_clock(database: Database) -> None:
    done = asyncio.Event()

    async def run(_: Task, __: int) -> None:
        done.set()

    await add(database, in_s=3600)
    await add(database, "now")
    async with jobs.running(database, [jobs.Handler(KIND, run)]):
        await left(database, 1)
        clock.step(3600)
        await left(database, 0)


async def test_a_key_is_taken_once(database: Database) -> None:
    await asyncio.gather(*(add(database, key="one") for _ in range(5)))
    await left(database, 1)
    async with database.transaction() as tx:
        await jobs.cancel(tx, KIND, "one")
    await left(database, 0)


@pytest.mark.parametrize("failure", [jobs.NotDoneError("no"), KeyError("a mistake of ours")])
async def test_what_fails_is_tried_again_and_then_given_up(database: Database, failure: Exception) -> None:
    tried: list[int] = []
    given_up: list[str] = []

    async def run(_: Task, attempt: int) -> None:
        tried.append(attempt)
        raise failure

    async def give_up(_: Transaction, task: Task, reason: str) -> None:
        given_up.append(f"{task.name}: {reason}")

    await add(database)
    async with jobs.running(database, [jobs.Handler(KIND, run, give_up)]):
        for attempts, delay_s in ((1, 10), (2, 100)):
            await waits(database, attempts)
            clock.step(delay_s)
        await left(database, 0)
    assert tried == [1, 2, 3]
    assert given_up == ["x: no" if isinstance(failure, jobs.NotDoneError) else "x: KeyError"]


async def test_a_job_of_a_dead_process_is_done_by_another(database: Database) -> None:
    begun = asyncio.Event()

    async def hang(_: Task, __: int) -> None:
        begun.set()
        await asyncio.Event().wait()

    done: list[int] = []

    async def run(_: Task, attempt: int) -> None:
        done.append(attempt)

    await add(database)
    dying = await _begin(database, hang)
    await begun.wait()
    dying.cancel()
    async with jobs.running(database, [jobs.Handler(KIND, run)]):
        await database.fetch("UPDATE jobs SET leased_until = clock_timestamp()")
        await left(database, 0)
    assert done == [2]
    await asyncio.gather(dying, return_exceptions=True)


async def test_who_lost_his_lease_ends_nothing(database: Database) -> None:
    """He was too slow, another has the job: his end of it counts no more."""
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def run(_: Task, __: int) -> None:
        begun.set()
        await go_on.wait()

    await add(database)
    async with jobs.running(database, [jobs.Handler(KIND, run)]):
        await begun.wait()
        await database.fetch("UPDATE jobs SET lease = gen_random_uuid()")
        go_on.set()
    assert await database.fetchval("SELECT count(*) FROM jobs") == 1


async def test_what_is_under_way_is_finished_at_the_end(database: Database) -> None:
    begun = asyncio.Event()
    done: list[str] = []

    async def run(task: Task, _: int) -> None:
        begun.set()
        await asyncio.sleep(0.2)
        done.append(task.name)

    await add(database)
    async with jobs.running(database, [jobs.Handler(KIND, run)]):
        await begun.wait()
    assert done == ["x"]
    assert await database.fetchval("SELECT count(*) FROM jobs") == 0


async def test_a_job_may_be_done_again_and_again(database: Database) -> None:
    done: list[int] = []

    async def run(_: Task, attempt: int) -> float:
        done.append(attempt)
        return 60.0

    handlers = [jobs.Handler(KIND, run)]
    async with jobs.running(database, handlers, [(KIND, Task())]), jobs.running(database, handlers, [(KIND, Task())]):
        for times in (1, 2, 3):
            async with asyncio.timeout(10):
                while len(done) < times:
                    await asyncio.sleep(0.02)
            await waits(database, 0)
            clock.step(60)
    assert done[:3] == [1, 1, 1]


@pytest.mark.parametrize("limited", ["owner", "kind"])
async def test_who_hangs_keeps_nobody_else_waiting(database: Database, limited: str) -> None:
    """Hundreds of hanging jobs of one owner, or of a kind of which only some run at once, came first."""
    slow = jobs.Kind("slow", Task, most_at_once=10) if limited == "kind" else KIND
    hang, done = asyncio.Event(), asyncio.Event()

    async def run(task: Task, _: int) -> None:
        await (done if task.name == "quick" else hang).wait()

    async def add_many(kind: jobs.Kind[Task], name: str, owner: int | None, count: int) -> None:
        async with database.transaction() as tx:
            for _ in range(count):
                await jobs.enqueue(tx, kind, Task(name), owner=owner)

    await add_many(slow, "slow", 1 if limited == "owner" else None, 300)
    await add_many(KIND, "quick", 2, 1)
    await add_many(KIND, "quick", None, 1)
    done.set()
    handlers = [jobs.Handler(KIND, run)] + ([jobs.Handler(slow, run)] if slow is not KIND else [])
    async with jobs.running(database, handlers):
        await left(database, 300)
        hang.set()
        await left(database, 0)


async def test_kinds_that_a_process_does_not_know_are_left(database: Database) -> None:
    async with database.transaction() as tx:
        await jobs.enqueue(tx, jobs.Kind("of a later version", Task), Task())
    await add(database)

    async def run(_: Task, __: int) -> None:
        pass

    async with jobs.running(database, [jobs.Handler(KIND, run)]):
        await left(database, 1)


async def _begin(database: Database, run: Run) -> "asyncio.Task[None]":
    """A process that works on jobs, and can be killed."""

    async def work() -> None:
        worker = jobs._Worker(database, [jobs.Handler(KIND, run)])  # pyright: ignore[reportPrivateUsage]
        await worker.run()

    return asyncio.create_task(work())
