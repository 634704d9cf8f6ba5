"""One socket: reading, heartbeats, and an out-buffer that is written once a tick.

`websockets` does the handshake, reads, answers pings and closes. What goes out are ready frames, handed to its
transport: half the cost of its `send` (bench/fanout). What one tick of the event loop has for a connection is
gathered and written in one call; the tick's end is a call that the tick's first frame schedules, so a lone frame
waits for nothing. A reader too slow for what it asked for is dropped, and may resume.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Final

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from core import clock, close_codes
from core.close_codes import CloseCode
from gateway import metrics
from gateway.commands import Command, Heartbeat
from gateway.compression import Compression, SharedPart
from gateway.protocol import HEARTBEAT_ACK, INVALID_SESSION, Protocol
from gateway.session import Session

# Beyond this a connection is dropped. Above what a Resume may replay at once.
LARGEST_BACKLOG: Final = 24 * 1024 * 1024
_CLOSE_WITHIN_S: Final = 5.0
_ENDS_SESSION: Final = (1000, 1001)


class Flusher:
    """Writes out, at the end of a tick, the connections that have something."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._filled: list[Connection] = []

    def add(self, connection: "Connection") -> None:
        if not self._filled:
            self._loop.call_soon(self._flush)
        self._filled.append(connection)

    def _flush(self) -> None:
        filled, self._filled = self._filled, []
        for connection in filled:
            connection.flush()


class Connection:
    def __init__(
        self, socket: ServerConnection, version: int, compression: Compression, protocol: Protocol, flusher: Flusher
    ) -> None:
        self.version = version
        self.protocol = protocol
        self.compression = compression
        self.session: Session | None = None
        self.heard_at = clock.stopwatch()
        self._socket = socket
        self._flusher = flusher
        self._out: list[bytes] = []
        self._goodbye: asyncio.Task[None] | None = None

    # What goes out.

    def send_event(self, sequence: int, shared: SharedPart) -> None:
        out = self._out
        if not out:
            self._flusher.add(self)
        out.append(self.compression.event(sequence, shared))

    def send(self, payload: bytes) -> None:
        """Send a payload that is no dispatch, at once and behind all that waits."""
        self._out.append(self.compression.payload(payload))
        self.flush()

    def flush(self) -> None:
        out = self._out
        if not out:
            return
        data = out[0] if len(out) == 1 else b"".join(out)
        out.clear()
        if self._socket.protocol.state is State.OPEN:
            transport = self._socket.transport
            transport.write(data)
            if transport.get_write_buffer_size() > LARGEST_BACKLOG:
                metrics.CLOSES.labels("too slow").inc()
                transport.abort()

    async def drained(self) -> None:
        """Wait until the other side has read nearly everything, or is gone."""
        self.flush()
        with suppress(OSError):
            await self._socket.drain()

    # What comes in.

    async def commands(self) -> AsyncGenerator[Command]:
        """What the client wants, until the socket is closed by either side. Heartbeats are answered here.

        After `refuse` it reads on, and looks at nothing: where reading stops, the client's answer to our close frame
        stays behind whatever else he sent.
        """
        while True:
            try:
                data = await self._socket.recv(decode=False)
            except ConnectionClosed:
                return
            if self._goodbye is not None:
                continue
            read = self.protocol.receive(data)
            if self.session is not None or not isinstance(read, Heartbeat):
                self.heard_at = clock.stopwatch()  # who only beats, and never begins a session, is silent
            if isinstance(read, CloseCode):
                self.refuse(read)
            elif isinstance(read, Heartbeat):
                self.send(HEARTBEAT_ACK)
            elif read is not None:
                yield read

    # The end.

    def invalidate(self) -> None:
        """Tell the client that there is no session (any more); it may begin one on this socket."""
        self.session = None
        self.protocol.left()
        self.send(INVALID_SESSION)

    def refuse(self, code: CloseCode) -> None:
        """Begin to close, while `commands` reads on."""
        self._goodbye = asyncio.create_task(self.close(code))

    async def close(self, code: CloseCode) -> None:
        """Say goodbye; hang up on whoever does not answer in time."""
        self.flush()
        metrics.CLOSES.labels(str(code.number)).inc()
        try:
            async with asyncio.timeout(_CLOSE_WITHIN_S):
                await self._socket.close(code.number, code.reason)
        except TimeoutError:
            self._socket.transport.abort()

    async def left(self) -> None:
        """Wait until the socket is closed."""
        await self._socket.wait_closed()

    @property
    def client_ended_session(self) -> bool:
        """Whether the client closed in the way that says that it will not come back."""
        protocol = self._socket.protocol
        received = protocol.close_rcvd
        return received is not None and protocol.close_rcvd_then_sent is True and received.code in _ENDS_SESSION


def is_silent(connection: Connection, interval_ms: int) -> bool:
    """Whether more than one whole heartbeat is missing.

    Measured by the machine's time, not by the clock that a test may step or stop: clients beat in real time, and a
    step must not close every socket.
    """
    return clock.stopwatch() - connection.heard_at > 2 * interval_ms / 1000


SILENT: Final = close_codes.UNKNOWN_ERROR
"""4009 would make some clients drop the session; 4000 lets all of them resume."""
