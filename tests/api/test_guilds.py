"""Guilds: made by users, changed by who may, left by all but the owner."""

import base64
import io
from typing import Any

import pytest
from PIL import Image

from domain.permissions.bits import ALL, DEFAULT_EVERYONE, Permission
from tests.world import World

MANAGE_GUILD = int(Permission.MANAGE_GUILD)
UNKNOWN = "1000000000000000000"


def picture() -> str:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, "PNG")
    return "data:image/png;base64," + base64.b64encode(content.getvalue()).decode()


async def test_a_new_guild_has_everyone_and_the_usual_channels(world: World) -> None:
    anna = await world.user()
    made = await anna.post("/guilds", {"name": " a guild "}, expect=201)
    assert (made["name"], made["owner_id"]) == ("a guild", anna.id)
    (everyone,) = made["roles"]
    assert (everyone["id"], everyone["name"], everyone["position"]) == (made["id"], "@everyone", 0)
    assert everyone["permissions"] == str(DEFAULT_EVERYONE)
    assert "tags" not in everyone
    channels = {channel["name"]: channel for channel in await anna.get(f"/guilds/{made['id']}/channels")}
    assert [channel["type"] for channel in channels.values()].count(4) == 2
    assert made["system_channel_id"] == channels["general"]["id"]
    assert channels["general"]["parent_id"] == channels["Text Channels"]["id"]
    assert channels["General"]["parent_id"] == channels["Voice Channels"]["id"]
    assert (await anna.get(f"/guilds/{made['id']}/members/{anna.id}"))["roles"] == []


async def test_a_guild_is_made_with_roles_and_channels_that_name_each_other(world: World) -> None:
    anna = await world.user()
    made = await anna.post(
        "/guilds",
        {
            "name": "made to measure",
            "icon": picture(),
            "verification_level": 1,
            "system_channel_id": "7",
            "roles": [
                {"id": "1", "permissions": "1024"},
                {"id": "2", "name": "staff", "permissions": "8", "hoist": True},
            ],
            "channels": [
                {"id": "6", "type": 4, "name": "rooms"},
                {
                    "id": "7",
                    "name": "staff",
                    "parent_id": "6",
                    "permission_overwrites": [
                        {"id": "1", "type": 0, "deny": "1024"},
                        {"id": "2", "type": 0, "allow": "1024"},
                    ],
                },
            ],
        },
    )
    everyone, staff = made["roles"]
    assert (everyone["id"], everyone["permissions"]) == (made["id"], "1024")
    assert (staff["name"], staff["permissions"], staff["hoist"], staff["position"]) == ("staff", "8", True, 1)
    rooms, room = await anna.get(f"/guilds/{made['id']}/channels")
    if rooms["type"] != 4:
        rooms, room = room, rooms
    assert (room["parent_id"], made["system_channel_id"]) == (rooms["id"], room["id"])
    assert {o["id"]: (o["allow"], o["deny"]) for o in room["permission_overwrites"]} == {
        made["id"]: ("0", "1024"),
        staff["id"]: ("1024", "0"),
    }
    assert made["icon"] and made["verification_level"] == 1


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "name"),
        ({"name": "a"}, "name"),
        ({"name": "   a   "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": 5}, "name"),
        ({"name": "ok", "afk_timeout": 61}, "afk_timeout"),
        ({"name": "ok", "verification_level": 5}, "verification_level"),
        ({"name": "ok", "icon": "data:image/png;base64,AAAA"}, "icon"),
        ({"name": "ok", "preferred_locale": "xx"}, "preferred_locale"),
        ({"name": "ok", "system_channel_id": "77"}, "system_channel_id"),
        ({"name": "ok", "channels": [{"name": "a", "parent_id": "9"}]}, "channels.0.parent_id"),
        (
            {"name": "ok", "channels": [{"name": "a", "permission_overwrites": [{"id": "9"}]}]},
            "channels.0.permission_overwrites.0.id",
        ),
    ],
)
async def test_a_malformed_guild_is_refused_and_not_made(world: World, body: Any, path: str) -> None:
    anna = await world.user()
    problem = await anna.refused(50035, "POST", "/guilds", body, status=400)
    node = problem["errors"]
    for step in path.split("."):
        node = node[step]
    assert node["_errors"]
    assert await anna.get("/users/@me/guilds") == []


async def test_bots_make_no_guilds(world: World) -> None:
    bot = await world.bot()
    await bot.refused(20001, "POST", "/guilds", {"name": "a guild"}, status=403)


async def test_a_guild_is_read_by_its_members_alone(world: World) -> None:
    guild = await world.guild(members=1)
    read = await guild.owner.get(f"/guilds/{guild.id}")
    assert "approximate_member_count" not in read
    counted = await guild.owner.get(f"/guilds/{guild.id}?with_counts=true")
    assert (counted["approximate_member_count"], counted["approximate_presence_count"]) == (2, 0)
    stranger = await world.user()
    await stranger.refused(50001, "GET", f"/guilds/{guild.id}", status=403)
    await stranger.refused(50001, "GET", f"/guilds/{guild.id}/preview", status=403)
    await stranger.refused(50001, "GET", f"/guilds/{guild.id}/regions", status=403)
    await stranger.refused(10004, "GET", f"/guilds/{UNKNOWN}", status=404)
    await stranger.refused(10004, "GET", f"/guilds/{UNKNOWN}/preview", status=404)
    assert (await guild.owner.get(f"/guilds/{guild.id}/preview"))["approximate_member_count"] == 2
    assert (await guild.owner.get(f"/guilds/{guild.id}/regions"))[0]["optimal"]


async def test_those_online_are_counted(world: World) -> None:
    guild = await world.guild(members=1)
    await guild.owner.connect()
    invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {})
    seen = [
        await guild.owner.get(f"/guilds/{guild.id}?with_counts=true"),
        await guild.owner.get(f"/guilds/{guild.id}/preview"),
        (await guild.owner.get("/users/@me/guilds?with_counts=true"))[0],
        await world.anyone.get(f"/invites/{invite['code']}?with_counts=true"),
    ]
    assert [each["approximate_presence_count"] for each in seen] == [1] * 4


async def test_a_guild_is_changed(world: World) -> None:
    guild = await world.guild()
    changed = await guild.owner.patch(
        f"/guilds/{guild.id}",
        {
            "name": "renamed",
            "description": "of what is told",
            "icon": picture(),
            "afk_channel_id": guild.voice,
            "afk_timeout": 900,
            "rules_channel_id": guild.channel,
            "preferred_locale": "de",
        },
    )
    assert (changed["name"], changed["description"]) == ("renamed", "of what is told")
    assert (changed["afk_channel_id"], changed["afk_timeout"]) == (guild.voice, 900)
    assert changed["icon"] and changed["rules_channel_id"] == guild.channel and changed["preferred_locale"] == "de"
    read = await guild.owner.get(f"/guilds/{guild.id}")
    assert read == changed
    reset = await guild.owner.patch(f"/guilds/{guild.id}", {"icon": None, "description": None, "afk_channel_id": None})
    assert (reset["icon"], reset["description"], reset["afk_channel_id"], reset["name"]) == (
        None,
        None,
        None,
        "renamed",
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "a"}, "name"),
        ({"name": None}, "name"),
        ({"afk_channel_id": UNKNOWN}, "afk_channel_id"),
        ({"description": "x" * 301}, "description"),
        ({"features": ["COMMUNITY"]}, "rules_channel_id"),
        ({"features": ["DISCOVERABLE"]}, "features"),
    ],
)
async def test_a_malformed_change_is_refused(world: World, body: Any, field: str) -> None:
    guild = await world.guild()
    before = await guild.owner.get(f"/guilds/{guild.id}")
    problem = await guild.owner.refused(50035, "PATCH", f"/guilds/{guild.id}", body, status=400)
    assert field in problem["errors"]
    assert await guild.owner.get(f"/guilds/{guild.id}") == before


async def test_a_text_channel_is_no_afk_channel(world: World) -> None:
    guild = await world.guild()
    body = {"afk_channel_id": guild.channel}
    await guild.owner.refused(50035, "PATCH", f"/guilds/{guild.id}", body, status=400)


async def test_changing_a_guild_needs_the_permission(world: World) -> None:
    guild = await world.guild(members=1)
    bot = await world.bot(guild, permissions=MANAGE_GUILD)
    assert (await bot.patch(f"/guilds/{guild.id}", {"name": "by a bot"}))["name"] == "by a bot"
    await bot.refused(50013, "PATCH", f"/guilds/{guild.id}", {"owner_id": bot.id}, status=403)
    await bot.refused(50013, "PATCH", f"/guilds/{guild.id}", {"features": ["COMMUNITY"]}, status=403)
    weak = await world.bot(guild)
    await weak.refused(50013, "PATCH", f"/guilds/{guild.id}", {"name": "no"}, status=403)


async def test_features_that_a_guild_sets_itself(world: World) -> None:
    guild = await world.guild()
    wanted = {
        "features": ["INVITES_DISABLED", "COMMUNITY", "VERIFIED"],
        "rules_channel_id": guild.channel,
        "public_updates_channel_id": guild.channel,
    }
    changed = await guild.owner.patch(f"/guilds/{guild.id}", wanted)
    assert sorted(changed["features"]) == ["COMMUNITY", "INVITES_DISABLED"]
    changed = await guild.owner.patch(f"/guilds/{guild.id}", {"features": ["COMMUNITY", "DISCOVERABLE"]})
    assert sorted(changed["features"]) == ["COMMUNITY", "DISCOVERABLE"]
    stranger = await world.user()
    assert (await stranger.get(f"/guilds/{guild.id}/preview"))["id"] == guild.id


async def test_a_community_has_its_channels_made(world: World) -> None:
    guild = await world.guild(members=1)
    socket, path = await guild.owner.connect(), f"/guilds/{guild.id}"
    body = {"features": ["COMMUNITY"], "rules_channel_id": "1", "public_updates_channel_id": "1"}
    changed = await guild.owner.patch(path, body)
    made = [await socket.event("CHANNEL_CREATE") for _ in range(2)]
    assert [one["name"] for one in made] == ["rules", "moderator-only"]
    assert [changed["rules_channel_id"], changed["public_updates_channel_id"]] == [one["id"] for one in made]
    hidden = {"id": guild.id, "type": 0, "allow": "0", "deny": str(int(Permission.VIEW_CHANNEL))}
    assert [one["permission_overwrites"] for one in made] == [[], [hidden]]
    bot = await world.bot(guild, permissions=MANAGE_GUILD)
    await bot.refused(50013, "PATCH", path, {"rules_channel_id": "1"}, status=403)


async def test_a_community_keeps_the_channels_that_it_needs(world: World) -> None:
    guild = await world.guild()
    needed = {"rules_channel_id": guild.channel, "public_updates_channel_id": guild.channel}
    await guild.owner.patch(f"/guilds/{guild.id}", {"features": ["COMMUNITY"], **needed})
    for field in needed:
        problem = await guild.owner.refused(50035, "PATCH", f"/guilds/{guild.id}", {field: None}, status=400)
        assert list(problem["errors"]) == [field]
    await guild.owner.refused(50086, "PATCH", f"/channels/{guild.channel}", {"type": 5}, status=400)
    changed = await guild.owner.patch(f"/guilds/{guild.id}", {"features": [], **dict.fromkeys(needed)})
    assert (await guild.owner.patch(f"/channels/{guild.channel}", {"type": 5}))["type"] == 5
    assert (changed["features"], changed["rules_channel_id"]) == ([], None)


async def test_the_owner_gives_the_guild_away_and_may_then_leave(world: World) -> None:
    owner, next_owner = await world.users(2)
    guild = await world.guild(owner, members=[next_owner])
    bot = await world.bot(guild)
    path = f"/guilds/{guild.id}"
    await owner.refused(50055, "DELETE", f"/users/@me/guilds/{guild.id}", status=400)
    await owner.refused(50132, "PATCH", path, {"owner_id": bot.id}, status=400)
    await owner.refused(10007, "PATCH", path, {"owner_id": UNKNOWN}, status=404)
    assert (await owner.patch(path, {"owner_id": next_owner.id}))["owner_id"] == next_owner.id
    await owner.delete(f"/users/@me/guilds/{guild.id}", expect=204)
    assert await owner.get("/users/@me/guilds") == []
    await next_owner.delete(path, expect=204)


async def test_only_the_owner_deletes_a_guild(world: World) -> None:
    owner, member = await world.users(2)
    guild = await world.guild(owner, members=[member])
    await member.refused(50013, "DELETE", f"/guilds/{guild.id}", status=403)
    await owner.delete(f"/guilds/{guild.id}", expect=204)
    assert await member.get("/users/@me/guilds") == []
    await owner.refused(10004, "GET", f"/guilds/{guild.id}", status=404)
    await owner.refused(10003, "GET", f"/channels/{guild.channel}", status=404)


async def test_my_guilds_come_in_pages_with_what_i_may_there(world: World) -> None:
    owner, member = await world.users(2)
    ids = [(await world.guild(owner, members=[member])).id for _ in range(3)]
    mine = await owner.get("/users/@me/guilds")
    assert [(guild["id"], guild["owner"], guild["permissions"]) for guild in mine] == [
        (id_, True, str(ALL)) for id_ in ids
    ]
    (theirs, *_) = await member.get("/users/@me/guilds?with_counts=True&limit=1")
    assert (theirs["id"], theirs["owner"], theirs["permissions"]) == (ids[0], False, str(DEFAULT_EVERYONE))
    assert theirs["approximate_member_count"] == 2
    after = await member.get(f"/users/@me/guilds?after={ids[0]}&limit=1")
    assert [guild["id"] for guild in after] == [ids[1]]
    before = await member.get(f"/users/@me/guilds?before={ids[2]}&limit=1")
    assert [guild["id"] for guild in before] == [ids[1]]
    await member.refused(50035, "GET", "/users/@me/guilds?limit=201", status=400)
    await member.refused(50035, "GET", "/users/@me/guilds?after=x", status=400)


async def test_members_are_told_of_changes_and_of_the_end(world: World) -> None:
    owner, member = await world.users(2)
    listening = await owner.connect()
    guild = await world.guild(owner, members=[member])
    created = await listening.event("GUILD_CREATE")
    assert created["id"] == guild.id and "unavailable" not in created
    assert [channel["name"] for channel in created["channels"] if channel["type"] != 4] == ["general", "General"]
    assert (created["roles"][0]["id"], created["member_count"], created["large"]) == (guild.id, 1, False)
    theirs = await member.connect()
    await owner.patch(f"/guilds/{guild.id}", {"name": "a guild"})
    changed = await owner.patch(f"/guilds/{guild.id}", {"name": "renamed"})
    for socket in (listening, theirs):
        assert await socket.event("GUILD_UPDATE") == changed
    await owner.delete(f"/guilds/{guild.id}")
    for socket in (listening, theirs):
        assert await socket.event("GUILD_DELETE") == {"id": guild.id}


async def test_who_leaves_loses_the_guild_and_the_others_are_told(world: World) -> None:
    owner, member = await world.users(2)
    guild = await world.guild(owner, members=[member])
    staying, leaving = await owner.connect(), await member.connect()
    await member.delete(f"/users/@me/guilds/{guild.id}")
    assert await leaving.event("GUILD_DELETE") == {"id": guild.id}
    removed = await staying.event("GUILD_MEMBER_REMOVE")
    assert (removed["guild_id"], removed["user"]["id"]) == (guild.id, member.id)
