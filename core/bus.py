"""The bus: what one process publishes on a topic, every subscriber of it receives, in order, or is told.

A topic is a counter, a short log and a channel in Redis, all three served by one script. A receiver knows the
counter of the event it saw last. The next event has the next counter; anything else is a gap. In a gap, and
after each reconnect, the topic is repaired: the log is read from the counter seen last, and messages are
ignored until its answer comes, for it comes in order with them and holds them all. If the log does not reach
back, or the server is not the one from before (it may have forgotten the last events and counted others with
their numbers), the subscribers are told `lost`.

A publisher whose connection broke sends again, and so does the outbox, so events may come twice. The ids of
the last few thousand of each topic are remembered, and doubles end here.

Keys and channel of a topic share a hash tag, so the scripts run on a Redis Cluster; there `publish.lua` would
say SPUBLISH.
"""

import asyncio
from collections.abc import Callable
from itertools import islice
from typing import cast

import msgspec
import structlog

from core.events import Event, pack, unpack
from core.redis_wire import RedisWire, Script

Receive = Callable[[int, Event], None]
Lost = Callable[[], None]

_PUBLISH = Script("publish")
_READ = Script("read")
_LOG_LENGTH = 2048
_LOG_KEPT_S = 600
_COUNTER_KEPT_S = 30 * 24 * 3600
_PAGE = 500
_REMEMBERED_IDS = 4096
_SEARCHED = 256

_log = structlog.get_logger(__name__)


class Bus:
    """Publish and subscribe over one connection. Close the connection, not the bus."""

    def __init__(self, wire: RedisWire, log_length: int = _LOG_LENGTH) -> None:
        self._wire = wire
        self._log_length = log_length
        self._topics: dict[str, _Topic] = {}
        self._server = wire.server
        wire.restored.append(self._repair_all)

    def publish(self, event: Event, *, perhaps_again: bool = False) -> "asyncio.Future[int]":
        """Put it in line now; the future has its counter, or raises RedisGoneError or hiredis.ReplyError.

        Events of this process keep their order. Costs 5 µs when others are published in the same tick.
        `perhaps_again`: another process may have published it, or may yet. Subscribers drop doubles by themselves, but
        one who came in between would take it for new.
        """
        topic = event.topic
        counter = self._wire.run(
            _PUBLISH,
            (*_keys(topic), _channel(topic), f"bus:{{{topic}}}:for-others"),
            (pack(event), self._log_length, _LOG_KEPT_S, _COUNTER_KEPT_S, _SEARCHED if perhaps_again else 0),
        )
        return cast("asyncio.Future[int]", counter)

    async def subscribe(self, topic: str, receive: Receive, lost: Lost) -> int:
        """Receive every event after the returned counter, each once and in order.

        `lost` is called when events are missing for good; later ones are received again. Both are called from
        the event loop, one call an event, perhaps before this returns. What is read from the database after
        this returned holds every change up to the returned counter.
        """
        found = self._topics.get(topic)
        if found is None:
            found = self._topics[topic] = _Topic(self._wire, topic)
        subscriber = (receive, lost)
        found.subscribers.append(subscriber)
        try:
            await asyncio.shield(found.known)
        except BaseException:
            self._remove(found, subscriber)
            raise
        return found.counter

    def unsubscribe(self, topic: str, receive: Receive) -> None:
        """End the subscription with that `receive`; what was received but not yet handed over still comes."""
        found = self._topics[topic]
        self._remove(found, next(one for one in found.subscribers if one[0] == receive))

    async def position(self, topic: str) -> int:
        """The counter of the topic's last event."""
        answer = await self._wire.run(_READ, _keys(topic), ("", 0, _COUNTER_KEPT_S))
        return cast("list[int]", answer)[0]

    def _remove(self, topic: "_Topic", subscriber: tuple[Receive, Lost]) -> None:
        topic.subscribers.remove(subscriber)
        if not topic.subscribers and self._topics.get(topic.name) is topic:
            del self._topics[topic.name]
            topic.end()

    def _repair_all(self) -> None:
        same_server = self._wire.server == self._server
        self._server = self._wire.server
        for topic in self._topics.values():
            topic.repair(same_server=same_server)


class _Topic:
    """One topic as this process hears it."""

    def __init__(self, wire: RedisWire, name: str) -> None:
        self.name = name
        self.counter = 0
        self.subscribers: list[tuple[Receive, Lost]] = []
        self.known: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._loop = asyncio.get_running_loop()
        self._wire = wire
        self._reading = True  # messages count for nothing until the answer is there
        self._doubtful = False  # what the log says of events before now is not to be trusted
        self._ended = False
        self._ids: dict[int, None] = {}
        wire.listen(_channel(name), self._message)
        wire.ask_script(_READ, _keys(name), ("", 0, _COUNTER_KEPT_S), self._begin)

    def end(self) -> None:
        self._ended = True
        self._wire.unlisten(_channel(self.name))

    def repair(self, *, same_server: bool) -> None:
        """Read the log from where we are. If that is under way, its answer will hold what is missing now."""
        self._doubtful = self._doubtful or not same_server
        if not self._reading:
            self._read()

    def _read(self) -> None:
        self._reading = True
        self._wire.ask_script(_READ, _keys(self.name), (self.counter, _PAGE, _COUNTER_KEPT_S), self._continue_from_log)

    def _begin(self, answer: object) -> None:
        if self._ended:
            return
        if isinstance(answer, Exception):
            self.known.set_exception(answer)
            return
        self.counter = cast("list[int]", answer)[0]
        self._reading = self._doubtful = False
        self.known.set_result(None)

    def _message(self, message: bytes) -> None:
        counter = int.from_bytes(message[:8], "big")
        if self._reading or counter == self.counter:
            return
        if counter == self.counter + 1:
            self._hear(counter, memoryview(message)[8:])
        else:
            self._read()

    def _continue_from_log(self, answer: object) -> None:
        if self._ended:
            return
        self._reading = False
        if isinstance(answer, Exception):
            _log.error("the log of a topic cannot be read", topic=self.name, problem=str(answer))
            self._lose()
            return
        present, entries = cast("tuple[int, list[tuple[bytes, list[bytes]]]]", answer)
        if self._doubtful:
            self._doubtful = False
            self.counter = present
            self._lose()
            return
        for entry_id, (_, event) in entries:
            counter = int(entry_id.partition(b"-")[0])
            if counter != self.counter + 1:
                break
            self._hear(counter, event)
        if self.counter == present:
            return
        if len(entries) == _PAGE and self.counter == int(entries[-1][0].partition(b"-")[0]):
            self._read()
        else:
            self.counter = present
            self._lose()

    def _hear(self, counter: int, packed: bytes | memoryview) -> None:
        """Hand it to each subscriber in a call of its own, so that one's mistake is not another's loss."""
        self.counter = counter
        try:
            event = unpack(packed)
        except msgspec.MsgspecError as problem:
            _log.error("an event cannot be read", topic=self.name, problem=str(problem))
            self._lose()
            return
        if event.id in self._ids:
            return
        self._ids[event.id] = None
        if len(self._ids) > _REMEMBERED_IDS:
            for oldest in tuple(islice(self._ids, _REMEMBERED_IDS // 8)):
                del self._ids[oldest]
        for receive, _ in self.subscribers:
            self._loop.call_soon(receive, counter, event)

    def _lose(self) -> None:
        for _, lost in self.subscribers:
            self._loop.call_soon(lost)


def _keys(topic: str) -> tuple[str, str]:
    return f"bus:{{{topic}}}:counter", f"bus:{{{topic}}}:log"


def _channel(topic: str) -> str:
    return f"bus:{{{topic}}}"
