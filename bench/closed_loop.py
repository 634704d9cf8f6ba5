"""Requests again and again: each connection sends its own as soon as the last answer is there."""

import asyncio
import re
import time
from collections.abc import Sequence
from statistics import median, quantiles
from typing import cast
from urllib.parse import urlsplit

import msgspec
import uvloop

from bench.platform import Platform, cpu_s

_ANSWER_WITHIN_S = 30
_LENGTH = re.compile(rb"content-length: (\d+)")


class Load(msgspec.Struct):
    """What was seen of the platform under such a load."""

    connections: int
    requests_per_s: float
    p50_ms: float
    p99_ms: float
    api_cpu_us: float


class _Connection(asyncio.Protocol):
    """It only reads what it must."""

    def __init__(self, request: bytes, until: float, times: list[float]) -> None:
        self._request = request
        self._until = until
        self._times = times
        self._parts: list[bytes] = []
        self._missing = 0  # bytes of a body whose head is read
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own is no subclass of it
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError(f"not an answer: {b''.join(self._parts)!r}"))

    def data_received(self, data: bytes) -> None:
        if self._missing:
            self._missing -= len(data)
        else:
            self._parts.append(data)
            head, separator, body = b"".join(self._parts).partition(b"\r\n\r\n")
            if not separator:
                return
            length = _LENGTH.search(head)
            if not length or not head.startswith(b"HTTP/1.1 200"):
                self._transport.abort()
                return
            self._missing = int(length[1]) - len(body)
        if not self._missing:
            self._answered()

    def _answered(self) -> None:
        self._parts.clear()
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


def measure(platform: Platform, requests: Sequence[bytes], seconds: float) -> Load:
    """A connection for each of the requests, as `request` makes them."""
    times: list[float] = []
    uvloop.run(_load(platform, requests, seconds / 4, []))  # warm
    before = _api_cpu_s(platform)
    uvloop.run(_load(platform, requests, seconds, times))
    used = _api_cpu_s(platform) - before
    return Load(
        connections=len(requests),
        requests_per_s=len(times) / seconds,
        p50_ms=median(times) * 1000,
        p99_ms=quantiles(times, n=100)[98] * 1000,
        api_cpu_us=used / len(times) * 1e6,
    )


def request(platform: Platform, method: str, path: str, body: object = None) -> bytes:
    """By the platform's bot."""
    url = urlsplit(platform.api)
    content = msgspec.json.encode(body) if body is not None else b""
    return (
        f"{method} {url.path}{path} HTTP/1.1\r\nHost: {url.netloc}\r\nAuthorization: Bot {platform.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    ).encode() + content


def _api_cpu_s(platform: Platform) -> float:
    return sum(cpu_s(pid) for pid in platform.pids_of("api"))


async def _load(platform: Platform, requests: Sequence[bytes], seconds: float, times: list[float]) -> None:
    url = urlsplit(platform.api)
    assert url.hostname and url.port
    host, port = url.hostname, url.port
    loop = asyncio.get_running_loop()
    until = time.monotonic() + seconds
    made = [
        await loop.create_connection(lambda own=own: _Connection(own, until, times), host, port) for own in requests
    ]
    async with asyncio.timeout(seconds + _ANSWER_WITHIN_S):
        await asyncio.gather(*(protocol.done for _, protocol in made))
