"""The parent of an instance: takes the ports, starts everything in order, keeps it running, ends it in order.

The listening sockets are opened here, first, and handed to the children. So a taken port is found before anything is
started, a child that is started anew finds the connections that came meanwhile waiting, and the workers of the
API share one queue, from which whoever is idle takes.

Order: ports, engines, migrations, children, "ready". Backwards at the end. A child that dies is started
anew, after a pause that doubles while it keeps dying; one that never came up fails the start.
"""

import asyncio
import logging
import os
import signal
import socket
import subprocess
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import asyncpg
from prometheus_client import multiprocess

from core.limits import Policy
from core.settings import Settings, load, variable
from domain.instance import Instance
from server import banner, metrics_page
from server.demo import Demo, ensure_demo
from server.embedded import Engines
from server.migrations import NewerDatabaseError, migrate
from server.postgresql import PostgreSQL
from server.processes import StartError, command, ended, is_ready, spawn
from server.redis_server import Redis

__all__ = ["run"]

_START_LIMIT_S: Final = 60
_STOP_GRACE_S: Final = 10
_FIRST_PAUSE_S: Final = 0.1
_LONGEST_PAUSE_S: Final = 10.0
_log = logging.getLogger(__name__)


@dataclass
class Child:
    """A process that serves from one of the listening sockets."""

    role: str
    listener: socket.socket
    environment: dict[str, str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    async def start(self) -> None:
        """Returns when the child serves. Raises StartError when it ended, or hangs."""
        ours, theirs = os.pipe()
        try:
            fd = self.listener.fileno()
            self.process = spawn(
                command(self.role, "--fd", str(fd), "--ready-fd", str(theirs)),
                environment=self.environment,
                pass_fds=(fd, theirs),
            )
            os.close(theirs)
            async with asyncio.timeout(_START_LIMIT_S):
                if not await is_ready(ours):
                    status = await ended(self.process)
                    raise StartError(f"the {self.role} process ended with status {status} before it was ready")
        except TimeoutError:
            raise StartError(f"the {self.role} process was not ready after {_START_LIMIT_S} s") from None
        finally:
            os.close(ours)

    async def stop(self) -> None:
        """Asks the child to finish what it does; kills it after the grace."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            async with asyncio.timeout(_STOP_GRACE_S):
                await ended(self.process)
        except TimeoutError:
            self.process.kill()
            await ended(self.process)


def run(settings: Settings) -> None:
    """Runs an instance until SIGINT or SIGTERM. Raises StartError when it does not come up; nothing is left then."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with ExitStack() as undo:
        listeners = _listen(settings, undo)
        settings = _with_ports(listeners)
        engines = Engines(settings.data, postgresql=settings.database_url is None, redis=settings.redis_url is None)
        undo.enter_context(engines)
        if engines.postgresql:
            settings = settings.model_copy(update={"database_url": engines.postgresql.url})
        if engines.redis:
            settings = settings.model_copy(update={"redis_url": engines.redis.url})
        metrics = engines.runtime / "metrics"
        metrics.mkdir(mode=0o700)
        try:
            asyncio.run(_supervise(settings, listeners, engines, metrics))
        finally:
            # Whoever asks again is not served by an end in disorder; each step has its own limit.
            for name in (signal.SIGINT, signal.SIGTERM):
                signal.signal(name, signal.SIG_IGN)


def _listen(settings: Settings, undo: ExitStack) -> dict[str, socket.socket]:
    """The listening sockets by the name of their setting."""
    listeners: dict[str, socket.socket] = {}
    for name in ("port", "gateway_port", "metrics_port"):
        port: int = getattr(settings, name)
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listener = undo.enter_context(socket.socket(family, socket.SOCK_STREAM))
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, port))
            listener.listen(2048)
        except OSError as error:
            raise StartError(
                f"cannot listen on {settings.host} port {port} ({error.strerror}); choose another with {variable(name)}"
            ) from None
        listener.setblocking(False)
        listeners[name] = listener
    return listeners


def _with_ports(listeners: dict[str, socket.socket]) -> Settings:
    """The settings with the ports that the system chose, and the addresses that follow from them."""
    return load(**{name: listener.getsockname()[1] for name, listener in listeners.items()})


async def _supervise(settings: Settings, listeners: dict[str, socket.socket], engines: Engines, metrics: Path) -> None:
    stop = asyncio.Event()
    await _migrate(settings)
    environment = settings.environment() | {"PROMETHEUS_MULTIPROC_DIR": str(metrics)}
    children = [Child("api", listeners["port"], environment) for _ in range(settings.api_workers)]
    children.append(Child("gateway", listeners["gateway_port"], environment))
    async with await metrics_page.serve(listeners["metrics_port"], metrics):
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        try:
            demos: list[Demo] = []
            if await _unless(stop, _start_all(children, settings, demos)):
                return
            print(banner.addresses(settings), flush=True)
            for demo in demos:
                print(banner.demo(settings, demo), flush=True)
            await _unless(stop, _keep_all(children, engines, metrics))
        finally:
            await asyncio.gather(*(child.stop() for child in children))


async def _migrate(settings: Settings) -> None:
    assert settings.database_url is not None
    try:
        await migrate(settings.database_url)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, NewerDatabaseError) as error:
        raise StartError(f"the database cannot be used ({variable('database_url')}): {error}") from error


async def _unless(stop: asyncio.Event, work: Coroutine[None, None, None]) -> bool:
    """Does the work unless we are told to stop, which is the answer. Raises what the work raises."""
    stopped, working = asyncio.create_task(stop.wait()), asyncio.create_task(work)
    await asyncio.wait((stopped, working), return_when=asyncio.FIRST_COMPLETED)
    if working.done():
        stopped.cancel()
        working.result()
        return False
    working.cancel()
    await asyncio.wait((working,))
    return True


async def _start_all(children: list[Child], settings: Settings, demos: list[Demo]) -> None:
    """Returns when all children serve, and the demo, if one is wanted, is in `demos`."""
    try:
        async with asyncio.TaskGroup() as starts:
            for child in children:
                starts.create_task(child.start())
            if settings.demo == "on":
                starts.create_task(_demo(settings, demos))
    except* StartError as failed:
        raise failed.exceptions[0] from None


async def _demo(settings: Settings, demos: list[Demo]) -> None:
    async with Instance.open(settings, Policy(())) as instance:
        demos.append(await ensure_demo(instance))


async def _keep_all(children: list[Child], engines: Engines, metrics: Path) -> None:
    async with asyncio.TaskGroup() as keepers:
        for child in children:
            keepers.create_task(_keep_child(child, metrics))
        for engine in engines.running:
            keepers.create_task(_keep_engine(engine))


async def _keep_child(child: Child, metrics: Path) -> None:
    async def again() -> None:
        assert child.process is not None
        multiprocess.mark_process_dead(child.process.pid, str(metrics))  # pyright: ignore[reportUnknownMemberType] - untyped
        await child.start()

    await _keep(f"the {child.role} process", lambda: child.process, again)


async def _keep_engine(engine: PostgreSQL | Redis) -> None:
    async def again() -> None:
        engine.start()
        engine.wait_ready()

    await _keep(engine.name, lambda: engine.process, again)


async def _keep(
    name: str, process: Callable[[], subprocess.Popen[bytes] | None], again: Callable[[], Awaitable[None]]
) -> None:
    """Starts a process anew whenever it ends."""
    clock = asyncio.get_running_loop().time
    pause = _FIRST_PAUSE_S
    while running := process():
        since = clock()
        status = await ended(running)
        pause = _FIRST_PAUSE_S if clock() - since > _LONGEST_PAUSE_S else min(2 * pause, _LONGEST_PAUSE_S)
        _log.error("%s ended with status %s; starting it anew in %.1f s", name, status, pause)
        await asyncio.sleep(pause)
        try:
            await again()
        except StartError as error:
            _log.error("%s", error)
