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
    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # pyright: ignore[reportIncompatibleMethodOverride] - uvicorn narrows it
        super().connection_made(cast("asyncio.Transport", _Gathered(cast("asyncio.Transport", transport))))


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
    )
    sockets = None if fd is None else [socket.socket(fileno=fd)]
    _Server(config, ready_fd).run(sockets)
