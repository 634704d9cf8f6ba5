import asyncio
from collections.abc import AsyncIterator

import pytest

from core.bus import Bus
from core.events import Event
from core.redis_wire import RedisGoneError, RedisWire

TOPIC = "guild:1"


class Ear:
    """Collects what a subscriber is told and waits for it."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int]] = []
        self.lost_times = 0
        self._news = asyncio.Event()

    def receive(self, counter: int, event: Event) -> None:
        self.heard.append((counter, event.id))
        self._news.set()

    def lost(self) -> None:
        self.lost_times += 1
        self._news.set()

    @property
    def ids(self) -> list[int]:
        return [event_id for _, event_id in self.heard]

    async def until(self, *, heard: int = 0, lost: int = 0) -> None:
        async with asyncio.timeout(10):
            while len(self.heard) < heard or self.lost_times < lost:
                self._news.clear()
                await self._news.wait()


def event(number: int, topic: str = TOPIC) -> Event:
    return Event(number, topic, "MESSAGE_CREATE", b'{"content":"hi"}', channel_id=5, receivers=(1, 2))


@pytest.fixture
async def other_wire(redis_url: str, wire: RedisWire) -> AsyncIterator[RedisWire]:
    other = await RedisWire.open(redis_url)
    yield other
    await other.close()


async def cut(wire: RedisWire, victim: RedisWire) -> None:
    number = await victim.call("CLIENT", "ID")
    assert isinstance(number, int)
    await wire.call("CLIENT", "KILL", "ID", number)


async def test_events_arrive_once_in_order_with_rising_counters(wire: RedisWire, other_wire: RedisWire):
    ear, publisher, hearer = Ear(), Bus(wire), Bus(other_wire)
    start = await hearer.subscribe(TOPIC, ear.receive, ear.lost)
    futures = [publisher.publish(event(n)) for n in range(1000)]
    counters = await asyncio.gather(*futures)
    await ear.until(heard=1000)
    assert counters == list(range(start + 1, start + 1001))
    assert ear.heard == list(zip(counters, range(1000), strict=True))
    assert await publisher.position(TOPIC) == counters[-1]
    assert not ear.lost_times


async def test_an_event_comes_out_as_it_went_in(wire: RedisWire):
    bus, got = Bus(wire), asyncio.get_running_loop().create_future()
    await bus.subscribe(TOPIC, lambda _, one: got.set_result(one), lambda: None)
    bus.publish(event(7))
    assert await asyncio.wait_for(got, 5) == event(7)


async def test_several_subscribers_and_topics(wire: RedisWire):
    bus, first, second, other = Bus(wire), Ear(), Ear(), Ear()
    await asyncio.gather(
        bus.subscribe(TOPIC, first.receive, first.lost),
        bus.subscribe(TOPIC, second.receive, second.lost),
        bus.subscribe("guild:2", other.receive, other.lost),
    )
    await bus.publish(event(1))
    bus.unsubscribe(TOPIC, first.receive)
    await bus.publish(event(2))
    await bus.publish(event(3, "guild:2"))
    await other.until(heard=1)
    assert (first.ids, second.ids, other.ids) == ([1], [1, 2], [3])


async def test_unsubscribed_hears_nothing_and_may_come_back(wire: RedisWire):
    bus, ear = Bus(wire), Ear()
    await bus.subscribe(TOPIC, ear.receive, ear.lost)
    bus.unsubscribe(TOPIC, ear.receive)
    missed = await bus.publish(event(1))
    assert await bus.subscribe(TOPIC, ear.receive, ear.lost) == missed
    await bus.publish(event(2))
    await ear.until(heard=1)
    assert ear.heard == [(missed + 1, 2)]


async def test_what_is_published_twice_arrives_once(wire: RedisWire):
    bus, ear = Bus(wire), Ear()
    await bus.subscribe(TOPIC, ear.receive, ear.lost)
    for number in (1, 2, 1, 2, 3):
        bus.publish(event(number))
    await ear.until(heard=3)
    assert ear.ids == [1, 2, 3]


async def test_what_may_come_again_is_not_new_to_a_later_subscriber(wire: RedisWire):
    bus, ear = Bus(wire), Ear()
    first = await bus.publish(event(1))
    await bus.subscribe(TOPIC, ear.receive, ear.lost)
    assert await bus.publish(event(1), perhaps_again=True) == first
    bus.publish(event(2), perhaps_again=True)
    await ear.until(heard=1)
    assert ear.ids == [2]


async def test_who_was_published_for_comes_late_and_is_not_new_either(wire: RedisWire, other_wire: RedisWire):
    bus, late, ear = Bus(wire), Bus(other_wire), Ear()
    first = await bus.publish(event(1), perhaps_again=True)
    await bus.publish(event(2))
    await bus.subscribe(TOPIC, ear.receive, ear.lost)
    assert await late.publish(event(1)) == first
    await late.publish(event(3))
    await ear.until(heard=1)
    assert ear.ids == [3]


async def test_a_failing_subscriber_harms_no_other(wire: RedisWire):
    bus, ear, problems = Bus(wire), Ear(), list[object]()
    asyncio.get_running_loop().set_exception_handler(lambda _, context: problems.append(context))

    def fail(counter: int, event: Event) -> None:
        raise LookupError

    await bus.subscribe(TOPIC, fail, lambda: None)
    await bus.subscribe(TOPIC, ear.receive, ear.lost)
    bus.publish(event(1))
    bus.publish(event(2))
    await ear.until(heard=2)
    assert len(problems) == 2


async def test_connections_cut_under_load_lose_and_double_nothing(
    wire: RedisWire, other_wire: RedisWire, redis_url: str
):
    ear, publisher, hearer = Ear(), Bus(wire), Bus(other_wire)
    await hearer.subscribe(TOPIC, ear.receive, ear.lost)
    executioner = await RedisWire.open(redis_url)
    futures: list[asyncio.Future[int]] = []
    for number in range(6000):
        futures.append(publisher.publish(event(number)))
        if number % 500 == 250:
            await cut(executioner, other_wire)
        if number % 1500 == 700:
            await cut(executioner, wire)
        if number % 20 == 0:
            await asyncio.sleep(0)
    await asyncio.gather(*futures)
    await ear.until(heard=6000)
    await executioner.close()
    assert ear.ids == list(range(6000))
    assert not ear.lost_times
    counters = [counter for counter, _ in ear.heard]
    assert counters == sorted(set(counters))


async def test_a_long_gap_is_read_in_pages(wire: RedisWire, other_wire: RedisWire):
    ear, publisher, hearer = Ear(), Bus(wire, log_length=5000), Bus(other_wire)
    await hearer.subscribe(TOPIC, ear.receive, ear.lost)
    transport = other_wire._transport
    assert transport is not None
    transport.pause_reading()
    await asyncio.gather(*[publisher.publish(event(n)) for n in range(2600)])
    transport.abort()
    await ear.until(heard=2600)
    assert ear.ids == list(range(2600))
    assert not ear.lost_times


async def test_a_log_too_short_is_told(wire: RedisWire, other_wire: RedisWire):
    ear, publisher, hearer = Ear(), Bus(wire, log_length=10), Bus(other_wire)
    await hearer.subscribe(TOPIC, ear.receive, ear.lost)
    transport = other_wire._transport
    assert transport is not None
    transport.pause_reading()
    await asyncio.gather(*[publisher.publish(event(n)) for n in range(1000)])
    transport.abort()
    await ear.until(lost=1)
    assert len(ear.heard) == 0
    last = await publisher.publish(event(5000))
    await ear.until(heard=1)
    assert ear.heard == [(last, 5000)]
    assert ear.lost_times == 1


async def test_a_jump_in_the_counter_is_repaired_from_the_log(wire: RedisWire, other_wire: RedisWire):
    ear, publisher, hearer = Ear(), Bus(wire), Bus(other_wire)
    await hearer.subscribe(TOPIC, ear.receive, ear.lost)
    await publisher.publish(event(1))
    await ear.until(heard=1)
    other_wire.unlisten("bus:{guild:1}")
    await other_wire.call("PING")
    await publisher.publish(event(2))
    await publisher.publish(event(3))
    other_wire.listen("bus:{guild:1}", hearer._topics[TOPIC]._message)
    await other_wire.call("PING")
    assert ear.ids == [1]
    await publisher.publish(event(4))
    await ear.until(heard=4)
    assert ear.ids == [1, 2, 3, 4]


async def test_redis_that_lost_its_memory_is_noticed(redis_server):
    wire = await RedisWire.open(redis_server.url)
    ear, bus = Ear(), Bus(wire)
    await bus.subscribe(TOPIC, ear.receive, ear.lost)
    await bus.publish(event(1))
    await ear.until(heard=1)
    redis_server.kill()
    waiting = bus.publish(event(2))
    assert not (await asyncio.wait([waiting], timeout=0.1))[0]
    redis_server.start()
    await ear.until(lost=1)
    await asyncio.wait_for(waiting, 5)
    await bus.publish(event(3))
    await ear.until(lost=1, heard=2)
    assert ear.ids[-1] == 3
    await wire.close()


@pytest.mark.parametrize("redis_server", [("--appendonly", "yes", "--appendfsync", "always")], indirect=True)
async def test_another_run_of_redis_is_not_trusted_even_if_it_remembers(redis_server):
    wire = await RedisWire.open(redis_server.url)
    ear, bus = Ear(), Bus(wire)
    await bus.subscribe(TOPIC, ear.receive, ear.lost)
    await bus.publish(event(1))
    await ear.until(heard=1)
    redis_server.kill()
    redis_server.start()
    await ear.until(lost=1)
    last = await bus.publish(event(2))
    await ear.until(heard=2)
    assert ear.heard[1] == (last, 2)
    assert ear.lost_times == 1
    await wire.close()


async def test_forgotten_scripts_are_loaded_again_and_order_is_kept(wire: RedisWire):
    bus, ear = Bus(wire), Ear()
    await bus.subscribe(TOPIC, ear.receive, ear.lost)
    await bus.publish(event(0))
    await wire.call("SCRIPT", "FLUSH")
    futures = [bus.publish(event(n)) for n in range(1, 50)]
    await asyncio.gather(*futures)
    await ear.until(heard=50)
    assert ear.ids == list(range(50))


async def test_what_waits_is_bounded(redis_server):
    wire = await RedisWire.open(redis_server.url, bound_bytes=5000)
    bus = Bus(wire)
    await bus.publish(event(1))
    redis_server.kill()
    await asyncio.wait_for(wire._broken.wait(), 5)
    futures = [bus.publish(event(n)) for n in range(2, 100)]
    refused = [one for one in futures if one.done()]
    assert 0 < len(refused) < len(futures)
    assert all(isinstance(one.exception(), RedisGoneError) for one in refused)
    with pytest.raises(RedisGoneError):
        await wire.call("PING", resend=False)
    redis_server.start()
    kept = [one for one in futures if one not in refused]
    async with asyncio.timeout(5):
        assert await asyncio.gather(*kept) == sorted([await one for one in kept])
    await wire.close()


async def test_idle_topics_vanish(wire: RedisWire):
    await Bus(wire).publish(event(1))
    assert 0 < int(str(await wire.call("TTL", "bus:{guild:1}:log"))) <= 600
    assert int(str(await wire.call("TTL", "bus:{guild:1}:counter"))) > 24 * 3600
