"""Message create over HTTP, beside pgbench inserting the same row into the same database with the same durability."""

import asyncio
import re
import time
from statistics import median, quantiles
from typing import cast
from urllib.parse import urlsplit

import msgspec
import uvloop

from bench import pgbench
from bench.platform import Platform, cpu_s

CONTENT = "The quick brown fox jumps over the lazy dog, and says so to everyone in the channel."
_ANSWER_WITHIN_S = 30
_LENGTH = re.compile(rb"content-length: (\d+)")
_TABLE = "DROP TABLE IF EXISTS bench_messages; CREATE TABLE bench_messages (LIKE messages INCLUDING ALL)"
_INSERT = (
    "\\set id random(1, 9000000000000000000)\n"
    "INSERT INTO bench_messages (channel_id, id, guild_id, author_id, content)"
    f" VALUES (1, :id, 2, 3, '{CONTENT}');\n"
)


class MessageCreate(msgspec.Struct):
    connections: int
    requests_per_s: float
    p50_ms: float
    p99_ms: float
    api_cpu_us: float
    limit_per_s: float

    @property
    def ratio(self) -> float:
        """How many times faster the limit is."""
        return self.limit_per_s / self.requests_per_s


class _Connection(asyncio.Protocol):
    """One connection that sends a request as soon as the last is answered. It only reads what it must."""

    def __init__(self, request: bytes, until: float, times: list[float]) -> None:
        self._request = request
        self._until = until
        self._times = times
        self._buffer = b""
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own is no subclass of it
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError(f"not an answer: {self._buffer!r}"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        if not separator:
            return
        length = _LENGTH.search(head)
        if not length or not head.startswith(b"HTTP/1.1 200"):
            self._transport.abort()
            return
        if len(body) < int(length[1]):
            return
        self._buffer = b""
        now = time.monotonic()
        self._times.append(now - self._sent)
        if now < self._until:
            self._send()
        else:
            self.done.set_result(None)
            self._transport.close()

    def _send(self) -> None:
        self._sent = time.monotonic()
        self._transport.write(self._request)


def measure(platform: Platform, connections: int, seconds: float) -> MessageCreate:
    times: list[float] = []
    uvloop.run(_load(platform, connections, seconds / 4, []))  # warm
    before = _api_cpu_s(platform)
    uvloop.run(_load(platform, connections, seconds, times))
    used = _api_cpu_s(platform) - before
    return MessageCreate(
        connections=connections,
        requests_per_s=len(times) / seconds,
        p50_ms=median(times) * 1000,
        p99_ms=quantiles(times, n=100)[98] * 1000,
        api_cpu_us=used / len(times) * 1e6,
        limit_per_s=pgbench.per_s(platform, _TABLE, _INSERT, clients=connections, seconds=seconds),
    )


def _api_cpu_s(platform: Platform) -> float:
    return sum(cpu_s(pid) for pid in platform.pids_of("api"))


async def _load(platform: Platform, connections: int, seconds: float, times: list[float]) -> None:
    url = urlsplit(platform.api)
    assert url.hostname and url.port
    body = msgspec.json.encode({"content": CONTENT})
    request = (
        f"POST {url.path}/channels/{platform.channel_id}/messages HTTP/1.1\r\nHost: {url.netloc}\r\n"
        f"Authorization: Bot {platform.token}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode() + body
    loop = asyncio.get_running_loop()
    until = time.monotonic() + seconds
    made = [
        await loop.create_connection(lambda: _Connection(request, until, times), url.hostname, url.port)
        for _ in range(connections)
    ]
    async with asyncio.timeout(seconds + _ANSWER_WITHIN_S):
        await asyncio.gather(*(protocol.done for _, protocol in made))
