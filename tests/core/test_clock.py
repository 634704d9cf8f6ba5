import asyncio
from collections.abc import Iterator

import pytest

from core import clock


@pytest.fixture(autouse=True)
def machine_time() -> Iterator[None]:
    yield
    clock.apply(clock.State())
    clock.set_skew(0)


async def test_untouched_it_is_the_machines_time():
    import time

    assert abs(clock.now() - time.time()) < 0.1
    assert abs(clock.now_ms() - time.time() * 1000) < 100
    assert abs(clock.timestamp() - time.time() * 1e6) < 100_000


async def test_a_step_is_exact_while_stopped():
    clock.stop()
    before = clock.timestamp()
    assert clock.timestamp() == before
    clock.step(1.5)
    assert clock.timestamp() == before + 1_500_000
    clock.step(-0.5)
    assert clock.timestamp() == before + 1_000_000


async def test_it_goes_on_from_where_it_stood():
    clock.stop()
    clock.step(-3600)
    stood = clock.now()
    clock.start()
    assert 0 <= clock.now() - stood < 0.5
    clock.start()
    assert 0 <= clock.now() - stood < 0.5


async def test_stopping_twice_changes_nothing():
    clock.stop()
    stood = clock.now()
    clock.stop()
    assert clock.now() == stood


async def test_a_sleeper_wakes_when_stepped_past():
    clock.stop()
    long = asyncio.create_task(clock.sleep(100))
    longer = asyncio.create_task(clock.sleep(200))
    await asyncio.sleep(0)
    clock.step(99)
    assert not (await asyncio.wait([long], timeout=0.02))[0]
    clock.step(1)
    await asyncio.wait_for(long, 1)
    assert not longer.done()
    longer.cancel()


async def test_a_running_clock_wakes_sleepers_by_itself_and_by_a_step():
    started = clock.stopwatch()
    await clock.sleep(0.02)
    assert clock.stopwatch() - started >= 0.015
    sleeper = asyncio.create_task(clock.sleep(3600))
    await asyncio.sleep(0)
    clock.step(3601)
    await asyncio.wait_for(sleeper, 1)


async def test_a_sleeper_set_while_stopped_wakes_after_the_start():
    clock.stop()
    sleeper = asyncio.create_task(clock.sleep(0.02))
    assert not (await asyncio.wait([sleeper], timeout=0.05))[0]
    clock.start()
    await asyncio.wait_for(sleeper, 1)


async def test_cancelled_timers_never_fire():
    called: list[int] = []
    first = clock.call_later(10, lambda: called.append(1))
    clock.call_later(10, lambda: called.append(2))
    first.cancel()
    clock.step(11)
    await asyncio.sleep(0.01)
    assert called == [2]


async def test_a_cancelled_sleeper_leaves_nothing_behind():
    before = len(clock._timers)
    sleeper = asyncio.create_task(clock.sleep(100))
    await asyncio.sleep(0)
    assert len(clock._timers) == before + 1
    sleeper.cancel()
    await asyncio.wait([sleeper])
    assert len(clock._timers) == before


async def test_skew_moves_this_process_alone():
    clock.stop()
    before = clock.now_ms()
    clock.set_skew(-1)
    assert clock.now_ms() == before - 1000
    assert clock.state().stopped_at_us is not None
