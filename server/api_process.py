"""One process of the HTTP API: uvicorn on a listening socket that several such processes may share."""

import socket

import uvicorn

from core import logs
from core.settings import Settings
from server.app import compose
from server.processes import report_ready

__all__ = ["run"]


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
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    sockets = None if fd is None else [socket.socket(fileno=fd)]
    _Server(config, ready_fd).run(sockets)
