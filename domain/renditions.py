"""Pictures that were rendered, kept on the disk of this machine so that no picture is rendered twice in a row.

Any of them may go at any time: it is rendered anew. Together they take a bounded place: whoever has written a
sixteenth of that looks at all of them, and deletes what was made longest ago. Several processes share the folder.
"""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

import structlog

_SHARE: Final = 16
_MOST_AT_ONCE: Final = 8  # in memory, waiting or worked on

_log = structlog.get_logger(__name__)


class Renditions:
    def __init__(self, folder: Path, most_bytes: int) -> None:
        """`most_bytes`: 0 keeps nothing."""
        self._folder = folder
        self._most_bytes = most_bytes
        self._written = 0
        self._making: dict[str, asyncio.Task[bytes | None]] = {}
        self._room = asyncio.Semaphore(_MOST_AT_ONCE)

    async def get(self, name: str, make: Callable[[], Awaitable[bytes | None]]) -> bytes | None:
        """What is kept under the name, else what `make` makes; one makes it, however many ask at the same time."""
        path = self._folder / hashlib.sha256(name.encode()).hexdigest()
        kept = await asyncio.to_thread(_read, path) if self._most_bytes else None
        if kept is not None:
            return kept
        task = self._making.get(name)
        if task is None:
            task = self._making[name] = asyncio.create_task(self._make(path, make))
            task.add_done_callback(lambda _: self._making.pop(name))
        return await asyncio.shield(task)

    async def _make(self, path: Path, make: Callable[[], Awaitable[bytes | None]]) -> bytes | None:
        async with self._room:
            content = await make()
        if content is not None and len(content) <= self._most_bytes // _SHARE:
            await asyncio.to_thread(self._keep, path, content)
        return content

    def _keep(self, path: Path, content: bytes) -> None:
        """A disk that takes nothing more costs time, and no answer."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, delete=False) as beside:
                beside.write(content)
            Path(beside.name).replace(path)
            self._written += len(content)
            if self._written >= self._most_bytes // _SHARE:
                self._written = 0
                self._make_room()
        except OSError as problem:
            _log.warning("a picture cannot be kept", problem=str(problem))

    def _make_room(self) -> None:
        kept: list[tuple[float, int, str]] = []
        with os.scandir(self._folder) as entries:
            for entry in entries:
                try:
                    found = entry.stat()
                except FileNotFoundError:  # another process has deleted it
                    continue
                kept.append((found.st_mtime, found.st_size, entry.path))
        too_many = sum(size for _, size, _ in kept) - self._most_bytes * (_SHARE - 1) // _SHARE
        for _, size, path in sorted(kept):
            if too_many <= 0:
                break
            Path(path).unlink(missing_ok=True)
            too_many -= size


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None
