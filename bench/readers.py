"""Many gateway sessions in one process, which only count frames: `python -m bench.readers`, driven over pipes.

Reads one JSON Job from standard input. Writes `ready` when all sessions have their guild, then one JSON Counted: when
every session has received what the job expects, or nothing more came for a while. One session in fifty is read in
full, for the latency.
"""

import asyncio
import base64
import re
import sys
import time
import zlib
from contextlib import suppress
from typing import cast
from urllib.parse import urlsplit

import msgspec
import uvloop

_READY_WITHIN_S = 120
_INVALID_SESSION = b'"op":9,'
_SILENT_S = 10
_CLOSE = bytes([0x88, 0x82, 0, 0, 0, 0]) + (1000).to_bytes(2, "big")
_LEFT_WITHIN_S = 10
_SENT = re.compile(rb'"content":"sent (\d+)')


class Job(msgspec.Struct):
    url: str
    token: str
    sessions: int
    events: int  # that each session will receive
    compress: str | None = None
    bare: bool = False  # no WebSocket: the limit's sockets, which send `frame_bytes` an event
    frame_bytes: int = 0


class Counted(msgspec.Struct):
    received: int
    bytes_received: int
    finished_at: float  # when the last delivery came
    latencies_ms: list[float]


class _Session(asyncio.Protocol):
    def __init__(self, job: Job, group: "_Group", sampled: bool) -> None:
        self._job = job
        self._group = group
        self._buffer = bytearray()
        self._open = job.bare
        self._ready = job.bare
        self._received = 0
        self._inflate = zlib.decompressobj() if sampled and job.compress else None
        self._sampled = sampled

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own is no subclass of it
        if self._job.bare:
            self._group.one_ready()
            return
        url = urlsplit(self._job.url)
        query = "v=10&encoding=json" + (f"&compress={self._job.compress}" if self._job.compress else "")
        key = base64.b64encode(b"0123456789abcdef").decode()
        self._transport.write(
            f"GET /?{query} HTTP/1.1\r\nHost: {url.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self._group.bytes_received += len(data)
        self._buffer += data
        if self._job.bare:
            self._count_bare()
            return
        if not self._open:
            _, separator, rest = bytes(self._buffer).partition(b"\r\n\r\n")
            if not separator:
                return
            self._open = True
            self._buffer = bytearray(rest)
            self._identify()
        self._frames()

    def leave(self) -> None:
        """End the session as a client does that will not come back: else the gateway keeps it for a Resume."""
        if not self._job.bare:
            self._transport.write(_CLOSE)
        self._transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._group.one_lost(f"{exc}, after {bytes(self._buffer[:200])}")

    def _count_bare(self) -> None:
        whole, rest = divmod(len(self._buffer), self._job.frame_bytes)
        if whole:
            self._buffer = self._buffer[-rest:] if rest else bytearray()
            self._count(whole)

    def _identify(self) -> None:
        properties = {"os": "linux", "browser": "bench", "device": "bench"}
        d = {"token": self._job.token, "intents": 1 | 1 << 9 | 1 << 15, "properties": properties}
        body = msgspec.json.encode({"op": 2, "d": d})
        # The mask is zero, so the payload stays as it is.
        self._transport.write(bytes([0x81, 0x80 | 126]) + len(body).to_bytes(2, "big") + bytes(4) + body)

    def _frames(self) -> None:
        buffer, at = self._buffer, 0
        while len(buffer) - at >= 2:
            length, head = buffer[at + 1], 2
            if length == 126:
                if len(buffer) - at < 4:
                    break
                length, head = int.from_bytes(buffer[at + 2 : at + 4], "big"), 4
            elif length == 127:
                if len(buffer) - at < 10:
                    break
                length, head = int.from_bytes(buffer[at + 2 : at + 10], "big"), 10
            if len(buffer) - at < head + length:
                break
            self._frame(buffer, at + head, length)
            at += head + length
        del buffer[:at]

    def _frame(self, buffer: bytearray, at: int, length: int) -> None:
        if self._ready and not self._sampled:
            self._count(1)
            return
        body = bytes(buffer[at : at + length])
        if self._ready:
            text = self._inflate.decompress(body) if self._inflate else body
            sent = _SENT.search(text)
            if sent:
                self._group.latencies_ms.append((time.monotonic_ns() - int(sent[1])) / 1e6)
            self._count(1)
            return
        if self._job.compress and self._inflate is None:
            self._inflate = zlib.decompressobj()
        text = self._inflate.decompress(body) if self._inflate else body
        if b'"GUILD_CREATE"' in text[:40]:
            self._ready = True
            self._group.one_ready()
        elif _INVALID_SESSION in text:
            self._identify()  # as clients do: it is told to begin anew, on the same socket

    def _count(self, frames: int) -> None:
        self._received += frames
        self._group.received += frames
        if self._received == self._job.events:
            self._group.one_done()


class _Group:
    def __init__(self, sessions: int) -> None:
        self.received = self.bytes_received = 0
        self.lost_because = ""
        self.last_at = time.monotonic()
        self.latencies_ms: list[float] = []
        self._to_be_ready = self._to_be_done = self._open = sessions
        self.gone = asyncio.Event()
        self.ready = asyncio.Event()
        self.done = asyncio.Event()

    def one_lost(self, why: str) -> None:
        """A session whose socket is gone receives nothing more; before it was ready, that is the end of the run."""
        self.lost_because = why
        self.ready.set()
        self._open -= 1
        if not self._open:
            self.gone.set()

    def one_ready(self) -> None:
        self._to_be_ready -= 1
        if not self._to_be_ready:
            self.bytes_received = 0
            self.ready.set()

    def one_done(self) -> None:
        self._to_be_done -= 1
        if not self._to_be_done:
            self.last_at = time.monotonic()
            self.done.set()


async def _run(job: Job) -> None:
    group = _Group(job.sessions)
    loop = asyncio.get_running_loop()
    url = urlsplit(job.url)
    assert url.hostname and url.port
    sessions = [_Session(job, group, number % 50 == 0) for number in range(job.sessions)]
    for session in sessions:
        await loop.create_connection(lambda one=session: one, url.hostname, url.port)
    async with asyncio.timeout(_READY_WITHIN_S):
        await group.ready.wait()
    if group.lost_because:
        sys.exit(f"a session was closed before it was ready: {group.lost_because}")
    print("ready", flush=True)
    if job.events:
        await _all_or_silence(group)
    else:
        await loop.run_in_executor(None, sys.stdin.read)  # idle sessions, until the pipe is closed
    counted = Counted(group.received, group.bytes_received, group.last_at, group.latencies_ms)
    for session in sessions:
        session.leave()
    async with asyncio.timeout(_LEFT_WITHIN_S):
        await group.gone.wait()
    print(msgspec.json.encode(counted).decode(), flush=True)


async def _all_or_silence(group: _Group) -> None:
    """Returns when all has come, or when nothing has come for so long that the rest is lost."""
    received = -1
    while group.received > received:
        received = group.received
        with suppress(TimeoutError):
            await asyncio.wait_for(group.done.wait(), _SILENT_S)
            return


if __name__ == "__main__":
    uvloop.run(_run(msgspec.json.decode(sys.stdin.readline(), type=Job)))
