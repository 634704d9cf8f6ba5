"""Connections that cost a load process as little as can be: they read what they must, and nothing else.

The mask of frames is zero, so that what is sent stays as it is.
"""

import asyncio
import base64
import re
import sys
from collections.abc import Callable
from typing import cast
from urllib.parse import urlsplit

import msgspec

_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_CLOSE = bytes([0x88, 0x82, 0, 0, 0, 0]) + (1000).to_bytes(2, "big")
_READY_WITHIN_S = 60


class Requests(asyncio.Protocol):
    """A connection for one request after the other: `send`, and `answered` is called with its status."""

    def __init__(self) -> None:
        self.answered: Callable[[int, bytes], None] = lambda status, body: None
        self.is_open = True
        self._buffer = b""

    @classmethod
    async def open(cls, address: str) -> "Requests":
        _, made = await asyncio.get_running_loop().create_connection(cls, *place(address))
        return made

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own is no subclass of it

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_open = False  # by a server whom it was idle for too long

    def send(self, request: bytes) -> None:
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if separator and len(body) >= (int(length[1]) if length else 0):
            self._buffer = b""
            self.answered(int(head[9:12]), body)

    def close(self) -> None:
        self._transport.close()


class Answering(asyncio.Protocol):
    """The other end: a server's connection. `answer` gets head and body, and gives what is sent back."""

    def __init__(self, answer: Callable[[bytes, bytes], bytes]) -> None:
        self._answer = answer
        self._buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, separator, body = self._buffer.partition(b"\r\n\r\n")
        length = _LENGTH.search(head)
        if separator and len(body) >= (int(length[1]) if length else 0):
            self._buffer = b""
            self._transport.write(self._answer(head, body))


class Events(asyncio.Protocol):
    """A gateway session. `heard` gets each frame after READY."""

    def __init__(self, host: str, token: str, intents: int, heard: Callable[[bytes], None]) -> None:
        self._host = host
        self._identify = {"token": token, "intents": intents, "properties": {"os": "", "browser": "", "device": ""}}
        self._heard = heard
        self._buffer = b""
        self._open = False
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @classmethod
    async def open(cls, address: str, token: str, intents: int, heard: Callable[[bytes], None]) -> "Events":
        """Returns when the session is ready."""
        host = urlsplit(address).netloc
        loop = asyncio.get_running_loop()
        _, made = await loop.create_connection(lambda: cls(host, token, intents, heard), *place(address))
        async with asyncio.timeout(_READY_WITHIN_S):
            await made._ready
        return made

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        key = base64.b64encode(b"0123456789abcdef").decode()
        self._transport.write(
            f"GET /?v=10&encoding=json HTTP/1.1\r\nHost: {self._host}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:
        if not self._ready.done():
            self._ready.set_exception(exc or ConnectionError(f"closed: {self._buffer!r}"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if not self._open:
            _, separator, rest = self._buffer.partition(b"\r\n\r\n")
            if not separator:
                return
            self._open, self._buffer = True, rest
            body = msgspec.json.encode({"op": 2, "d": self._identify})
            self._transport.write(bytes([0x81, 0x80 | 126]) + len(body).to_bytes(2, "big") + bytes(4) + body)
        at = 0
        while frame := _frame(self._buffer, at):
            start, at = frame
            self._frame(self._buffer[start:at])
        self._buffer = self._buffer[at:]

    def _frame(self, text: bytes) -> None:
        if self._ready.done():
            self._heard(text)
        elif b'"READY"' in text[:60]:
            self._ready.set_result(None)

    def close(self) -> None:
        """Ends the session as a client does that will not come back."""
        self._transport.write(_CLOSE)
        self._transport.close()


def place(address: str) -> tuple[str, int]:
    """Host and port of a URL."""
    url = urlsplit(address)
    assert url.hostname and url.port, address
    return url.hostname, url.port


def request(method: str, address: str, body: bytes, *headers: str) -> bytes:
    url = urlsplit(address)
    lines = (f"{method} {url.path} HTTP/1.1", f"Host: {url.netloc}", *headers, f"Content-Length: {len(body)}")
    return "\r\n".join((*lines, "Content-Type: application/json", "", "")).encode() + body


def report(measured: object) -> None:
    """Writes one line of JSON, whole: Python's own unbuffered output would leave the rest of a partial write."""
    with open(sys.stdout.fileno(), "wb", closefd=False) as output:
        output.write(msgspec.json.encode(measured) + b"\n")


def _frame(buffer: bytes, at: int) -> tuple[int, int] | None:
    """Where the payload of the frame begins and ends, if it is whole."""
    if len(buffer) - at < 2:
        return None
    length, head = buffer[at + 1], 2
    if length >= 126:
        head = 4 if length == 126 else 10
        if len(buffer) - at < head:
            return None
        length = int.from_bytes(buffer[at + 2 : at + head], "big")
    return (at + head, at + head + length) if len(buffer) - at >= head + length else None
