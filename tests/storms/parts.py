"""An instance in parts: the engines, and each process started, killed and cut off by the test.

    api = await parts.api(skew_s=1)
    gateway = await parts.gateway()
    async with parts.world(api, gateway) as world: ...
    api.link.hold()      # what this process sends to Redis stays here from now on
    await api.kill()

Between each process and Redis lies a Link, so that a test can do to it what a network does.
"""

import asyncio
import os
import signal
import socket
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Self, cast

from core.redis_wire import RedisWire
from server.embedded import Engines
from server.processes import command, ended, is_ready, spawn
from tests.instances import Addresses
from tests.world import Person, World


class Link:
    """A TCP port that leads to Redis' socket."""

    def __init__(self, target: str) -> None:
        self._target = target
        self._server: asyncio.Server
        self._ways: set[asyncio.Task[None]] = set()
        self._flowing, self._answering = asyncio.Event(), asyncio.Event()
        self._flowing.set()
        self._answering.set()
        self._held = bytearray()
        self._arrived = asyncio.Condition()
        self.connections = 0

    @classmethod
    async def open(cls, target: str) -> Self:
        link = cls(target)
        link._server = await asyncio.start_server(link._serve, "127.0.0.1", 0)
        return link

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/0"

    def hold(self) -> None:
        """Keep what is sent to Redis. Answers and messages from there still pass."""
        self._flowing.clear()

    def mute(self) -> None:
        """Keep what Redis says. What is sent there still passes."""
        self._answering.clear()

    def flow(self) -> None:
        """Send on what was kept, and all that follows."""
        self._flowing.set()
        self._answering.set()

    async def holds(self, what: bytes) -> None:
        """Waits until that is among what is kept."""
        async with asyncio.timeout(10), self._arrived:
            await self._arrived.wait_for(lambda: what in self._held)

    async def cut(self) -> None:
        """Break all connections; what is under way in them, and what was kept, is gone. New ones are taken."""
        for way in list(self._ways):
            way.cancel()
        await asyncio.gather(*self._ways, return_exceptions=True)
        self._held.clear()

    async def close(self) -> None:
        self._server.close()
        await self.cut()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        here = asyncio.current_task()
        assert here is not None
        self._ways.add(here)
        self.connections += 1
        there: asyncio.StreamWriter | None = None
        try:
            back, there = await asyncio.open_unix_connection(self._target)
            ways = {asyncio.create_task(self._send(reader, there)), asyncio.create_task(self._answer(back, writer))}
            try:
                await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for way in ways:
                    way.cancel()
                await asyncio.gather(*ways, return_exceptions=True)
        except OSError:
            pass  # Redis is away
        except asyncio.CancelledError:
            pass  # cut; start_server would report it
        finally:
            self._ways.discard(here)
            for end in (writer, there):
                if end is not None:
                    end.transport.abort()

    async def _send(self, reader: asyncio.StreamReader, there: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            if not self._flowing.is_set():
                async with self._arrived:
                    self._held += data
                    self._arrived.notify_all()
                await self._flowing.wait()
            there.write(data)

    async def _answer(self, back: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await back.read(65536):
            await self._answering.wait()
            writer.write(data)


class Part:
    """One process of the instance, listening on a port that stays its own when it is started anew."""

    def __init__(self, role: str, link: Link, environment: dict[str, str]) -> None:
        self.role = role
        self.link = link
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
        self.listener.setblocking(False)
        self.port: int = self.listener.getsockname()[1]
        self.environment = environment
        self.process: subprocess.Popen[bytes]

    async def start(self) -> None:
        """Returns when it serves."""
        ours, theirs = os.pipe()
        fd = self.listener.fileno()
        try:
            self.process = spawn(
                command(self.role, "--fd", str(fd), "--ready-fd", str(theirs)),
                environment=self.environment,
                pass_fds=(fd, theirs),
            )
            os.close(theirs)
            async with asyncio.timeout(30):
                assert await is_ready(ours), f"the {self.role} process did not start"
        finally:
            os.close(ours)

    async def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Returns when it is gone."""
        self.process.send_signal(how)
        await ended(self.process)

    async def close(self) -> None:
        if self.process.poll() is None:
            await self.kill(signal.SIGTERM)
        self.listener.close()
        await self.link.close()


class Parts:
    """The processes of a test, on engines that others have used and will use."""

    def __init__(self, engines: Engines) -> None:
        assert engines.postgresql is not None
        assert engines.redis is not None
        self.redis = engines.redis
        self._data = str(engines.runtime)
        self._database_url = engines.postgresql.url
        self._gateway_url = ""
        self._started: list[Part] = []

    async def gateway(self, **environment: str) -> Part:
        return await self._start("gateway", environment)

    async def api(self, *, skew_s: float = 0, **environment: str) -> Part:
        return await self._start("api", {"GUILDHALL_CLOCK_SKEW_S": str(skew_s)} | environment)

    @asynccontextmanager
    async def world(self, api: Part, gateway: Part) -> AsyncGenerator[World]:
        async with World(addresses(api, gateway)) as world:
            yield world

    async def forget(self, pattern: str) -> None:
        """Deletes these keys of Redis, as if their time had run out."""
        wire = await RedisWire.open(self.redis.url)
        for key in cast("list[bytes]", await wire.call("KEYS", pattern)):
            await wire.call("DEL", key)
        await wire.close()

    async def close(self) -> None:
        await asyncio.gather(*(part.close() for part in self._started))

    async def _start(self, role: str, environment: dict[str, str]) -> Part:
        link = await Link.open(str(self.redis.socket))
        part = Part(role, link, {})
        part.environment = (
            dict(os.environ)
            | {
                "GUILDHALL_DATA": self._data,
                "GUILDHALL_RATE_LIMITS": "off",
                "GUILDHALL_LOG_LEVEL": "error",
                "DATABASE_URL": self._database_url,
                "REDIS_URL": link.url,
            }
            | ({"GUILDHALL_GATEWAY_URL": f"ws://127.0.0.1:{part.port}"} if role == "gateway" else {})
            | environment
        )
        self._started.append(part)
        await part.start()
        return part


def addresses(api: Part, gateway: Part) -> Addresses:
    root = f"http://127.0.0.1:{api.port}"
    return Addresses(f"{root}/api/v10", f"ws://127.0.0.1:{gateway.port}", f"{root}/health", "")


def at(world: World, person: Person) -> Person:
    """The same person, who calls another process."""
    return Person(world, person.id, person.token, bot=person.bot, name=person.name)
