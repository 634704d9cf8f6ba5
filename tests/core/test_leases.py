import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from core import clock, snowflakes
from core.leases import Lease, NoNumberFreeError
from core.redis_wire import RedisWire


@pytest.fixture(autouse=True)
async def no_number_left_over() -> AsyncIterator[None]:
    yield
    clock.apply(clock.State())
    clock.set_skew(0)
    snowflakes._maker = None


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not true():
            await asyncio.sleep(0.005)


async def occupy(wire: RedisWire, *, but: set[int]) -> None:
    await asyncio.gather(*[wire.call("SET", f"{{worker:{n}}}:holder", "x") for n in range(1024) if n not in but])


async def test_numbers_differ_and_ids_are_made(wire: RedisWire):
    leases = [await Lease.take(wire) for _ in range(20)]
    assert len({lease.worker for lease in leases}) == 20
    assert (snowflakes.make() >> 12) & 1023 == leases[-1].worker
    for lease in leases:
        await lease.release()


async def test_a_released_number_is_free_and_makes_no_more_ids(wire: RedisWire):
    await occupy(wire, but={77})
    lease = await Lease.take(wire)
    assert lease.worker == 77
    with pytest.raises(NoNumberFreeError):
        await Lease.take(wire)
    await lease.release()
    with pytest.raises(snowflakes.NoWorkerNumberError):
        snowflakes.make()
    again = await Lease.take(wire)
    assert again.worker == 77
    await again.release()


async def test_the_next_holder_begins_after_the_last_ones_ids(wire: RedisWire):
    await occupy(wire, but={77})
    first = await Lease.take(wire)
    last = snowflakes.make()
    await first.release()
    snowflakes._maker = None  # as a new process
    clock.set_skew(-10)
    second = await Lease.take(wire)
    assert snowflakes.make() > last
    await second.release()


async def test_stepping_the_clock_takes_nobodys_number(wire: RedisWire):
    lease = await Lease.take(wire, hold_s=0.3, renew_s=0.02)
    clock.step(1_000_000)
    snowflakes.make()
    clock.stop()
    key = f"{{worker:{lease.worker}}}:holder"
    await wire.call("PEXPIRE", key, 100)
    for _ in range(100):
        if int(str(await wire.call("PTTL", key))) > 200:
            break
        await asyncio.sleep(0.01)
    else:
        pytest.fail("it was not renewed")
    await lease.release()


async def test_a_lost_number_is_replaced(wire: RedisWire):
    lease = await Lease.take(wire, renew_s=0.01)
    lost, before = lease.worker, snowflakes.make()
    await wire.call("SET", f"{{worker:{lost}}}:holder", "another")
    await until(lambda: lease.worker != lost)
    made = snowflakes.make()
    assert (made >> 12) & 1023 == lease.worker
    assert made > before
    await lease.release()


async def test_ids_stop_when_it_cannot_be_renewed_and_go_on_afterwards(redis_server):
    wire = await RedisWire.open(redis_server.url)
    lease = await Lease.take(wire, hold_s=0.2, renew_s=0.05)
    before = snowflakes.make()
    redis_server.kill()
    await until(lambda: lease.maker.until < clock.stopwatch())
    with pytest.raises(snowflakes.NoWorkerNumberError):
        snowflakes.make()
    redis_server.start()
    await until(lambda: lease.maker.until > clock.stopwatch())
    assert snowflakes.make() > before
    await lease.release()
    await wire.close()
