"""The examples as a user starts them: bots of two libraries, as they come from the registry."""

import asyncio
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from tests.instances import HOUSE
from tests.world import Bot, World

_SEND_MESSAGES_AND_SEE = 1 << 10 | 1 << 11


@asynccontextmanager
async def running(example: str, bot: Bot) -> AsyncGenerator[asyncio.subprocess.Process]:
    """The example in a process of its own, once it has printed that it is ready."""
    addresses = bot.world.addresses
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(HOUSE / "examples" / example),
        env=os.environ
        | {"BOT_TOKEN": bot.token, "GUILDHALL_URL": addresses.root, "GUILDHALL_GATEWAY": addresses.gateway},
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        assert process.stdout
        async with asyncio.timeout(30):
            async for line in process.stdout:  # a library may log there as well
                if b" is in" in line:
                    break
            else:
                pytest.fail(f"{example} ended before it was ready")
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


@pytest.mark.parametrize("example", ["ping_bot.py", "ping_bot_hikari.py"])
async def test_an_unmodified_bot_answers_ping(world: World, example: str):
    guild = await world.guild()
    bot = await world.bot(guild, permissions=_SEND_MESSAGES_AND_SEE)
    socket = await guild.owner.connect()
    async with running(example, bot):
        await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "!ping"})
        answer = await socket.event("MESSAGE_CREATE", lambda message: message["author"]["id"] == bot.id)
    assert answer["content"] == "pong"
    assert answer["author"]["bot"] is True
    assert answer["guild_id"] == guild.id
