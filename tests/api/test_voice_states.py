"""Voice states over REST: reading, moving, silencing, stages, and the status of a channel. Docs: resources/voice."""

from typing import Any

import pytest

from domain.permissions.bits import Permission
from tests.sockets import Socket
from tests.voice import join, left
from tests.world import Guild, Person, World

Json = Any
MODERATOR = Permission.MANAGE_CHANNELS | Permission.MUTE_MEMBERS | Permission.MOVE_MEMBERS


class Here:
    """A guild whose member is in its voice channel."""

    def __init__(self, guild: Guild, member: Person, other: Person, socket: Socket) -> None:
        self.guild = guild
        self.owner = guild.owner
        self.member = member
        self.other = other
        self.socket = socket
        self.mine = f"/guilds/{guild.id}/voice-states/@me"
        self.state = f"/guilds/{guild.id}/voice-states/{member.id}"
        self.path = f"/guilds/{guild.id}/members/{member.id}"

    async def channel(self, **fields: Json) -> str:
        made = await self.owner.post(f"/guilds/{self.guild.id}/channels", {"name": "v", "type": 2} | fields)
        await self.socket.event("CHANNEL_CREATE", lambda channel: channel["id"] == made["id"])
        return made["id"]

    async def promote(self, person: Person, permissions: int) -> None:
        body = {"type": 1, "allow": str(int(permissions))}
        for channel in self.guild.voice, self.guild.channel:
            await self.owner.put(f"/channels/{channel}/permissions/{person.id}", body)

    async def logged(self, action: int) -> list[Json]:
        log = await self.owner.get(f"/guilds/{self.guild.id}/audit-logs?action_type={action}")
        return log["audit_log_entries"]


@pytest.fixture
async def here(world: World) -> Here:
    member, other = await world.users(2)
    guild = await world.guild(members=[member, other])
    socket = await member.connect()
    await join(socket, guild.id, guild.voice)
    return Here(guild, member, other, socket)


async def test_regions(here: Here) -> None:
    regions = await here.member.get("/voice/regions")
    assert [(one["id"], one["deprecated"]) for one in regions if one["optimal"]] == [("local", False)]
    assert {"us-west", "rotterdam"} <= {one["id"] for one in regions if one["deprecated"]}
    for region in regions:
        changed = await here.owner.patch(f"/channels/{here.guild.voice}", {"rtc_region": region["id"]})
        assert changed["rtc_region"] == region["id"]
    problem = await here.owner.refused(
        50035, "PATCH", f"/channels/{here.guild.voice}", {"rtc_region": "nowhere"}, status=400
    )
    assert "rtc_region" in problem["errors"]
    assert (await here.owner.patch(f"/channels/{here.guild.voice}", {"rtc_region": None}))["rtc_region"] is None


@pytest.mark.parametrize(
    ("kind", "fits", "does_not"),
    [
        (2, {"bitrate": 96_000, "user_limit": 99, "video_quality_mode": 2}, {"bitrate": 96_001, "user_limit": 100}),
        (13, {"bitrate": 64_000, "user_limit": 10_000}, {"bitrate": 64_001, "user_limit": 10_001}),
    ],
)
async def test_each_type_has_its_bounds(here: Here, kind: int, fits: Json, does_not: Json) -> None:
    channel = await here.channel(type=kind)
    changed = await here.owner.patch(f"/channels/{channel}", fits)
    assert {name: changed[name] for name in fits} == fits
    for name, value in does_not.items():
        problem = await here.owner.refused(50035, "PATCH", f"/channels/{channel}", {name: value}, status=400)
        assert list(problem["errors"]) == [name]
    await here.owner.refused(50035, "PATCH", f"/channels/{channel}", {"video_quality_mode": 3}, status=400)


async def test_a_state_is_read_by_oneself_and_by_who_may_connect_there(here: Here) -> None:
    state = await here.member.get(here.mine)
    assert state == await here.other.get(here.state)
    assert (state["channel_id"], state["user_id"]) == (here.guild.voice, here.member.id)
    assert state["member"]["user"]["id"] == here.member.id and state["guild_id"] == here.guild.id
    await here.other.refused(10065, "GET", here.mine, status=404)
    body = {"type": 1, "deny": str(int(Permission.CONNECT))}
    await here.owner.put(f"/channels/{here.guild.voice}/permissions/{here.other.id}", body)
    await here.other.refused(50013, "GET", here.state, status=403)


async def test_a_member_is_moved(here: Here) -> None:
    hall = await here.channel()
    await here.owner.patch(here.path, {"channel_id": hall}, headers={"X-Audit-Log-Reason": "there"})
    assert (await here.socket.event("VOICE_STATE_UPDATE"))["channel_id"] == hall
    assert (await here.socket.event("VOICE_SERVER_UPDATE"))["token"]
    (entry,) = await here.logged(26)
    assert entry["options"] == {"channel_id": hall, "count": "1"}
    assert entry["target_id"] is None and entry["reason"] == "there"


async def test_a_member_is_put_out(here: Here) -> None:
    await here.owner.patch(here.path, {"channel_id": None})
    await left(here.socket, here.member.id)
    await here.owner.refused(40032, "PATCH", here.path, {"channel_id": None}, status=400)
    (entry,) = await here.logged(27)
    assert entry["options"] == {"count": "1"}


async def test_who_moves_must_be_let_in_himself(here: Here) -> None:
    closed = await here.channel(
        permission_overwrites=[{"id": here.other.id, "type": 1, "deny": str(int(Permission.CONNECT))}]
    )
    await here.other.refused(50013, "PATCH", here.path, {"channel_id": here.guild.voice}, status=403)
    await here.promote(here.other, Permission.MOVE_MEMBERS)
    await here.other.patch(here.path, {"channel_id": here.guild.voice})
    await here.other.refused(50013, "PATCH", here.path, {"channel_id": closed}, status=403)
    await here.other.refused(50024, "PATCH", here.path, {"channel_id": here.guild.channel}, status=400)
    await here.other.refused(10003, "PATCH", here.path, {"channel_id": "1"}, status=404)
    assert (await here.member.get(here.mine))["channel_id"] == here.guild.voice
    assert await here.logged(26) == []


async def test_a_member_is_moved_where_he_could_not_go(here: Here) -> None:
    full = await here.channel(user_limit=1)
    closed = await here.channel(
        permission_overwrites=[{"id": here.member.id, "type": 1, "deny": str(int(Permission.VIEW_CHANNEL))}]
    )
    await join(await here.other.connect(), here.guild.id, full)
    for channel in full, closed:
        await here.owner.patch(here.path, {"channel_id": channel})
        state = await here.socket.event("VOICE_STATE_UPDATE", lambda told: told["user_id"] == here.member.id)
        assert state["channel_id"] == channel
    assert state["suppress"] is True


@pytest.mark.parametrize("field", ["mute", "deaf"])
async def test_silence_is_the_members_and_stays(here: Here, field: str) -> None:
    needs = {"mute": Permission.MUTE_MEMBERS, "deaf": Permission.DEAFEN_MEMBERS}
    await here.other.refused(50013, "PATCH", here.path, {field: True}, status=403)
    await here.promote(here.other, needs[field])
    assert (await here.other.patch(here.path, {field: True}))[field] is True
    assert (await here.socket.event("GUILD_MEMBER_UPDATE"))[field] is True
    told = await here.socket.event("VOICE_STATE_UPDATE")
    assert told[field] is True and told["member"][field] is True
    (entry,) = await here.logged(24)
    assert entry["changes"] == [{"key": field, "new_value": True, "old_value": False}]
    await here.owner.patch(here.path, {"channel_id": None})
    await join(here.socket, here.guild.id, here.guild.voice)
    assert (await here.member.get(here.mine))[field] is True


async def test_nothing_is_done_of_what_is_half_refused(here: Here) -> None:
    await here.owner.refused(10003, "PATCH", here.path, {"mute": True, "channel_id": "1"}, status=404)
    assert (await here.owner.get(here.path))["mute"] is False


async def test_the_status_of_a_voice_channel(here: Here) -> None:
    path = f"/channels/{here.guild.voice}/voice-status"
    await here.member.put(path, {"status": "music"})
    told = await here.socket.event("VOICE_CHANNEL_STATUS_UPDATE")
    assert told == {"id": here.guild.voice, "guild_id": here.guild.id, "status": "music"}
    await here.other.refused(50013, "PUT", path, {"status": "mine"}, status=403)
    await here.promote(here.other, Permission.MANAGE_CHANNELS)
    await here.other.put(path, {"status": ""})
    assert (await here.socket.event("VOICE_CHANNEL_STATUS_UPDATE"))["status"] is None
    (begun,), (ended,) = await here.logged(192), await here.logged(193)
    assert begun["options"] == {"channel_id": here.guild.voice, "status": "music"}
    assert ended["options"] == {"channel_id": here.guild.voice}
    await here.owner.refused(50035, "PUT", path, {"status": "x" * 501}, status=400)
    await here.owner.refused(50024, "PUT", f"/channels/{here.guild.channel}/voice-status", {}, status=400)


async def test_what_needs_a_stage_is_refused_elsewhere(here: Here) -> None:
    await here.member.refused(50024, "PATCH", here.mine, {"suppress": True}, status=400)
    await here.owner.refused(50024, "PATCH", here.state, {"suppress": True}, status=400)
    await here.member.refused(10065, "PATCH", here.mine, {"channel_id": here.guild.channel}, status=404)
    await here.other.refused(10065, "PATCH", here.mine, {}, status=404)


async def on_stage(here: Here, person: Person, socket: Socket) -> tuple[str, Json]:
    stage = await here.channel(type=13)
    state, _ = await join(socket, here.guild.id, stage)
    return stage, state


async def test_on_a_stage_one_listens_and_asks_to_speak(here: Here) -> None:
    stage, state = await on_stage(here, here.member, here.socket)
    assert state["suppress"] is True
    await here.member.refused(50013, "PATCH", here.mine, {"suppress": False}, status=403)
    past = "2020-01-01T00:00:00+00:00"
    await here.member.patch(here.mine, {"channel_id": stage, "request_to_speak_timestamp": past})
    asked = (await here.socket.event("VOICE_STATE_UPDATE"))["request_to_speak_timestamp"]
    assert asked > "2026", "not in the past"
    await here.member.patch(here.mine, {"request_to_speak_timestamp": "2999-01-01T00:00:00+00:00"})
    assert (await here.socket.event("VOICE_STATE_UPDATE"))["request_to_speak_timestamp"].startswith("2999")
    body = {"type": 0, "deny": str(int(Permission.REQUEST_TO_SPEAK))}
    await here.owner.put(f"/channels/{stage}/permissions/{here.guild.id}", body)
    await here.member.refused(50013, "PATCH", here.mine, {"request_to_speak_timestamp": past}, status=403)
    await here.member.patch(here.mine, {"request_to_speak_timestamp": None})
    assert (await here.socket.event("VOICE_STATE_UPDATE"))["request_to_speak_timestamp"] is None


async def test_moderators_of_a_stage_speak_and_let_speak(world: World, here: Here) -> None:
    stage, _ = await on_stage(here, here.member, here.socket)
    state, _ = await join(await here.owner.connect(), here.guild.id, stage)
    assert state["suppress"] is False
    await here.other.refused(50013, "PATCH", here.state, {"suppress": False}, status=403)
    await here.owner.patch(here.state, {"channel_id": stage, "suppress": False})
    told = await here.socket.event("VOICE_STATE_UPDATE", lambda one: one["user_id"] == here.member.id)
    assert told["suppress"] is False and told["request_to_speak_timestamp"] is not None
    await here.owner.patch(here.state, {"suppress": True})
    told = await here.socket.event("VOICE_STATE_UPDATE", lambda one: one["user_id"] == here.member.id)
    assert (told["suppress"], told["request_to_speak_timestamp"]) == (True, None)
    bot = await world.bot(here.guild)
    await join(await bot.connect(), here.guild.id, stage)
    await here.owner.patch(f"/guilds/{here.guild.id}/voice-states/{bot.id}", {"suppress": False})
    assert (await bot.get(here.mine))["request_to_speak_timestamp"] is None


async def test_the_chat_of_a_stage_says_who_speaks(world: World, here: Here) -> None:
    stage, _ = await on_stage(here, here.member, here.socket)
    bot = await world.bot(here.guild)
    await join(await bot.connect(), here.guild.id, stage)
    await here.owner.patch(here.state, {"suppress": False})  # he is invited
    await here.member.patch(here.mine, {"request_to_speak_timestamp": None})  # and accepts
    await here.member.patch(here.mine, {"suppress": True})
    await here.owner.patch(f"/guilds/{here.guild.id}/voice-states/{bot.id}", {"suppress": False})
    said = await here.owner.get(f"/channels/{stage}/messages")
    assert [(one["type"], one["author"]["id"]) for one in said] == [(29, bot.id), (29, here.member.id)]
