"""Libraries wait by what the headers say, and so never meet a 429."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients import test_hikari as hikari
from tests.clients.discord_py import discord, running
from tests.instances import RunningInstance
from tests.world import World

_MORE_THAN_A_SECOND_ALLOWS = "👍👎🎉❤😀😁"


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[RunningInstance]:
    instance = RunningInstance(tmp_path, GUILDHALL_LOG_LEVEL="warning")
    try:
        yield instance
    finally:
        instance.end()


async def test_libraries_keep_to_the_limits(limited: RunningInstance) -> None:
    async with World(limited.addresses) as world:
        guild = await world.guild()
        message = await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "vote"})
        first, second = await world.bot(guild, permissions=hikari.ALL), await world.bot(guild, permissions=hikari.ALL)

        async def with_discord_py() -> None:
            async with running(first) as client:
                channel = client.get_channel(int(guild.channel))
                assert isinstance(channel, discord.TextChannel)
                found = await channel.fetch_message(int(message["id"]))
                await asyncio.gather(*(found.add_reaction(emoji) for emoji in _MORE_THAN_A_SECOND_ALLOWS))

        async def with_hikari() -> None:
            async with hikari.running(second) as client:
                react, where = client.rest.add_reaction, (int(guild.channel), int(message["id"]))
                await asyncio.gather(*(react(*where, emoji) for emoji in _MORE_THAN_A_SECOND_ALLOWS))

        await asyncio.gather(with_discord_py(), with_hikari())
        seen = await guild.owner.get(f"/channels/{guild.channel}/messages/{message['id']}")
        assert [reaction["count"] for reaction in seen["reactions"]] == [2] * len(_MORE_THAN_A_SECOND_ALLOWS)
