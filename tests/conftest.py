"""One real instance for the whole run, started by whichever worker needs it first, ended by the controller."""

import fcntl
import os
import select
import shutil
import signal
import tempfile
from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec
import pytest

from tests.instances import Addresses, RunningInstance
from tests.world import World

_FOLDER = "GUILDHALL_TEST_RUN"


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        os.environ[_FOLDER] = tempfile.mkdtemp(prefix="guildhall-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    folder = Path(os.environ.pop(_FOLDER))
    if (folder / "pid").exists():
        _end(int((folder / "pid").read_text()))
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def addresses() -> Addresses:
    """The instance that all tests share; each makes people and guilds of its own in it."""
    folder = Path(os.environ[_FOLDER])
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = folder / "addresses.json"
        if not known.exists():
            running = RunningInstance(
                folder / "data",
                GUILDHALL_RATE_LIMITS="off",
                GUILDHALL_LOG_LEVEL="warning",
                GUILDHALL_OPEN_SCOPES="dm_channels.read",  # the others that need an approval are closed
                GUILDHALL_OUTBOUND_ALLOW="127.0.0.0/8",  # where tests have their endpoints
            )
            (folder / "pid").write_text(str(running.detach()))
            known.write_bytes(msgspec.json.encode(running.addresses))
        return msgspec.json.decode(known.read_bytes(), type=Addresses)


@pytest.fixture
async def world(addresses: Addresses) -> AsyncGenerator[World]:
    async with World(addresses) as world:
        yield world


def _end(pid: int) -> None:
    """Ends the instance, which may be the child of a worker that is gone."""
    try:
        pidfd = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    os.kill(pid, signal.SIGTERM)
    select.select([pidfd], [], [], 30)
    os.close(pidfd)
