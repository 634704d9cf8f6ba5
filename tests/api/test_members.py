"""Members: listed, named, given roles, timed out and put out by those who may."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from domain.permissions.bits import DEFAULT_EVERYONE, Permission
from tests.api.test_guilds import picture
from tests.world import Guild, Person, Refused, World

UNKNOWN = "1000000000000000000"


async def promote(guild: Guild, person: Person, permissions: int, position: int = 1) -> str:
    """Gives the person a role with these permissions at this position; its id."""
    path = f"/guilds/{guild.id}"
    role = await guild.owner.post(f"{path}/roles", {"permissions": str(permissions)})
    await guild.owner.patch(f"{path}/roles", [{"id": role["id"], "position": position}])
    await guild.owner.put(f"{path}/members/{person.id}/roles/{role['id']}", expect=204)
    return role["id"]


def path_of(guild: Guild, person: Person) -> str:
    return f"/guilds/{guild.id}/members/{person.id}"


def in_days(days: float) -> str:
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=days)).isoformat()


async def test_members_are_listed_in_pages_and_found_by_name(world: World) -> None:
    people = await world.users(3)
    guild = await world.guild(people[0], members=people[1:])
    path = f"/guilds/{guild.id}/members"
    assert [m["user"]["id"] for m in await people[0].get(f"{path}?limit=1000")] == [p.id for p in people]
    assert [m["user"]["id"] for m in await people[0].get(path)] == [people[0].id]
    assert [m["user"]["id"] for m in await people[0].get(f"{path}?limit=2&after={people[0].id}")] == [
        p.id for p in people[1:]
    ]
    await people[1].patch(f"{path}/@me", {"nick": "Zebra_%"})
    found = await people[2].get(f"{path}/search?query=zEbra_%25")
    assert [m["user"]["id"] for m in found] == [people[1].id]
    assert await people[2].get(f"{path}/search?query=%25") == []
    found = await people[2].get(f"{path}/search?query={people[2].name}&limit=5")
    assert [m["user"]["id"] for m in found] == [people[2].id]


async def test_members_are_found_by_the_names_they_have_now(world: World) -> None:
    owner, member = await world.users(2)
    guild = await world.guild(owner, members=[member])
    found = f"/guilds/{guild.id}/members/search?limit=5&query="
    await member.patch("/users/@me", {"global_name": "Old name"})
    await member.patch(f"/guilds/{guild.id}/members/@me", {"nick": "Old nick"})
    assert [one["user"]["id"] for one in await owner.get(f"{found}OLD")] == [member.id]  # by two of his names, once
    await member.patch("/users/@me", {"global_name": "New name"})
    assert [one["nick"] for one in await owner.get(f"{found}new")] == ["Old nick"]
    assert await owner.get(f"{found}old%20name") == []
    await member.patch(f"/guilds/{guild.id}/members/@me", {"nick": None})
    assert await owner.get(f"{found}old") == []
    await owner.delete(f"/guilds/{guild.id}/members/{member.id}")
    assert await owner.get(f"{found}new") == []


@pytest.mark.parametrize(
    "query", ["?limit=0", "?limit=1001", "?after=x", "/search", "/search?query=", "/search?limit=1"]
)
async def test_malformed_queries_are_refused(world: World, query: str) -> None:
    guild = await world.guild()
    await guild.owner.refused(50035, "GET", f"/guilds/{guild.id}/members{query}", status=400)


async def test_unknown_members_and_strangers(world: World) -> None:
    guild = await world.guild()
    stranger = await world.user()
    for method, body in (("GET", None), ("PATCH", {"nick": "x"}), ("DELETE", None)):
        await guild.owner.refused(10007, method, f"/guilds/{guild.id}/members/{UNKNOWN}", body, status=404)
        await guild.owner.refused(10007, method, path_of(guild, stranger), body, status=404)
        await stranger.refused(50001, method, path_of(guild, guild.owner), body, status=403)
    await guild.owner.refused(50035, "GET", f"/guilds/{guild.id}/members/anna", status=400)


async def test_a_bot_lists_members_with_the_intent_alone(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, intents=False)
    await bot.refused(50001, "GET", f"/guilds/{guild.id}/members", status=403)
    await bot.patch("/applications/@me", {"flags": 1 << 15})
    assert len(await bot.get(f"/guilds/{guild.id}/members?limit=10")) == 2


async def test_a_nickname_is_ones_own_or_that_of_one_below(world: World) -> None:
    moderator, member = await world.users(2)
    guild = await world.guild(members=[moderator, member])
    mine = await member.patch(f"/guilds/{guild.id}/members/@me", {"nick": "myself"})
    assert (mine["nick"], mine["permissions"]) == ("myself", str(DEFAULT_EVERYONE))
    assert (await member.patch(path_of(guild, member), {"nick": "me"}))["nick"] == "me"
    await member.refused(50013, "PATCH", path_of(guild, moderator), {"nick": "you"}, status=403)
    await promote(guild, moderator, Permission.MANAGE_NICKNAMES)
    assert (await moderator.patch(path_of(guild, member), {"nick": "renamed"}))["nick"] == "renamed"
    await moderator.refused(50013, "PATCH", path_of(guild, guild.owner), {"nick": "no"}, status=403)
    await guild.owner.refused(50035, "PATCH", path_of(guild, member), {"nick": "x" * 33}, status=400)
    assert (await guild.owner.patch(path_of(guild, member), {"nick": ""}))["nick"] is None
    await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", {"permissions": "0"})
    await member.refused(50013, "PATCH", f"/guilds/{guild.id}/members/@me", {"nick": "no"}, status=403)


async def test_ones_own_pictures(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/members/@me"
    mine = await guild.owner.patch(path, {"avatar": picture(), "banner": picture(), "bio": "hello"})
    assert mine["avatar"] and mine["banner"]
    assert (await guild.owner.patch(path, {"avatar": None}))["avatar"] is None
    await guild.owner.refused(50035, "PATCH", path, {"avatar": "data:image/png;base64,AAAA"}, status=400)
    await guild.owner.refused(50035, "PATCH", path, {"bio": "x" * 191}, status=400)


async def test_everyone_sees_himself(world: World) -> None:
    member, other = await world.users(2)
    guild = await world.guild(members=[member])
    path = f"/users/@me/guilds/{guild.id}/member"
    seen = await member.get(path)
    assert seen == await guild.owner.get(path_of(guild, member)) | {"permissions": seen["permissions"]}
    assert not Permission(int(seen["permissions"])) & Permission.ADMINISTRATOR
    assert Permission(int((await guild.owner.get(path))["permissions"])) & Permission.ADMINISTRATOR
    await other.refused(50001, "GET", path, status=403)


async def test_roles_are_given_and_taken_below_ones_own(world: World) -> None:
    moderator, member = await world.users(2)
    guild = await world.guild(members=[moderator, member])
    high = (await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "high"}))["id"]
    low = (await guild.owner.post(f"/guilds/{guild.id}/roles", {"name": "low"}))["id"]
    await guild.owner.patch(f"/guilds/{guild.id}/roles", [{"id": high, "position": 9}])
    own = await promote(guild, moderator, Permission.MANAGE_ROLES, position=5)
    path = path_of(guild, member)
    await moderator.put(f"{path}/roles/{low}", expect=204)
    await moderator.put(f"{path}/roles/{low}", expect=204)
    assert (await moderator.get(path))["roles"] == [low]
    for role in (high, own):
        await moderator.refused(50013, "PUT", f"{path}/roles/{role}", status=403)
        await moderator.refused(50013, "PATCH", path, {"roles": [low, role]}, status=403)
    await member.refused(50013, "DELETE", f"{path}/roles/{low}", status=403)
    await moderator.refused(10011, "PUT", f"{path}/roles/{UNKNOWN}", status=404)
    await moderator.refused(10011, "PATCH", path, {"roles": [UNKNOWN]}, status=404)
    await moderator.refused(50028, "PUT", f"{path}/roles/{guild.id}", status=400)
    await moderator.delete(f"{path}/roles/{low}", expect=204)
    assert (await guild.owner.patch(path, {"roles": [high, low, low]}))["roles"] == [high, low]
    assert (await moderator.patch(path, {"roles": [high]}))["roles"] == [high]
    await moderator.refused(50013, "PATCH", path, {"roles": []}, status=403)


async def test_a_timeout_is_for_those_below_and_for_28_days_at_most(world: World) -> None:
    moderator, member, administrator = await world.users(3)
    guild = await world.guild(members=[moderator, member, administrator])
    await promote(guild, moderator, Permission.MODERATE_MEMBERS, position=5)
    await promote(guild, administrator, Permission.ADMINISTRATOR, position=1)
    body = {"communication_disabled_until": in_days(1)}
    timed_out = await moderator.patch(path_of(guild, member), body)
    assert timed_out["communication_disabled_until"] is not None
    await member.refused(50013, "PATCH", f"/guilds/{guild.id}/members/@me", {"nick": "no"}, status=403)
    for person in (administrator, moderator, guild.owner):
        await moderator.refused(50013, "PATCH", path_of(guild, person), body, status=403)
    await member.refused(50013, "PATCH", path_of(guild, moderator), body, status=403)
    too_long = {"communication_disabled_until": in_days(29)}
    problem = await moderator.refused(50035, "PATCH", path_of(guild, member), too_long, status=400)
    assert "communication_disabled_until" in problem["errors"]
    ended = await moderator.patch(path_of(guild, member), {"communication_disabled_until": None})
    assert ended["communication_disabled_until"] is None
    await member.patch(f"/guilds/{guild.id}/members/@me", {"nick": "yes"})


@pytest.mark.parametrize(
    ("body", "permission"),
    [
        ({"flags": 4}, Permission.MANAGE_GUILD),
        ({"flags": 4}, Permission.MANAGE_ROLES),
        ({"flags": 4}, Permission.MODERATE_MEMBERS | Permission.KICK_MEMBERS | Permission.BAN_MEMBERS),
    ],
)
async def test_each_field_has_its_permission(world: World, body: dict[str, Any], permission: Permission) -> None:
    moderator, member = await world.users(2)
    guild = await world.guild(members=[moderator, member])
    await moderator.refused(50013, "PATCH", path_of(guild, member), body, status=403)
    await promote(guild, moderator, permission)
    changed = await moderator.patch(path_of(guild, member), body)
    assert {field: changed[field] for field in body} == body


@pytest.mark.parametrize("field", ["channel_id", "mute", "deaf"])
async def test_nothing_of_voice_for_one_who_is_not_there(world: World, field: str) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    body = {"nick": "not kept either", field: guild.voice if field == "channel_id" else True}
    await guild.owner.refused(40032, "PATCH", path_of(guild, member), body, status=400)
    assert (await guild.owner.get(path_of(guild, member)))["nick"] is None
    await promote(guild, member, Permission.MANAGE_NICKNAMES)
    await member.refused(50013, "PATCH", path_of(guild, member), body, status=403)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"nick": 5}, "nick"),
        ({"roles": "1"}, "roles"),
        ({"roles": ["x"]}, "roles"),
        ({"mute": "yes"}, "mute"),
        ({"flags": "4"}, "flags"),
        ({"communication_disabled_until": "tomorrow"}, "communication_disabled_until"),
        ({"communication_disabled_until": "0001-01-01T00:00:00+14:00"}, "communication_disabled_until"),
    ],
)
async def test_a_malformed_change_is_refused(world: World, body: Any, field: str) -> None:
    guild = await world.guild()
    problem = await guild.owner.refused(50035, "PATCH", path_of(guild, guild.owner), body, status=400)
    assert field in problem["errors"]


async def test_members_are_put_out_by_those_above(world: World) -> None:
    moderator, member, equal = await world.users(3)
    guild = await world.guild(members=[moderator, member, equal])
    role = await promote(guild, moderator, Permission.KICK_MEMBERS)
    await guild.owner.put(f"{path_of(guild, equal)}/roles/{role}", expect=204)
    await member.refused(50013, "DELETE", path_of(guild, moderator), status=403)
    for person in (equal, moderator, guild.owner):
        await moderator.refused(50013, "DELETE", path_of(guild, person), status=403)
    await moderator.delete(path_of(guild, member), expect=204)
    await moderator.refused(10007, "DELETE", path_of(guild, member), status=404)
    await member.refused(50001, "GET", f"/guilds/{guild.id}", status=403)
    assert await member.get("/users/@me/guilds") == []
    assert (await guild.owner.get(f"/guilds/{guild.id}?with_counts=true"))["approximate_member_count"] == 3


async def test_a_bot_takes_its_role_with_it(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=Permission.KICK_MEMBERS)
    roles = await guild.owner.get(f"/guilds/{guild.id}/roles")
    (own,) = [role for role in roles if role["managed"]]
    assert own["tags"] == {"bot_id": bot.id}
    await guild.owner.refused(50028, "DELETE", f"{path_of(guild, bot)}/roles/{own['id']}", status=400)
    await bot.delete(f"/users/@me/guilds/{guild.id}", expect=204)
    assert [role["id"] for role in await guild.owner.get(f"/guilds/{guild.id}/roles")] == [guild.id]


async def test_members_are_told_who_comes_changes_and_goes(world: World) -> None:
    owner, member = await world.users(2)
    guild = await world.guild(owner)
    socket, theirs = await owner.connect(), await member.connect()
    invite = await owner.post(f"/channels/{guild.channel}/invites", {})
    await member.post(f"/invites/{invite['code']}", {})
    added = await socket.event("GUILD_MEMBER_ADD")
    assert (added["guild_id"], added["user"]["id"], added["roles"]) == (guild.id, member.id, [])
    assert (await theirs.event("GUILD_CREATE"))["member_count"] == 2
    changed = await owner.patch(path_of(guild, member), {"nick": "renamed"})
    for listening in (socket, theirs):
        assert await listening.event("GUILD_MEMBER_UPDATE") == changed | {"guild_id": guild.id}
    await owner.delete(path_of(guild, member))
    assert (await socket.event("GUILD_MEMBER_REMOVE"))["user"]["id"] == member.id
    assert await theirs.event("GUILD_DELETE") == {"id": guild.id}


async def test_a_bot_comes_after_its_role_and_goes_before_it(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot()
    socket = await guild.owner.connect()
    await world.add_bot(bot, guild, int(Permission.KICK_MEMBERS))
    role = (await socket.event("GUILD_ROLE_CREATE"))["role"]
    assert (await socket.event("GUILD_MEMBER_ADD"))["roles"] == [role["id"]]
    await guild.owner.delete(path_of(guild, bot))
    await socket.event("GUILD_MEMBER_REMOVE")
    assert (await socket.event("GUILD_ROLE_DELETE"))["role_id"] == role["id"]


async def test_a_user_is_in_a_hundred_guilds_at_most(world: World) -> None:
    owner, member = await world.users(2)
    for _ in range(99):
        await member.post("/guilds", {"name": "one of many"})
    first, second = await world.guild(owner), await world.guild(owner)
    codes = [(await owner.post(f"/channels/{guild.channel}/invites", {}))["code"] for guild in (first, second)]
    statuses: list[int] = []

    async def join(code: str) -> None:
        try:
            await member.post(f"/invites/{code}", {})
            statuses.append(200)
        except Refused as refused:
            assert "30001" in str(refused)
            statuses.append(400)

    await asyncio.gather(*(join(code) for code in codes))
    assert sorted(statuses) == [200, 400]
    await member.refused(30001, "POST", "/guilds", {"name": "one too many"}, status=400)
    assert len(await member.get("/users/@me/guilds")) == 100
