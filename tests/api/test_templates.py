"""Templates: what they keep of a guild, who may see to them, and the guilds that are made from them."""

import asyncio
from typing import Any

from domain.permissions.bits import Permission
from tests.pictures import png, uri
from tests.world import Guild, Refused, World

MANAGE_GUILD = int(Permission.MANAGE_GUILD)


async def furnished(world: World) -> Guild:
    """A guild with roles, a bot, and channels that name each other."""
    guild = await world.guild(members=1)
    await world.bot(guild)
    at = f"/guilds/{guild.id}"
    low = await guild.owner.post(f"{at}/roles", {"name": "low", "color": 255, "permissions": "1024"})
    high = await guild.owner.post(f"{at}/roles", {"name": "high", "hoist": True})
    await guild.owner.patch(f"{at}/roles", [{"id": low["id"], "position": 1}, {"id": high["id"], "position": 2}])
    hidden = [{"id": guild.id, "type": 0, "deny": "1024"}, {"id": low["id"], "type": 0, "allow": "1024"}]
    rooms = await guild.owner.post(
        f"{at}/channels", {"name": "rooms", "type": 4, "permission_overwrites": [*hidden, {"id": guild.owner.id}]}
    )
    tags = [{"name": "a tag", "emoji_name": "🔥", "moderated": True}]
    posts = {"name": "posts", "type": 15, "parent_id": rooms["id"], "available_tags": tags, "topic": "of posts"}
    await guild.owner.post(f"{at}/channels", posts)
    news = await guild.owner.post(f"{at}/channels", {"name": "news", "type": 5, "parent_id": rooms["id"]})
    await guild.owner.delete(f"/channels/{news['id']}/permissions/{low['id']}")
    await guild.owner.delete(f"/channels/{news['id']}/permissions/{guild.id}")
    await guild.owner.delete(f"/channels/{news['id']}/permissions/{guild.owner.id}")
    await guild.owner.post(f"{at}/channels", {"name": "hall", "type": 13})
    await guild.owner.patch(at, {"afk_channel_id": guild.voice, "description": "of things", "afk_timeout": 60})
    return guild


async def test_a_template_says_whose_it_is(world: World) -> None:
    guild = await world.guild()
    made = await guild.owner.post(f"/guilds/{guild.id}/templates", {"name": "a pattern", "description": "to copy"})
    assert (made["name"], made["description"], made["usage_count"]) == ("a pattern", "to copy", 0)
    assert (made["creator"]["id"], made["source_guild_id"]) == (guild.owner.id, guild.id)
    assert made["is_dirty"] is False and made["created_at"] == made["updated_at"]
    assert await world.anyone.get(f"/guilds/templates/{made['code']}") == made | {"is_dirty": None}


async def test_a_template_keeps_roles_and_channels_under_numbers(world: World) -> None:
    guild = await furnished(world)
    made = await guild.owner.post(f"/guilds/{guild.id}/templates", {"name": "a pattern"})
    kept = made["serialized_source_guild"]
    assert [(role["id"], role["name"]) for role in kept["roles"]] == [(0, "@everyone"), (1, "high"), (2, "low")]
    channels = {channel["name"]: channel for channel in kept["channels"]}
    assert [channel["id"] for channel in kept["channels"]] == list(range(1, len(channels) + 1))
    rooms, news, posts = channels["rooms"], channels["news"], channels["posts"]
    shown = [(one["id"], one["allow"], one["deny"]) for one in rooms["permission_overwrites"]]
    assert shown == [("0", "0", "1024"), ("2", "1024", "0")]
    assert (channels["hall"]["type"], channels["hall"]["parent_id"]) == (2, None)
    assert (news["type"], news["parent_id"], news["permission_overwrites"]) == (0, str(rooms["id"]), [])
    tag = {"name": "a tag", "emoji_id": None, "emoji_name": "🔥", "moderated": True}
    assert posts["available_tags"] == [{"id": 0} | tag]
    assert kept["afk_channel_id"] == str(channels["General"]["id"])


def _as_template(guild: Any) -> Any:
    return {key: value for key, value in guild.items() if key != "name"}


async def test_a_guild_from_a_template_makes_the_same_template(world: World) -> None:
    source = await furnished(world)
    first = await source.owner.post(f"/guilds/{source.id}/templates", {"name": "a pattern"})
    user = await world.user()
    socket = await user.connect()
    made = await user.post(f"/guilds/templates/{first['code']}", {"name": "a copy", "icon": uri(png())}, expect=201)
    created = await socket.event("GUILD_CREATE")
    assert created["id"] == made["id"] and created["member_count"] == 1
    assert (made["name"], made["owner_id"], made["description"]) == ("a copy", user.id, "of things") and made["icon"]
    second = await user.post(f"/guilds/{made['id']}/templates", {"name": "again"})
    before, after = first["serialized_source_guild"], second["serialized_source_guild"]
    assert _as_template(after) == _as_template(before)
    assert (await user.get(f"/guilds/templates/{first['code']}"))["usage_count"] == 1


async def test_a_template_is_dirty_until_it_is_synced(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/templates"
    made = await guild.owner.post(path, {"name": "a pattern"})
    await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "hi"})
    assert (await guild.owner.get(path)) == [made]
    await guild.owner.patch(f"/channels/{guild.channel}", {"topic": "another"})
    assert (await guild.owner.get(path))[0] == made | {"is_dirty": True}
    synced = await guild.owner.put(f"{path}/{made['code']}")
    assert synced["is_dirty"] is False and synced["updated_at"] > made["updated_at"]
    assert "another" in [channel["topic"] for channel in synced["serialized_source_guild"]["channels"]]


async def test_a_template_is_changed_and_deleted(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/templates"
    made = await guild.owner.post(path, {"name": "a pattern", "description": "to copy"})
    at = f"{path}/{made['code']}"
    changed = await guild.owner.patch(at, {"name": "another", "description": None})
    assert changed == made | {"name": "another", "description": None}
    assert await guild.owner.patch(at, {}) == changed
    await guild.owner.refused(50035, "PATCH", at, {"name": ""}, status=400)
    await guild.owner.refused(50035, "PATCH", at, {"description": "x" * 121}, status=400)
    assert await guild.owner.delete(at) == changed
    assert await guild.owner.get(path) == []
    for method in "PUT", "PATCH", "DELETE":
        await guild.owner.refused(10057, method, at, {} if method == "PATCH" else None, status=404)
    await world.anyone.refused(10057, "GET", f"/guilds/templates/{made['code']}", status=404)
    await guild.owner.refused(10057, "POST", f"/guilds/templates/{made['code']}", {"name": "a copy"}, status=404)


async def test_a_guild_has_one_template(world: World) -> None:
    guild = await world.guild()
    path = f"/guilds/{guild.id}/templates"
    tried = [guild.owner.post(path, {"name": "a pattern"}) for _ in range(4)]
    answers = await asyncio.gather(*tried, return_exceptions=True)
    assert len([answer for answer in answers if not isinstance(answer, Refused)]) == 1
    await guild.owner.refused(30031, "POST", path, {"name": "a pattern"}, status=400)


async def test_templates_are_for_who_manages_the_guild(world: World) -> None:
    guild, other = await world.guild(), await world.guild()
    path = f"/guilds/{guild.id}/templates"
    strong, weak = await world.bot(guild, permissions=MANAGE_GUILD), await world.bot(guild)
    made = await strong.post(path, {"name": "a pattern"})
    at = f"{path}/{made['code']}"
    listed = [("GET", path, None), ("POST", path, {"name": "x"})]
    for method, where, body in [*listed, ("PUT", at, None), ("PATCH", at, {}), ("DELETE", at, None)]:
        await weak.refused(50013, method, where, body, status=403)
        await other.owner.refused(50001, method, where, body, status=403)
    elsewhere = f"/guilds/{other.id}/templates/{made['code']}"
    await other.owner.refused(10057, "DELETE", elsewhere, status=404)
    await strong.delete(at)


async def test_a_template_goes_with_its_guild(world: World) -> None:
    guild = await world.guild()
    made = await guild.owner.post(f"/guilds/{guild.id}/templates", {"name": "a pattern"})
    await guild.owner.delete(f"/guilds/{guild.id}")
    await world.anyone.refused(10057, "GET", f"/guilds/templates/{made['code']}", status=404)


async def test_bots_make_no_guilds_from_templates(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    made = await guild.owner.post(f"/guilds/{guild.id}/templates", {"name": "a pattern"})
    await bot.refused(20001, "POST", f"/guilds/templates/{made['code']}", {"name": "a copy"}, status=403)


async def test_a_malformed_request_makes_no_guild(world: World) -> None:
    guild = await world.guild()
    made = await guild.owner.post(f"/guilds/{guild.id}/templates", {"name": "a pattern"})
    user = await world.user()
    for body in {"name": "x"}, {}, {"name": "a copy", "icon": "no picture"}:
        await user.refused(50035, "POST", f"/guilds/templates/{made['code']}", body, status=400)
    assert await user.get("/users/@me/guilds") == []
    assert (await user.get(f"/guilds/templates/{made['code']}"))["usage_count"] == 0
