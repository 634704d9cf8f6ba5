"""A gateway connection as a test sees it: plain or compressed, each event checked against asyncapi.json."""

import asyncio
import zlib
from collections.abc import Callable
from typing import Any, Self

import msgspec
import zstandard
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from tests.answers import contract

ALL_INTENTS = (1 << 17) - 1 | 1 << 20 | 1 << 21 | 1 << 24 | 1 << 25
_PATIENCE_S = 10


class Closed(AssertionError):
    """The connection has ended, and there is nothing more to read."""


class Payload(msgspec.Struct):
    op: int
    d: Any = None
    s: int | None = None
    t: str | None = None


class Socket:
    """Reads in the background. `event` waits for one by name and passes over the others before it."""

    def __init__(self, connection: ClientConnection, compress: str | None) -> None:
        self._connection = connection
        self._inflate = _INFLATE[compress]()
        self._payloads: asyncio.Queue[Payload | None] = asyncio.Queue()
        self._reading = asyncio.create_task(self._read())
        self.seen: list[Payload] = []  # every dispatch, in order
        self.sequence: int | None = None
        self.ready: Any = None
        self.guilds: dict[str, Any] = {}
        self.closed = False

    @classmethod
    async def open(cls, url: str, *, compress: str | None = None, version: int = 10, query: str = "") -> Self:
        """Connected, and greeted by Hello."""
        query = query or f"?v={version}&encoding=json" + (f"&compress={compress}" if compress else "")
        connection = await connect(f"{url}/{query}", compression=None, max_size=None, proxy=None)
        return cls(connection, compress)

    async def identify(self, token: str, *, intents: int = ALL_INTENTS, **more: Any) -> Any:
        """Identifies after Hello; returns READY's data once its guilds have come."""
        assert (await self.payload()).op == 10
        return await self.begin(token, intents=intents, **more)

    async def begin(self, token: str, *, intents: int = ALL_INTENTS, **more: Any) -> Any:
        """Identifies; on a socket whose session turned out to be invalid, too."""
        properties = {"os": "linux", "browser": "tests", "device": "tests"}
        await self.send(2, {"token": token, "intents": intents, "properties": properties, **more})
        self.ready, self.guilds = await self.event("READY"), {}
        for _ in self.ready["guilds"]:
            guild = await self.event("GUILD_CREATE")
            self.guilds[guild["id"]] = guild
        return self.ready

    async def resume(self, token: str, ready: Any, sequence: int) -> None:
        """Asks for all that came after `sequence` in the session that `ready` began."""
        assert (await self.payload()).op == 10
        self.ready, self.sequence = ready, sequence
        await self.send(6, {"token": token, "session_id": ready["session_id"], "seq": sequence})

    async def send(self, op: int, d: Any) -> None:
        await self._connection.send(msgspec.json.encode({"op": op, "d": d}).decode())

    async def send_raw(self, data: bytes | str) -> None:
        await self._connection.send(data)

    async def payload(self) -> Payload:
        """The next payload of any kind."""
        async with asyncio.timeout(_PATIENCE_S):
            payload = await self._payloads.get()
        if payload is None:
            await self._reading  # raises what was wrong with a payload
            raise Closed(f"the connection was closed: {self._connection.close_code}")
        return payload

    async def event(self, name: str, where: Callable[[Any], bool] = lambda _: True) -> Any:
        """The data of the next dispatch of that name that fits."""
        while True:
            payload = await self.payload()
            if payload.op == 0 and payload.t == name and where(payload.d):
                return payload.d

    async def until(self, name: str, where: Callable[[Any], bool] = lambda _: True) -> list[str | None]:
        """The names of the dispatches before that event: to show that something did not come."""
        names: list[str | None] = []
        while True:
            payload = await self.payload()
            if payload.op == 0 and payload.t == name and where(payload.d):
                return names
            if payload.op == 0:
                names.append(payload.t)

    async def close_code(self) -> int | None:
        """Waits for the server to close, and gives its code."""
        async with asyncio.timeout(_PATIENCE_S):
            await self._connection.wait_closed()
        return self._connection.close_code

    async def drop(self) -> None:
        """Be gone without a word, as when a network fails."""
        self._connection.transport.abort()
        await self._reading

    async def close(self, code: int = 1000) -> None:
        self.closed = True
        await self._connection.close(code)
        await self._reading

    async def _read(self) -> None:
        try:
            async for frame in self._connection:
                text = self._inflate(frame)
                if text is None:
                    continue
                payload = msgspec.json.decode(text, type=Payload)
                if payload.op == 0:
                    assert payload.s is not None
                    assert payload.t is not None
                    assert self.sequence is None or payload.s == self.sequence + 1 or payload.t == "READY"
                    self.sequence = payload.s
                    self.seen.append(payload)
                    contract().check_event(payload.t, payload.d)
                self._payloads.put_nowait(payload)
        except ConnectionClosed:
            pass
        finally:
            self._payloads.put_nowait(None)


def _plain() -> Callable[[bytes | str], bytes | str | None]:
    return lambda frame: frame


def _zlib_stream() -> Callable[[bytes | str], bytes | None]:
    inflator, buffer = zlib.decompressobj(), bytearray()

    def inflate(frame: bytes | str) -> bytes | None:
        assert isinstance(frame, bytes)
        buffer.extend(frame)
        if not frame.endswith(b"\x00\x00\xff\xff"):
            return None
        text = inflator.decompress(bytes(buffer))
        buffer.clear()
        return text

    return inflate


def _zstd_stream() -> Callable[[bytes | str], bytes]:
    inflator = zstandard.ZstdDecompressor().decompressobj()

    def inflate(frame: bytes | str) -> bytes:
        assert isinstance(frame, bytes)
        return inflator.decompress(frame)

    return inflate


_INFLATE: dict[str | None, Callable[[], Callable[[bytes | str], bytes | str | None]]] = {
    None: _plain,
    "zlib-stream": _zlib_stream,
    "zstd-stream": _zstd_stream,
}
