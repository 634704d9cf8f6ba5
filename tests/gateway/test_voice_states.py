"""Voice states over the gateway: joining, leaving, and whose end takes whom out. Docs: resources/voice."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from tests.sockets import ALL_INTENTS, Socket
from tests.voice import ask, join, leave, left
from tests.world import Guild, Person, World

Json = Any
VIEW_CHANNEL, STREAM, CONNECT, SPEAK, MOVE_MEMBERS = 1 << 10, 1 << 9, 1 << 20, 1 << 21, 1 << 24


class Here:
    """A guild whose owner and whose bot listen."""

    def __init__(self, guild: Guild, member: Person, owner: Socket, socket: Socket) -> None:
        self.guild = guild
        self.member = member
        self.owner = owner
        self.socket = socket

    async def channel(self, **fields: Json) -> str:
        made = await self.guild.owner.post(f"/guilds/{self.guild.id}/channels", {"name": "v", "type": 2} | fields)
        await self.socket.event("CHANNEL_CREATE", lambda channel: channel["id"] == made["id"])
        return made["id"]

    async def deny(self, channel_id: str, permissions: int, target: str = "") -> None:
        body = {"type": 1 if target else 0, "deny": str(permissions)}
        await self.guild.owner.put(f"/channels/{channel_id}/permissions/{target or self.guild.id}", body)
        await self.socket.event("CHANNEL_UPDATE", lambda channel: channel["id"] == channel_id)

    async def silence(self, socket: Socket) -> list[Json]:
        """What is said of voice until now."""
        marker = await self.guild.owner.post(f"/channels/{self.guild.channel}/messages", {"content": "marker"})
        known = len(socket.seen)
        await socket.event("MESSAGE_CREATE", lambda message: message["id"] == marker["id"])
        return [one.d for one in socket.seen[known:] if one.t == "VOICE_STATE_UPDATE"]


@pytest.fixture
async def here(world: World) -> Here:
    member = await world.user()
    guild = await world.guild(members=[member])
    return Here(guild, member, await guild.owner.connect(), await member.connect())


async def test_who_joins_is_told_and_so_are_others(here: Here) -> None:
    state, server = await join(here.socket, here.guild.id, here.guild.voice, self_mute=True)
    assert state["channel_id"] == here.guild.voice and state["session_id"] == here.socket.ready["session_id"]
    assert (state["self_mute"], state["self_deaf"], state["mute"], state["suppress"]) == (True, False, False, False)
    assert state["guild_id"] == server["guild_id"] == here.guild.id
    assert state["member"]["user"]["id"] == here.member.id
    assert server["endpoint"] is None and len(server["token"]) > 16
    told = await here.owner.event("VOICE_STATE_UPDATE")
    assert told == state
    await leave(here.socket, here.guild.id)
    assert (await left(here.owner, here.member.id))["session_id"] == state["session_id"]


async def test_guild_create_has_who_is_there(world: World, here: Here) -> None:
    await join(here.socket, here.guild.id, here.guild.voice)
    bot = await world.bot(here.guild)
    created = (await bot.connect()).guilds[here.guild.id]
    assert [one["user_id"] for one in created["voice_states"]] == [here.member.id]
    assert not {"guild_id", "member"} & set(created["voice_states"][0])
    assert here.member.id in [one["user"]["id"] for one in created["members"]]
    without = (await bot.connect(intents=1)).guilds[here.guild.id]
    assert without["voice_states"] == []


async def test_a_token_for_each_channel_and_none_for_the_same(here: Here) -> None:
    _, first = await join(here.socket, here.guild.id, here.guild.voice)
    await ask(here.socket, here.guild.id, here.guild.voice, self_deaf=True)
    names = await here.socket.until("VOICE_STATE_UPDATE", lambda state: state["self_deaf"] is True)
    assert "VOICE_SERVER_UPDATE" not in names
    state, second = await join(here.socket, here.guild.id, await here.channel())
    assert second["token"] != first["token"] and state["self_deaf"] is False


@pytest.mark.parametrize("permission", [CONNECT, VIEW_CHANNEL])
async def test_who_may_not_join_hears_nothing(here: Here, permission: int) -> None:
    closed = await here.channel()
    await here.deny(closed, permission)
    await ask(here.socket, here.guild.id, closed)
    await ask(here.socket, here.guild.id, here.guild.channel)  # no voice channel
    await ask(here.socket, here.guild.id, "1")
    await ask(here.socket, "1", closed)
    await here.socket.send(4, {"guild_id": None, "channel_id": closed})
    await join(here.socket, here.guild.id, here.guild.voice)  # obeyed in order
    states = [one.d["channel_id"] for one in here.socket.seen if one.t == "VOICE_STATE_UPDATE"]
    assert states == [here.guild.voice]


async def test_a_full_channel_lets_in_those_who_move_others(world: World, here: Here) -> None:
    small = await here.channel(user_limit=1)
    await join(here.socket, here.guild.id, small)
    other = await world.bot(here.guild)
    socket = await other.connect()
    await ask(socket, here.guild.id, small)
    await join(socket, here.guild.id, here.guild.voice)
    told = [one.d for one in socket.seen if one.t == "VOICE_STATE_UPDATE" and one.d["user_id"] == other.id]
    assert [one["channel_id"] for one in told] == [here.guild.voice]
    await join(here.owner, here.guild.id, small)
    await ask(here.socket, here.guild.id, small, self_mute=True)  # who is in it stays
    await here.owner.event("VOICE_STATE_UPDATE", lambda state: state["self_mute"] is True)


async def test_as_many_come_in_at_once_as_there_is_room_for(world: World, here: Here) -> None:
    small = await here.channel(user_limit=2)
    people = await world.users(5)
    invite = await here.guild.owner.post(f"/channels/{here.guild.channel}/invites", {})
    for person in people:
        await person.post(f"/invites/{invite['code']}", {})
    sockets = [await person.connect() for person in people]
    await asyncio.gather(*(ask(socket, here.guild.id, small) for socket in sockets))
    for socket in sockets:  # answered after the one before
        await socket.send(43, {"guild_id": here.guild.id, "fields": []})
        await socket.event("CHANNEL_INFO")
    states = (await people[0].connect()).guilds[here.guild.id]["voice_states"]
    assert [one["channel_id"] for one in states] == [small, small]


async def test_video_and_speech_need_permissions(here: Here) -> None:
    quiet = await here.channel()
    await here.deny(quiet, SPEAK | STREAM)
    state, _ = await join(here.socket, here.guild.id, quiet, self_video=True)
    assert (state["suppress"], state["self_video"]) == (True, False)
    state, _ = await join(here.socket, here.guild.id, here.guild.voice, self_video=True)
    assert (state["suppress"], state["self_video"]) == (False, True)


async def test_in_the_channel_for_the_absent_nobody_speaks(here: Here) -> None:
    await here.guild.owner.patch(f"/guilds/{here.guild.id}", {"afk_channel_id": here.guild.voice})
    state, _ = await join(here.socket, here.guild.id, here.guild.voice)
    assert state["suppress"] is True


async def test_status_and_start_end_with_the_last(here: Here) -> None:
    voice, owner = here.guild.voice, here.owner
    await join(here.socket, here.guild.id, voice)
    started = await owner.event("VOICE_CHANNEL_START_TIME_UPDATE")
    assert started["id"] == voice and started["voice_start_time"] > 1_600_000_000
    await join(owner, here.guild.id, voice)
    await here.guild.owner.put(f"/channels/{voice}/voice-status", {"status": "music"})
    assert (await owner.event("VOICE_CHANNEL_STATUS_UPDATE"))["status"] == "music"
    await owner.send(43, {"guild_id": here.guild.id, "fields": ["status", "voice_start_time"]})
    channels = [{"id": voice, "status": "music", "voice_start_time": started["voice_start_time"]}]
    assert (await owner.event("CHANNEL_INFO"))["channels"] == channels
    await leave(here.socket, here.guild.id)
    assert "VOICE_CHANNEL_START_TIME_UPDATE" not in await owner.until("VOICE_STATE_UPDATE")
    await leave(owner, here.guild.id)
    assert (await owner.event("VOICE_CHANNEL_START_TIME_UPDATE"))["voice_start_time"] is None
    assert (await owner.event("VOICE_CHANNEL_STATUS_UPDATE"))["status"] is None


async def test_a_session_holds_it_through_a_resume_and_not_after_its_end(here: Here) -> None:
    state, _ = await join(here.socket, here.guild.id, here.guild.voice)
    await here.socket.drop()
    resumed = await here.member.resume(here.socket)
    await resumed.event("RESUMED")
    path = f"/guilds/{here.guild.id}/voice-states/@me"
    assert (await here.member.get(path))["session_id"] == state["session_id"]
    await resumed.close(1000)
    await left(here.owner, here.member.id)
    await here.member.refused(10065, "GET", path, status=404)


async def test_another_session_takes_it_over(here: Here) -> None:
    _, first = await join(here.socket, here.guild.id, here.guild.voice)
    other = await here.member.connect()
    state, second = await join(other, here.guild.id, here.guild.voice)
    assert state["session_id"] == other.ready["session_id"] and first["token"] != second["token"]
    await here.socket.close(1000)
    assert await here.silence(other) == []
    assert (await here.member.get(f"/guilds/{here.guild.id}/voice-states/@me"))["session_id"] == state["session_id"]


async def test_a_shard_holds_what_is_in_its_guilds(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    mine = (int(guild.id) >> 22) % 2
    sockets = [await bot.connect(shard=[number, 2]) for number in range(2)]
    await ask(sockets[1 - mine], guild.id, guild.voice)
    state, _ = await join(sockets[mine], guild.id, guild.voice)
    assert state["session_id"] == sockets[mine].ready["session_id"]
    await sockets[1 - mine].close(1000)
    await bot.get(f"/guilds/{guild.id}/voice-states/@me")
    assert not [one for one in sockets[1 - mine].seen if (one.t or "").startswith("VOICE")]


@pytest.mark.parametrize("how", ["leave", "kick", "ban", "channel", "timeout"])
async def test_what_takes_one_out(here: Here, how: str) -> None:
    owner, guild, member = here.guild.owner, here.guild, here.member
    await join(here.socket, guild.id, guild.voice)
    match how:
        case "leave":
            await member.delete(f"/users/@me/guilds/{guild.id}")
        case "kick":
            await owner.delete(f"/guilds/{guild.id}/members/{member.id}")
        case "ban":
            await owner.put(f"/guilds/{guild.id}/bans/{member.id}", {})
        case "channel":
            await owner.delete(f"/channels/{guild.voice}")
        case _:
            until = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)).isoformat()
            await owner.patch(f"/guilds/{guild.id}/members/{member.id}", {"communication_disabled_until": until})
    await left(here.owner, member.id)
    await owner.refused(10065, "GET", f"/guilds/{guild.id}/voice-states/{member.id}", status=404)


async def test_what_leaves_it_alone(here: Here) -> None:
    owner, guild = here.guild.owner, here.guild
    await join(here.socket, guild.id, guild.voice)
    await here.deny(guild.voice, SPEAK | CONNECT)  # permissions count when one comes in: bots lock rooms so
    await here.deny(guild.voice, VIEW_CHANNEL, here.member.id)
    await owner.patch(f"/guilds/{guild.id}/members/{here.member.id}", {"nick": "another"})
    assert await here.silence(here.owner) == []
    await here.guild.owner.get(f"/guilds/{guild.id}/voice-states/{here.member.id}")


async def test_who_sees_no_channel_sees_nobody_in_it(world: World, here: Here) -> None:
    """And who comes to see it, or no longer does, is told."""
    guild, bot = here.guild, await world.bot(here.guild)
    hidden = await here.channel()
    await here.deny(hidden, VIEW_CHANNEL, bot.id)
    watching = await bot.connect()
    await join(here.socket, guild.id, hidden)
    assert (await bot.connect()).guilds[guild.id]["voice_states"] == []
    await join(here.socket, guild.id, guild.voice)
    assert (await watching.event("VOICE_STATE_UPDATE"))["channel_id"] == guild.voice
    await join(here.socket, guild.id, hidden)
    assert (await watching.event("VOICE_STATE_UPDATE"))["channel_id"] is None, "he went out of sight"
    await guild.owner.delete(f"/channels/{hidden}/permissions/{bot.id}")
    assert (await watching.event("VOICE_STATE_UPDATE"))["channel_id"] == hidden
    await here.deny(hidden, VIEW_CHANNEL, bot.id)
    assert (await watching.event("VOICE_STATE_UPDATE"))["channel_id"] is None


async def test_without_the_intent_nothing_is_told(world: World, here: Here) -> None:
    bot = await world.bot(here.guild)
    socket = await bot.connect(intents=ALL_INTENTS & ~(1 << 7))
    await ask(socket, here.guild.id, here.guild.voice)
    await socket.event("VOICE_SERVER_UPDATE")
    await left_and_gone(here, bot)
    assert "VOICE_STATE_UPDATE" not in [one.t for one in socket.seen]


async def left_and_gone(here: Here, bot: Person) -> None:
    await here.guild.owner.delete(f"/guilds/{here.guild.id}/members/{bot.id}")
    await left(here.owner, bot.id)
