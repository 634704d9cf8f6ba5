"""Roles: made, moved, changed and deleted by those who stand above them."""

import asyncio
from typing import Any

import pytest

from domain.permissions.bits import Permission
from domain.roles.records import MOST_ROLES
from tests.world import Bot, Guild, Refused, World

MANAGE_ROLES = int(Permission.MANAGE_ROLES)
KICK = int(Permission.KICK_MEMBERS)
UNKNOWN = "1000000000000000000"


async def role(guild: Guild, **body: Any) -> Any:
    return await guild.owner.post(f"/guilds/{guild.id}/roles", body)


async def bot_with_role(world: World, guild: Guild) -> tuple[Bot, Any]:
    """A bot with MANAGE_ROLES, and its own role."""
    bot = await world.bot(guild, permissions=MANAGE_ROLES)
    roles = await guild.owner.get(f"/guilds/{guild.id}/roles")
    return bot, next(role for role in roles if role.get("tags", {}).get("bot_id") == bot.id)


async def test_a_new_role_is_lowest_and_like_everyone(world: World) -> None:
    guild = await world.guild()
    everyone = (await guild.owner.get(f"/guilds/{guild.id}/roles"))[0]
    first = await role(guild)
    assert (first["name"], first["permissions"], first["position"]) == ("new role", everyone["permissions"], 1)
    assert (first["managed"], first["hoist"], first["mentionable"], first["color"]) == (False, False, False, 0)
    assert "tags" not in first
    second = await role(guild, name="second", permissions=str(KICK), colors={"primary_color": 255}, mentionable=True)
    assert (second["color"], second["colors"]["primary_color"], second["permissions"]) == (255, 255, str(KICK))
    listed = await guild.owner.get(f"/guilds/{guild.id}/roles")
    assert [listed_role["id"] for listed_role in listed] == [guild.id, second["id"], first["id"]]
    assert await guild.owner.get(f"/guilds/{guild.id}/roles/{second['id']}") == second


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"color": 0x1000000}, "color"),
        ({"color": "red"}, "color"),
        ({"colors": {"primary_color": "red"}}, "colors"),
        ({"permissions": "all"}, "permissions"),
        ({"permissions": -1}, "permissions"),
        ({"hoist": "yes"}, "hoist"),
    ],
)
async def test_a_malformed_role_is_refused(world: World, body: Any, field: str) -> None:
    guild = await world.guild()
    problem = await guild.owner.refused(50035, "POST", f"/guilds/{guild.id}/roles", body, status=400)
    assert field in problem["errors"]
    assert len(await guild.owner.get(f"/guilds/{guild.id}/roles")) == 1


async def test_a_color_is_given_in_either_way(world: World) -> None:
    guild = await world.guild()
    made = await role(guild, color=255)
    path = f"/guilds/{guild.id}/roles/{made['id']}"
    assert made["colors"] == {"primary_color": 255, "secondary_color": None, "tertiary_color": None}
    assert (await guild.owner.patch(path, {"colors": {"primary_color": 7}}))["color"] == 7
    assert (await guild.owner.patch(path, {"colors": {}}))["color"] == 7
    assert (await guild.owner.patch(path, {"color": 0}))["colors"]["primary_color"] == 0


async def test_icons_and_gradients_need_a_feature(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/roles"
    await guild.owner.refused(50101, "POST", path, {"unicode_emoji": "🦊"}, status=400)
    gradient = {"colors": {"primary_color": 1, "secondary_color": 2}}
    await guild.owner.refused(50101, "POST", path, gradient, status=400)


async def test_unknown_roles_and_guilds(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/roles/{UNKNOWN}"
    for method in ("GET", "DELETE"):
        await guild.owner.refused(10011, method, path, status=404)
    await guild.owner.refused(10011, "PATCH", path, {"name": "x"}, status=404)
    await guild.owner.refused(10011, "PATCH", f"/guilds/{guild.id}/roles", [{"id": UNKNOWN, "position": 2}], status=404)
    await guild.owner.refused(10004, "GET", f"/guilds/{UNKNOWN}/roles", status=404)
    stranger = await world.user()
    await stranger.refused(50001, "GET", f"/guilds/{guild.id}/roles", status=403)
    await stranger.refused(50001, "POST", f"/guilds/{guild.id}/roles", {}, status=403)


async def test_nobody_gives_what_he_has_not(world: World) -> None:
    guild = await world.guild()
    bot, own = await bot_with_role(world, guild)
    await guild.owner.patch(f"/guilds/{guild.id}/roles", [{"id": own["id"], "position": 5}])
    path = f"/guilds/{guild.id}/roles"
    made = await bot.post(path, {"permissions": str(MANAGE_ROLES)})
    await bot.refused(50013, "POST", path, {"permissions": str(KICK)}, status=403)
    await bot.refused(50013, "PATCH", f"{path}/{made['id']}", {"permissions": str(KICK)}, status=403)
    assert (await bot.patch(f"{path}/{made['id']}", {"permissions": "0"}))["permissions"] == "0"
    strong = await role(guild, permissions=str(KICK))
    renamed = await bot.patch(f"{path}/{strong['id']}", {"name": "renamed", "permissions": str(KICK)})
    assert (renamed["name"], renamed["permissions"]) == ("renamed", str(KICK))


async def test_without_the_permission_nothing_is_changed(world: World) -> None:
    guild = await world.guild()
    made = await role(guild)
    bot = await world.bot(guild)
    path = f"/guilds/{guild.id}/roles"
    await bot.refused(50013, "POST", path, {}, status=403)
    await bot.refused(50013, "PATCH", path, [{"id": made["id"], "position": 3}], status=403)
    await bot.refused(50013, "PATCH", f"{path}/{made['id']}", {"name": "no"}, status=403)
    await bot.refused(50013, "DELETE", f"{path}/{made['id']}", status=403)
    assert await bot.get(f"{path}/{made['id']}") == made


async def test_roles_above_ones_own_are_out_of_reach(world: World) -> None:
    guild = await world.guild()
    above, below = await role(guild, name="above"), await role(guild, name="below")
    bot, own = await bot_with_role(world, guild)
    path = f"/guilds/{guild.id}/roles"
    await guild.owner.patch(
        path, [{"id": above["id"], "position": 3}, {"id": own["id"], "position": 2}, {"id": below["id"], "position": 1}]
    )
    for target in (above, own):
        await bot.refused(50013, "PATCH", f"{path}/{target['id']}", {"name": "no"}, status=403)
        await bot.refused(50013, "PATCH", path, [{"id": target["id"], "position": 1}], status=403)
    await bot.refused(50013, "DELETE", f"{path}/{above['id']}", status=403)
    for position in (2, 3):
        body = [{"id": below["id"], "position": position}]
        if position == 2 and int(below["id"]) > int(own["id"]):
            continue
        await bot.refused(50013, "PATCH", path, body, status=403)
    assert (await bot.patch(f"{path}/{below['id']}", {"name": "yes"}))["name"] == "yes"
    await bot.delete(f"{path}/{below['id']}", expect=204)


async def test_roles_above_ones_own_may_be_numbered_anew_in_the_same_order(world: World) -> None:
    guild = await world.guild()
    bot, own = await bot_with_role(world, guild)
    (low, high), path = [(await role(guild, name=name))["id"] for name in ("low", "high")], f"/guilds/{guild.id}/roles"
    await guild.owner.patch(path, [{"id": high, "position": 7}, {"id": own["id"], "position": 3}])
    numbered = [{"id": id_, "position": place} for place, id_ in enumerate((guild.id, low, own["id"], high))]
    moved = await bot.patch(path, numbered)
    assert [one["position"] for one in sorted(moved, key=lambda one: one["position"])] == [0, 1, 2, 3]
    numbered[2]["position"], numbered[3]["position"] = 3, 2
    await bot.refused(50013, "PATCH", path, numbered, status=403)
    await bot.refused(50013, "PATCH", path, [{"id": low, "position": 5}], status=403)


async def test_moving_gives_all_roles_in_their_new_order(world: World) -> None:
    guild = await world.guild()
    first, second = await role(guild, name="first"), await role(guild, name="second")
    path = f"/guilds/{guild.id}/roles"
    moved = await guild.owner.patch(path, [{"id": second["id"], "position": 2}, {"id": guild.id, "position": 0}])
    assert [role["id"] for role in moved] == [guild.id, first["id"], second["id"]]
    assert [role["position"] for role in moved] == [0, 1, 2]
    await guild.owner.refused(50028, "PATCH", path, [{"id": guild.id, "position": 1}], status=400)
    await guild.owner.refused(50035, "PATCH", path, [{"id": first["id"], "position": -1}], status=400)
    await guild.owner.refused(50035, "PATCH", path, {"id": first["id"]}, status=400)


async def test_everyone_and_managed_roles_cannot_be_deleted(world: World) -> None:
    guild = await world.guild()
    _, own = await bot_with_role(world, guild)
    assert own["managed"]
    for role_id in (guild.id, own["id"]):
        await guild.owner.refused(50028, "DELETE", f"/guilds/{guild.id}/roles/{role_id}", status=400)
    body = {"name": "all", "permissions": "0", "hoist": True}
    everyone = await guild.owner.patch(f"/guilds/{guild.id}/roles/{guild.id}", body)
    assert (everyone["name"], everyone["permissions"], everyone["hoist"]) == ("@everyone", "0", False)


async def test_a_deleted_role_is_gone_from_members_and_overwrites(world: World) -> None:
    guild = await world.guild()
    made = await role(guild)
    member = f"/guilds/{guild.id}/members/{guild.owner.id}"
    await guild.owner.put(f"{member}/roles/{made['id']}", expect=204)
    await guild.owner.put(f"/channels/{guild.channel}/permissions/{made['id']}", {"type": 0, "allow": "1024"})
    assert (await guild.owner.get(f"/guilds/{guild.id}/roles/member-counts"))[made["id"]] == 1
    await guild.owner.delete(f"/guilds/{guild.id}/roles/{made['id']}", expect=204)
    assert (await guild.owner.get(member))["roles"] == []
    assert (await guild.owner.get(f"/channels/{guild.channel}"))["permission_overwrites"] == []
    assert await guild.owner.get(f"/guilds/{guild.id}/roles/member-counts") == {}


async def test_the_limit_holds_when_many_make_roles_at_once(world: World) -> None:
    guild = await world.guild()
    roles = [{"name": str(number)} for number in range(MOST_ROLES - 5)]
    guild_id = (await guild.owner.post("/guilds", {"name": "full", "roles": roles}))["id"]

    async def make() -> int:
        try:
            await guild.owner.post(f"/guilds/{guild_id}/roles", {})
        except Refused as refused:
            assert "30005" in str(refused)
            return 0
        return 1

    assert sum(await asyncio.gather(*(make() for _ in range(12)))) == 5
    assert len(await guild.owner.get(f"/guilds/{guild_id}/roles")) == MOST_ROLES


async def test_members_are_told_of_roles_in_the_order_of_the_changes(world: World) -> None:
    guild = await world.guild(members=1)
    socket = await guild.owner.connect()
    path = f"/guilds/{guild.id}/roles"
    made = await role(guild, name="made")
    changed = await guild.owner.patch(f"{path}/{made['id']}", {"name": "changed"})
    await guild.owner.patch(f"{path}/{made['id']}", {"name": "changed"})
    await guild.owner.patch(path, [{"id": made["id"], "position": 4}])
    await guild.owner.put(f"/guilds/{guild.id}/members/{guild.owner.id}/roles/{made['id']}")
    await guild.owner.delete(f"{path}/{made['id']}")
    assert await socket.event("GUILD_ROLE_CREATE") == {"guild_id": guild.id, "role": made}
    assert await socket.event("GUILD_ROLE_UPDATE") == {"guild_id": guild.id, "role": changed}
    assert (await socket.event("GUILD_ROLE_UPDATE"))["role"] == changed | {"position": 4}
    assert (await socket.event("GUILD_MEMBER_UPDATE"))["roles"] == [made["id"]]
    assert await socket.event("GUILD_ROLE_DELETE") == {"guild_id": guild.id, "role_id": made["id"]}


async def test_a_refused_change_is_not_told(world: World) -> None:
    guild = await world.guild(members=1)
    bot = await world.bot(guild)
    socket = await guild.owner.connect()
    await bot.refused(50013, "POST", f"/guilds/{guild.id}/roles", {}, status=403)
    await guild.owner.refused(50035, "POST", f"/guilds/{guild.id}/roles", {"name": ""}, status=400)
    await guild.owner.patch(f"/guilds/{guild.id}", {"name": "the next event"})
    assert await socket.until("GUILD_UPDATE") == []
