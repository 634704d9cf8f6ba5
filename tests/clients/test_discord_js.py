"""discord.js, which needs Node: only when it is asked for, with GUILDHALL_TEST_NODE=1."""

import asyncio
import fcntl
import os
import shutil
import subprocess
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.instances import HOUSE
from tests.sockets import Socket
from tests.world import Bot, Guild, World

_BOT = Path(__file__).with_name("ping_bot.mjs")
_INSTALLED = HOUSE / ".guildhall" / "test-node"
_ALL_PERMISSIONS = (1 << 53) - 1

pytestmark = pytest.mark.skipif(
    not os.environ.get("GUILDHALL_TEST_NODE"), reason="needs Node 20: GUILDHALL_TEST_NODE=1"
)


@pytest.fixture(scope="module")
def script() -> Path:
    """The bot beside discord.js, which is installed there the first time."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("there is no node, or no npm")
    _INSTALLED.mkdir(parents=True, exist_ok=True)
    with (_INSTALLED / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (_INSTALLED / "node_modules" / "discord.js").is_dir():
            command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "discord.js@14"]
            installing = subprocess.run(command, cwd=_INSTALLED, capture_output=True, text=True)
            if installing.returncode:
                pytest.skip(f"discord.js cannot be had: {installing.stderr.strip()[-300:]}")
        return Path(shutil.copy(_BOT, _INSTALLED))


@asynccontextmanager
async def running(script: Path, bot: Bot) -> AsyncGenerator[asyncio.subprocess.Process]:
    """The bot, ready. It must end by itself, without a complaint."""
    process = await asyncio.create_subprocess_exec(
        "node",
        str(script),
        env=os.environ | {"BOT_TOKEN": bot.token, "GUILDHALL_URL": bot.world.addresses.root},
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout
    try:
        async with asyncio.timeout(30):
            first = await process.stdout.readline()
        yield process
        async with asyncio.timeout(20):
            await process.communicate()
        assert process.returncode == 0
        assert b" is in: " in first
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def say(guild: Guild, text: str) -> None:
    await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": text})


async def hears(socket: Socket, text: str) -> str:
    """The id of the message."""
    return (await socket.event("MESSAGE_CREATE", lambda message: message["content"] == text))["id"]


@pytest.mark.parametrize(
    ("order", "answer"), [("!guild", "the guild is kept"), ("!talk", "all is said"), ("!cut", "back again")]
)
async def test_it_does_what_bots_do(world: World, script: Path, order: str, answer: str) -> None:
    guild = await world.guild(members=1)
    bot = await world.bot(guild, permissions=_ALL_PERMISSIONS)
    socket = await guild.owner.connect()
    async with running(script, bot):
        await say(guild, order)
        await hears(socket, answer)
        await say(guild, "!stop")


async def test_it_answers_ping(world: World, script: Path) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=_ALL_PERMISSIONS)
    socket = await guild.owner.connect()
    async with running(script, bot):
        await say(guild, "!ping")
        pong = await hears(socket, "pong")
        await socket.event("MESSAGE_REACTION_ADD", lambda reaction: reaction["message_id"] == pong)
        changed = await socket.event("MESSAGE_UPDATE", lambda message: message["id"] == pong)
        assert changed["content"] == "pong!"
        await guild.owner.put(f"/channels/{guild.channel}/messages/{pong}/reactions/🎉/@me")
        await hears(socket, f"{guild.owner.id} reacted with 🎉")
        await say(guild, "!stop")
