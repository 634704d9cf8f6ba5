"""passport-discord, which needs Node: only when it is asked for, with GUILDHALL_TEST_NODE=1."""

import asyncio
import fcntl
import os
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from tests.clients.test_oauth2_clients import agree
from tests.instances import HOUSE
from tests.oauth.applications import REDIRECT, Application
from tests.world import World

_SCRIPT = Path(__file__).with_name("passport.mjs")
_INSTALLED = HOUSE / ".guildhall" / "test-passport"

pytestmark = pytest.mark.skipif(
    not os.environ.get("GUILDHALL_TEST_NODE"), reason="needs Node 20: GUILDHALL_TEST_NODE=1"
)


@pytest.fixture(scope="module")
def script() -> Path:
    """The script beside passport-discord, which is installed there the first time."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("there is no node, or no npm")
    _INSTALLED.mkdir(parents=True, exist_ok=True)
    with (_INSTALLED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (_INSTALLED / "node_modules" / "passport-discord").is_dir():
            command = [
                "npm",
                "install",
                "--no-audit",
                "--no-fund",
                "--ignore-scripts",
                "passport@0.7",
                "passport-discord@0.1",
            ]
            installing = subprocess.run(command, cwd=_INSTALLED, capture_output=True, text=True)
            if installing.returncode:
                pytest.skip(f"passport-discord cannot be had: {installing.stderr.strip()[-300:]}")
        return Path(shutil.copy(_SCRIPT, _INSTALLED))


async def test_a_user_logs_in(world: World, script: Path) -> None:
    guild = await world.guild()
    app = await Application.make(world)
    given = {
        "CLIENT_ID": app.id,
        "CLIENT_SECRET": app.secret,
        "CALLBACK": REDIRECT,
        "GUILDHALL_URL": world.addresses.root,
    }
    process = await asyncio.create_subprocess_exec(
        "node", str(script), env=os.environ | given, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    async with asyncio.timeout(30):
        back = await agree(guild.owner, (await process.stdout.readline()).decode().strip())
        found, _ = await process.communicate(f"{back}\n".encode())
    assert msgspec.json.decode(found) == {"id": guild.owner.id, "guilds": 1}
    assert process.returncode == 0
