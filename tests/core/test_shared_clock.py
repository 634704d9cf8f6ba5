import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest

from core import clock, shared_clock
from core.redis_wire import RedisWire

FOLLOWER = """
import asyncio, sys
from core import clock, shared_clock
from core.redis_wire import RedisWire

async def main():
    await shared_clock.follow(await RedisWire.open(sys.argv[1]))
    print(clock.now(), flush=True)
    await clock.sleep(3600)
    print(clock.now(), flush=True)

asyncio.run(main())
"""


@pytest.fixture
async def followed(wire: RedisWire) -> AsyncIterator[RedisWire]:
    await shared_clock.follow(wire)
    yield wire
    wire.restored.clear()
    wire.unlisten("{clock}:changes")
    clock.apply(clock.State())


async def test_changes_are_there_when_they_return(followed: RedisWire):
    await shared_clock.stop(followed)
    stood = clock.timestamp()
    await shared_clock.step(followed, 90)
    assert clock.timestamp() == stood + 90_000_000
    await shared_clock.start(followed)
    assert 0 <= clock.timestamp() - stood - 90_000_000 < 1_000_000
    await shared_clock.step(followed, -90)
    assert 0 <= clock.timestamp() - stood < 1_000_000
    await shared_clock.reset(followed)
    assert clock.state() == clock.State()


async def test_stop_is_the_present_moment(followed: RedisWire):
    before = clock.now()
    await shared_clock.stop(followed)
    assert before - 0.001 <= clock.now() < before + 0.5
    stood = clock.timestamp()
    await shared_clock.stop(followed)
    assert clock.timestamp() == stood


async def test_steps_from_many_places_add_up(followed: RedisWire, redis_url: str):
    await shared_clock.stop(followed)
    stood = clock.timestamp()
    others = [await RedisWire.open(redis_url) for _ in range(3)]
    await asyncio.gather(*[shared_clock.step(one, 1) for one in others for _ in range(10)])
    await followed.call("PING")
    assert clock.timestamp() == stood + 30_000_000
    for one in others:
        await one.close()


async def test_a_change_during_a_broken_connection_is_caught_up(followed: RedisWire, redis_url: str):
    other = await RedisWire.open(redis_url)
    again, before = asyncio.Event(), clock.now()
    followed.restored.append(again.set)
    assert followed._transport is not None
    followed._transport.abort()
    await shared_clock.stop(other)
    await shared_clock.step(other, 1000)
    assert clock.state() == clock.State()
    await asyncio.wait_for(again.wait(), 5)
    await followed.call("PING")
    assert before + 1000 <= clock.now() < before + 1005
    assert clock.state().stopped_at_us is not None
    await other.close()


async def test_another_process_shows_it_and_its_sleepers_wake(wire: RedisWire, redis_url: str):
    await shared_clock.step(wire, 86400)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        FOLLOWER,
        redis_url,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert process.stdout is not None
    async with asyncio.timeout(10):
        began = float(await process.stdout.readline())
        await shared_clock.step(wire, 3601)
        ended = float(await process.stdout.readline())
        await process.wait()
    assert 86300 < began - clock.now() < 86500
    assert ended - began >= 3600
