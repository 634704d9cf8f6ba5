"""The gateway's process: a WebSocket server of its own, not a route of the HTTP application."""

import asyncio
import signal

import uvloop

from core import logs
from core.limits import Policy
from core.settings import Settings
from domain.instance import Instance
from gateway.node import Node
from gateway.server import listen
from server.processes import report_ready

__all__ = ["run"]


def run(settings: Settings, fd: int | None, ready_fd: int | None) -> None:
    """Serves until SIGTERM; clients are told to reconnect first."""
    logs.configure(settings, "gateway")
    uvloop.run(_serve(settings, fd, ready_fd))


async def _serve(settings: Settings, fd: int | None, ready_fd: int | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    async with Instance.open(settings, Policy(())) as instance:
        node = Node(instance)
        await node.open()
        server = await listen(node, host=settings.host, port=settings.gateway_port, fd=fd)
        report_ready(ready_fd)
        await stop.wait()
        server.close(close_connections=False)
        await node.close()
        await server.wait_closed()
