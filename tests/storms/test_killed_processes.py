"""Processes that end with SIGKILL, at the moments that hurt."""

import asyncio
import os
import signal
from pathlib import Path

import httpx
import pytest

from domain.permissions.bits import Permission
from tests.instances import RunningInstance
from tests.storms.parts import Parts, at
from tests.voice import join, left
from tests.world import World


async def test_an_event_survives_its_process(parts: Parts) -> None:
    """The API process dies after the commit, with the event on its way to Redis."""
    first, second, gateway = await asyncio.gather(parts.api(), parts.api(), parts.gateway())
    async with parts.world(first, gateway) as world, parts.world(second, gateway) as elsewhere:
        guild = await world.guild()
        other = at(elsewhere, guild.owner)
        bot = await world.bot(guild)
        socket = await bot.connect()
        messages = f"/channels/{guild.channel}/messages"
        await guild.owner.post(messages, {"content": "everything is known to this process"})
        await socket.event("MESSAGE_CREATE")

        first.link.hold()
        posted = await guild.owner.post(messages, {"content": "committed"})
        await first.link.holds(posted["id"].encode())
        await first.kill()
        await first.link.cut()

        event = await socket.event("MESSAGE_CREATE")
        assert (event["id"], event["content"]) == (posted["id"], "committed")
        assert (await other.get(messages))[0]["id"] == posted["id"]
        await other.post(messages, {"content": "marker"})
        assert await socket.until("MESSAGE_CREATE", lambda message: message["content"] == "marker") == []


async def test_an_event_that_is_published_twice_arrives_once(parts: Parts) -> None:
    """The API process dies after Redis has the event, before it could note that in the outbox."""
    first, _, gateway = await asyncio.gather(parts.api(), parts.api(), parts.gateway())
    async with parts.world(first, gateway) as world:
        guild = await world.guild()
        socket = await (await world.bot(guild)).connect()
        messages = f"/channels/{guild.channel}/messages"
        await guild.owner.post(messages, {"content": "known"})
        first.link.mute()
        await guild.owner.post(messages, {"content": "twice"})
        await socket.event("MESSAGE_CREATE", lambda message: message["content"] == "twice")
        first.link.hold()
        left = await guild.owner.post(messages, {"content": "left in the outbox"})
        await first.link.holds(left["id"].encode())
        await first.kill()
        await first.link.cut()
        # The other process publishes what lies there in order of age, so "twice" has been there again before this.
        assert await socket.until("MESSAGE_CREATE", lambda message: message["id"] == left["id"]) == []


async def test_what_a_dead_process_left_comes_before_the_next_change(parts: Parts) -> None:
    """The API process dies between the commit and the bus; another changes the same role at once."""
    first, second, gateway = await asyncio.gather(parts.api(), parts.api(), parts.gateway())
    async with parts.world(first, gateway) as world, parts.world(second, gateway) as elsewhere:
        guild = await world.guild()
        role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "new"})
        path = f"/guilds/{guild.id}/roles/{role['id']}"
        bot = await world.bot(guild)
        socket = await bot.connect()
        owner, other = at(elsewhere, guild.owner), at(elsewhere, bot)
        await owner.put(f"/guilds/{guild.id}/members/{bot.id}/roles/{role['id']}")

        first.link.hold()
        left = asyncio.create_task(guild.owner.patch(path, {"name": "left", "permissions": "0"}))
        await first.link.holds(b"GUILD_ROLE_UPDATE")
        await first.kill()
        await first.link.cut()
        await owner.patch(path, {"name": "last", "permissions": str(Permission.MANAGE_CHANNELS)})

        for name in ("left", "last"):
            assert (await socket.event("GUILD_ROLE_UPDATE"))["role"]["name"] == name
        fresh = await bot.connect()
        roles = {one["id"]: one["name"] for one in fresh.guilds[guild.id]["roles"]}
        assert roles[role["id"]] == "last"
        await other.patch(f"/channels/{guild.channel}", {"name": "may-do-this"})
        for one in (socket, fresh):
            assert "GUILD_ROLE_UPDATE" not in [payload.t for payload in await one.until("CHANNEL_UPDATE")]
        with pytest.raises(httpx.TransportError):
            await left


async def test_an_event_survives_the_whole_api(parts: Parts) -> None:
    """There is no other API process: the one that is started anew sends what the dead one left."""
    api, gateway = await asyncio.gather(parts.api(), parts.gateway())
    async with parts.world(api, gateway) as world:
        guild = await world.guild()
        bot = await world.bot(guild)
        socket = await bot.connect()
        messages = f"/channels/{guild.channel}/messages"
        await guild.owner.post(messages, {"content": "known"})
        await socket.event("MESSAGE_CREATE")
        api.link.hold()
        posted = await guild.owner.post(messages, {"content": "committed"})
        await api.link.holds(posted["id"].encode())
        await api.kill()
        await api.link.cut()
        api.link.flow()
        await api.start()
        assert (await socket.event("MESSAGE_CREATE"))["id"] == posted["id"]


async def test_clients_of_a_killed_gateway_begin_anew(parts: Parts) -> None:
    api, gateway = await asyncio.gather(parts.api(), parts.gateway())
    async with parts.world(api, gateway) as world:
        guild = await world.guild()
        bot = await world.bot(guild)
        before = await bot.connect()
        await gateway.kill()
        assert await before.close_code() in (None, 1006)
        await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "nobody hears this"})
        await gateway.start()

        after = await bot.resume(before)
        invalid = await after.payload()
        assert (invalid.op, invalid.d) == (9, False)
        await after.begin(bot.token)
        assert set(after.guilds) == {guild.id}
        await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "heard"})
        assert (await after.event("MESSAGE_CREATE"))["content"] == "heard"


async def test_what_a_killed_gateway_held_in_voice_is_cleared(parts: Parts) -> None:
    """By the node that is left, as soon as the other's sign of life has run out."""
    api, first, second = await asyncio.gather(parts.api(), parts.gateway(), parts.gateway())
    async with parts.world(api, first) as world, parts.world(api, second) as elsewhere:
        member = await world.user()
        guild = await world.guild(members=[member])
        await join(await member.connect(), guild.id, guild.voice)
        watching = await at(elsewhere, guild.owner).connect()
        assert [one["user_id"] for one in watching.guilds[guild.id]["voice_states"]] == [member.id]
        await join(watching, guild.id, guild.voice)

        await first.kill()
        await parts.forget("gateway:*")  # the other one's as well, of which nobody else asks
        await left(watching, member.id)
        state = await at(elsewhere, guild.owner).get(f"/guilds/{guild.id}/voice-states/@me")
        assert state["channel_id"] == guild.voice


async def test_a_gateway_that_is_stopped_asks_to_reconnect(parts: Parts) -> None:
    api, gateway = await asyncio.gather(parts.api(), parts.gateway())
    async with parts.world(api, gateway) as world:
        bot = await world.bot(await world.guild())
        socket = await bot.connect()
        gateway.process.send_signal(signal.SIGTERM)
        assert (await socket.payload()).op == 7
        code = await socket.close_code()
        assert code is not None
        assert code >= 4000, "a client may not take this for the end of its session"


async def test_the_supervisor_starts_a_gateway_anew(tmp_path: Path) -> None:
    running = RunningInstance(tmp_path / "data", GUILDHALL_API_WORKERS="1", GUILDHALL_RATE_LIMITS="off")
    try:
        async with World(running.addresses) as world:
            guild = await world.guild()
            bot = await world.bot(guild)
            socket = await bot.connect()
            (pid,) = running.children("gateway")
            os.kill(pid, signal.SIGKILL)
            await socket.close_code()
            again = await bot.connect()
            assert set(again.guilds) == {guild.id}
            await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "mended"})
            assert (await again.event("MESSAGE_CREATE"))["content"] == "mended"
    finally:
        assert running.end() == 0


async def test_copies_of_what_was_published_survive_the_process(parts: Parts) -> None:
    """The API process dies with copies promised, some of them perhaps posted and not noted."""
    first, gateway = await asyncio.gather(parts.api(), parts.gateway())
    async with parts.world(first, gateway) as world:
        guild = await world.guild()
        news = (await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "news", "type": 5}))["id"]
        await guild.owner.post(f"/channels/{news}/followers", {"webhook_channel_id": guild.channel})
        published: list[str] = []
        for number in range(10):
            message = await guild.owner.post(f"/channels/{news}/messages", {"content": f"{number}"})
            await guild.owner.post(f"/channels/{news}/messages/{message['id']}/crosspost", {})
            published.append(message["id"])
        await first.kill()
        second = await parts.api()
        async with parts.world(second, gateway) as elsewhere:
            copied = f"/channels/{guild.channel}/messages?limit=100"
            copies: list[str] = []
            async with asyncio.timeout(90):  # a job that the dead process had taken up comes back after a minute
                while len(copies) < len(published):
                    await asyncio.sleep(0.2)
                    listed = await at(elsewhere, guild.owner).get(copied)
                    copies = [one["message_reference"]["message_id"] for one in listed if one["type"] == 0]
            assert sorted(copies) == sorted(published)
