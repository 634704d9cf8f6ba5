"""The gateway's process: a WebSocket server of its own, not a route of the HTTP application."""

import asyncio
import signal
import socket
from http import HTTPStatus

import uvloop
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from core.settings import Settings
from server.processes import report_ready

__all__ = ["run"]


def run(settings: Settings, fd: int | None, ready_fd: int | None) -> None:
    """Serves until SIGTERM."""
    uvloop.run(_serve(settings, fd, ready_fd))


async def _serve(settings: Settings, fd: int | None, ready_fd: int | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with await _listen(settings, fd):
        report_ready(ready_fd)
        await stop.wait()


async def _listen(settings: Settings, fd: int | None) -> Server:
    if fd is None:
        return await serve(_attend, settings.host, settings.gateway_port, process_request=_health)
    return await serve(_attend, sock=socket.socket(fileno=fd), process_request=_health)


def _health(connection: ServerConnection, request: Request) -> Response | None:
    if request.path == "/health":
        return connection.respond(HTTPStatus.OK, "ready\n")
    return None


async def _attend(connection: ServerConnection) -> None:
    await connection.close(1013, "no sessions are served here yet")
