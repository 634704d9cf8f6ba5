"""The engines of an instance that was given none: PostgreSQL and Redis from wheels, kept in the data folder.

Whoever holds the lock of a data folder owns it. There are two locks: `instance.lock` is held by the program,
and tells a second one at once that the folder is taken; `engines.lock` is held by the engines as well, who inherit it.
After a SIGKILL of the program the engines shut down by themselves, and the next start waits here until they have.
So what is found in the folder once both are held is a leftover, and no pid needs to be looked at.

Sockets lie in a short folder of the system's temporary one, named after the data folder: a socket's path may have
107 bytes, and a data folder's may be longer. That folder lives from start to stop.
"""

import fcntl
import hashlib
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from server.postgresql import PostgreSQL, url_of
from server.processes import StartError
from server.redis_server import Redis

__all__ = ["Engines", "database_url_of"]

_SOCKETS: Final = "sockets"
_PG: Final = "pg"


class Engines:
    """The embedded engines of a data folder, running from `start` to `stop`, or inside a `with` block."""

    def __init__(self, data: Path, *, postgresql: bool = True, redis: bool = True) -> None:
        self._data = data.resolve()
        self._wanted = (postgresql, redis)
        self._undo = ExitStack()
        self.runtime = _runtime_folder(self._data)
        self.postgresql: PostgreSQL | None = None
        self.redis: Redis | None = None

    @property
    def running(self) -> list[PostgreSQL | Redis]:
        return [engine for engine in (self.postgresql, self.redis) if engine is not None]

    def start(self) -> None:
        """Starts what is wanted and waits until it is ready. Raises StartError; then nothing is left running."""
        with ExitStack() as undo:
            self._start(undo)
            self._undo = undo.pop_all()

    def stop(self) -> None:
        """Ends the engines, Redis first, and gives the data folder free."""
        self._undo.close()
        self.postgresql = self.redis = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _start(self, undo: ExitStack) -> None:
        self._data.mkdir(mode=0o700, parents=True, exist_ok=True)
        logs = self._data / "logs"
        logs.mkdir(mode=0o700, exist_ok=True)
        held_fd = self._lock(undo)
        _make_runtime_folder(self.runtime, undo)
        sockets = self.runtime / _SOCKETS
        sockets.mkdir(mode=0o700)
        want_postgresql, want_redis = self._wanted
        if want_postgresql:
            self.postgresql = PostgreSQL(
                self._data / "postgresql", self.runtime, sockets / _PG, logs / "postgresql.log", held_fd=held_fd
            )
        if want_redis:
            self.redis = Redis(sockets / "redis.sock", logs / "redis.log", held_fd=held_fd)
        for engine in self.running:
            undo.callback(engine.stop)
            engine.start()
        for engine in self.running:
            engine.wait_ready()

    def _lock(self, undo: ExitStack) -> int:
        instance = _open(self._data / "instance.lock", os.O_RDWR | os.O_CREAT, undo)
        try:
            fcntl.flock(instance, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(
                f"another instance runs on the data folder {self._data}; stop it, or set GUILDHALL_DATA"
            ) from None
        engines = _open(self._data / "engines.lock", os.O_RDWR | os.O_CREAT, undo)
        fcntl.flock(engines, fcntl.LOCK_EX)
        return engines


def database_url_of(data: Path) -> str:
    """Where the embedded PostgreSQL of a data folder is reached while it runs."""
    return url_of(_runtime_folder(data.resolve()) / _SOCKETS / _PG)


def _open(path: Path, flags: int, undo: ExitStack) -> int:
    fd = os.open(path, flags, 0o600)
    undo.callback(os.close, fd)
    return fd


def _make_runtime_folder(folder: Path, undo: ExitStack) -> None:
    """A new empty folder. Others may walk through it, to programs that are copied there, but not list it."""
    shutil.rmtree(folder, ignore_errors=True)
    try:
        folder.mkdir()
    except FileExistsError:
        raise StartError(f"{folder} belongs to somebody else; remove it, or set TMPDIR") from None
    undo.callback(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o711)
    # systemd-tmpfiles, which removes what is old in /tmp, leaves a locked folder alone.
    fcntl.flock(_open(folder, os.O_RDONLY | os.O_DIRECTORY, undo), fcntl.LOCK_SH)


def _runtime_folder(data: Path) -> Path:
    name = f"guildhall-{hashlib.sha256(os.fsencode(data)).hexdigest()[:16]}"
    longest = len(f"/{_SOCKETS}/pg/.s.PGSQL.5432.lock")
    folder = Path(tempfile.gettempdir()) / name
    return folder if len(os.fsencode(folder)) + longest <= 107 else Path("/tmp") / name  # noqa: S108 - made by us
