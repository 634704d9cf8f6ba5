"""The platform that is measured: engines of its own, and everything else as `make up` starts it."""

import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec

from server.embedded import Engines

_HOUSE = Path(__file__).parent.parent
_READY = "  Data "
_START_WITHIN_S = 120


class Platform(msgspec.Struct):
    """A running instance, with a guild and a bot in it."""

    process: Any  # subprocess.Popen, of the supervisor
    api: str
    gateway: str
    database_url: str
    redis_url: str
    token: str = ""
    guild_id: str = ""
    channel_id: str = ""
    channels: list[str] = []  # the one above, and more

    def pids_of(self, role: str) -> list[int]:
        """The processes of the API, or that of the gateway."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in children if role in Path(f"/proc/{pid}/cmdline").read_text().split("\0")]


def cpu_s(pid: int) -> float:
    """CPU seconds that a process has used, in user and in kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_kib(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1])
    raise AssertionError("no VmRSS")


@contextmanager
def folder() -> Generator[Path]:
    made = Path(tempfile.mkdtemp(prefix="guildhall-bench-"))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def start(data: Path, **environment: str) -> tuple[subprocess.Popen[str], dict[str, str], float]:
    """Starts an instance on ports of the system's choice; its addresses, and the seconds until it was ready."""
    began = time.monotonic()
    given = {"GUILDHALL_PORT": "0", "GUILDHALL_DATA": str(data), "GUILDHALL_RATE_LIMITS": "off"}
    process = subprocess.Popen(
        [sys.executable, "-m", "server", "up"],
        cwd=_HOUSE,
        env=os.environ | given | {"GUILDHALL_LOG_LEVEL": "warning"} | environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    addresses: dict[str, str] = {}
    limit = threading.Timer(_START_WITHIN_S, process.kill)
    limit.start()
    try:
        for line in process.stdout:
            name, _, value = line.strip().partition(" ")
            addresses[name] = value.strip()
            if line.startswith(_READY):
                return process, addresses, time.monotonic() - began
    finally:
        limit.cancel()
    raise AssertionError("the platform did not start")


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.communicate(timeout=60)
    except subprocess.TimeoutExpired:
        process.kill()
        raise


@contextmanager
def running(*, channels: int = 1) -> Generator[Platform]:
    """The platform with a guild, its channels and a bot."""
    with folder() as data, Engines(data / "engines") as engines:
        assert engines.postgresql and engines.redis
        urls = {"DATABASE_URL": engines.postgresql.url, "REDIS_URL": engines.redis.url, "GUILDHALL_DEMO": "off"}
        urls["GUILDHALL_OUTBOUND_ALLOW"] = "127.0.0.0/8"  # endpoints of the applications that are invoked
        process, addresses, _ = start(data / "instance", **urls)
        platform = Platform(process, addresses["API"], addresses["Gateway"], engines.postgresql.url, engines.redis.url)
        try:
            _furnish(platform, channels)
            yield platform
        finally:
            stop(process)


def _furnish(platform: Platform, count: int) -> None:
    with httpx.Client(base_url=platform.api, trust_env=False, timeout=30) as http:

        def post(path: str, body: object, token: str = "") -> Any:
            answer = http.post(path, json=body, headers={"Authorization": token} if token else {})
            answer.raise_for_status()
            return answer.json()

        account = {"username": "bench", "email": "bench@example.test", "password": "a long password", "consent": True}
        owner = post("/auth/register", account | {"date_of_birth": "1990-01-01"})["token"]
        wanted = [{"name": f"bench-{nth}", "type": 0} for nth in range(count)]
        guild = post("/guilds", {"name": "bench", "channels": wanted}, owner)
        application = post("/applications", {"name": "bench"}, owner)
        platform.token = post(f"/applications/{application['id']}/bot", {}, owner)["token"]
        consent = {"guild_id": guild["id"], "permissions": "8", "authorize": True}
        post(f"/oauth2/authorize?client_id={application['id']}&scope=bot", consent, owner)
        flags = {"flags": 1 << 13 | 1 << 15 | 1 << 19}
        bot = {"Authorization": f"Bot {platform.token}"}
        http.patch("/applications/@me", json=flags, headers=bot).raise_for_status()
        platform.guild_id = guild["id"]
        channels = http.get(f"/guilds/{guild['id']}/channels", headers=bot).json()
        platform.channels = [channel["id"] for channel in channels if channel["type"] == 0]
        platform.channel_id = platform.channels[0]
