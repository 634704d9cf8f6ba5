"""One process of the HTTP API: uvicorn on a listening socket that several such processes may share."""

import asyncio
import socket
from typing import Any, cast

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from core import logs
from core.settings import Settings
from server.app import compose
from server.processes import report_ready

__all__ = ["run"]


_LARGEST_HEAD = 64 * 1024
# Longer than clients keep idle connections themselves (aiohttp: 15 s), so that none is closed just as it is used.
_KEEP_ALIVE_S = 75
# What of a request may be still to come, and within how many seconds it has to be there.
_WITHIN_S = {"head": 30.0, "body": 300.0}


class _Gathered:
    """A transport that writes what one tick of the event loop has for it in one call.

    uvicorn writes the head and the body of an answer apart, and uvloop makes two system calls of that, the second
    half of what an answer costs the kernel and the client.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._loop = asyncio.get_running_loop()
        self._out: list[bytes] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out.append(data)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def _flush(self) -> None:
        if self._out:
            self._transport.write(b"".join(self._out))
            self._out.clear()


class _Protocol(HttpToolsProtocol):
    """uvicorn's, with bounds that it lacks: on the size of a request's head, and on the time a request takes to come.

    Both are looked at once a read, so a request that comes whole costs next to nothing more.
    """

    _awaited: str | None = "head"
    _waiting: str | None = None  # what the timer runs for
    _timer: asyncio.TimerHandle | None = None
    _head_size = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - uvicorn narrows it
        super().connection_made(cast("asyncio.Transport", _Gathered(cast("asyncio.Transport", transport))))
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._awaited = None
        self._wait()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._awaited == "head":
            self._head_size += len(data)
            if self._head_size > _LARGEST_HEAD:
                self.send_400_response("The head of the request is too large.")
        if self._awaited != self._waiting:
            self._wait()

    def on_message_begin(self) -> None:
        self._awaited, self._head_size = "head", 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._awaited = "body"
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._awaited = None
        super().on_message_complete()

    def _wait(self) -> None:
        """Hang up on whoever takes too long for what is awaited."""
        if self._timer is not None:
            self._timer.cancel()
        self._waiting = self._awaited
        within_s = _WITHIN_S[self._awaited] if self._awaited else None
        self._timer = self.loop.call_later(within_s, self.transport.abort) if within_s else None


class _Server(uvicorn.Server):
    """Reports when it serves, which uvicorn itself tells only the log."""

    def __init__(self, config: uvicorn.Config, ready_fd: int | None) -> None:
        super().__init__(config)
        self._ready_fd = ready_fd

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            report_ready(self._ready_fd)


def run(settings: Settings, fd: int | None, ready_fd: int | None) -> None:
    """Serves until SIGTERM; requests under way are finished first."""
    logs.configure(settings, "api")
    config = uvicorn.Config(
        compose(settings),
        host=settings.host,
        port=settings.port,
        http=_Protocol,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=_KEEP_ALIVE_S,
    )
    sockets = None if fd is None else [socket.socket(fileno=fd)]
    _Server(config, ready_fd).run(sockets)
