"""discord.py's connection: both compressions, shards, and what it does when the network fails."""

import asyncio
import importlib.util
import socket
import sys

import pytest

from tests.clients.discord_py import after, assert_cache_is_true, discord, running
from tests.world import World

ALL = discord.Permissions.all().value


class _AtOnce:
    """Without the five seconds that the library waits before all but the first Identify."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        pass


class Client(_AtOnce, discord.Client):
    pass


class Sharded(_AtOnce, discord.AutoShardedClient):
    pass


def zlib_context(monkeypatch: pytest.MonkeyPatch) -> type:
    """What the library reads with where zstandard is not installed."""
    with monkeypatch.context() as absent:
        absent.setitem(sys.modules, "zstandard", None)
        spec = importlib.util.find_spec("discord.utils")
        assert spec is not None
        assert spec.loader is not None
        copy = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(copy)
    return copy._ActiveDecompressionContext


def cut(client: discord.Client) -> None:
    """The network fails."""
    client.ws.socket.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


async def test_it_resumes_what_the_network_cut(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        again = asyncio.ensure_future(client.wait_for("ready"))
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        session = client.ws.session_id
        for turn in range(3):
            heard = asyncio.ensure_future(client.wait_for("message", timeout=10))
            resumed = asyncio.ensure_future(client.wait_for("resumed", timeout=10))
            cut(client)
            await channel.send(str(turn))
            assert (await heard).content == str(turn)
            await resumed
        assert client.ws.session_id == session
        assert not again.done()
        again.cancel()
        await assert_cache_is_true(client, int(guild.id))


async def test_it_begins_anew_when_its_session_is_gone(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot, Client) as client:
        session = client.ws.session_id
        ready = asyncio.ensure_future(client.wait_for("ready", timeout=10))
        client.ws.session_id = "0" * 32
        cut(client)
        await ready
        assert client.ws.session_id != session
        await assert_cache_is_true(client, int(guild.id))


async def test_it_learns_why_it_may_not_enter(world: World) -> None:
    bot = await world.bot(intents=False)
    with pytest.raises(discord.PrivilegedIntentsRequired):
        async with running(bot):
            pass
    bot.token = "wrong"
    with pytest.raises(discord.LoginFailure):
        async with running(bot):
            pass


async def test_it_stops_when_its_token_is_replaced(world: World) -> None:
    bot = await world.bot(await world.guild(), permissions=ALL)
    with pytest.raises(discord.ConnectionClosed) as closed:
        async with running(bot) as client:
            await after(client, "disconnect", bot.owner.post(f"/applications/{bot.id}/bot/reset"))
    assert closed.value.code == 4004


@pytest.mark.parametrize("compression", ["zlib-stream", "zstd-stream"])
async def test_shards(world: World, compression: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if compression == "zlib-stream":
        monkeypatch.setattr(discord.utils, "_ActiveDecompressionContext", zlib_context(monkeypatch))
    assert compression == discord.utils._ActiveDecompressionContext.COMPRESSION_TYPE
    owner = await world.user()
    guilds = [await world.guild(owner) for _ in range(3)]
    bot = await world.bot(guilds[0], permissions=ALL)
    for guild in guilds[1:]:
        await world.add_bot(bot, guild, permissions=ALL)
    async with running(bot, Sharded, shard_count=2) as client:
        assert sorted(client.shards) == [0, 1]
        for guild in guilds:
            cached = client.get_guild(int(guild.id))
            assert cached is not None
            assert cached.shard_id == (int(guild.id) >> 22) % 2
            channel = cached.get_channel(int(guild.channel))
            assert isinstance(channel, discord.TextChannel)
            _, heard = await after(client, "message", channel.send("here"))
            assert heard.guild == cached
            assert len(await cached.query_members(owner.name[:10])) == 1
            await assert_cache_is_true(client, cached.id)
