"""Permission overwrites."""

import pytest

from tests.world import Guild, Person, World

VIEW_CHANNEL = 1 << 10
SEND_MESSAGES = 1 << 11
MANAGE_CHANNELS = 1 << 4
MANAGE_ROLES = 1 << 28
BAN_MEMBERS = 1 << 2


async def overwrites(someone: Person, channel: str) -> list[dict[str, object]]:
    return (await someone.get(f"/channels/{channel}"))["permission_overwrites"]


def path(guild: Guild, target: str) -> str:
    return f"/channels/{guild.channel}/permissions/{target}"


async def test_an_overwrite_is_set_told_and_removed(world: World) -> None:
    guild = await world.guild()
    socket = await guild.owner.connect()
    await guild.owner.put(path(guild, guild.id), {"type": 0, "allow": "0", "deny": str(SEND_MESSAGES)}, expect=204)
    told = await socket.event("CHANNEL_UPDATE")
    assert told["permission_overwrites"] == [{"id": guild.id, "type": 0, "allow": "0", "deny": str(SEND_MESSAGES)}]
    assert await guild.owner.get(f"/channels/{guild.channel}") == told
    await guild.owner.delete(path(guild, guild.id), expect=204)
    assert (await socket.event("CHANNEL_UPDATE"))["permission_overwrites"] == []


async def test_an_overwrite_decides_who_sees_the_channel(world: World) -> None:
    alice, bob = await world.users(2)
    guild = await world.guild(members=[alice, bob])
    await guild.owner.put(path(guild, guild.id), {"type": 0, "deny": VIEW_CHANNEL})
    await guild.owner.put(path(guild, alice.id), {"type": 1, "allow": VIEW_CHANNEL})
    await alice.get(f"/channels/{guild.channel}")
    await bob.refused(50001, "GET", f"/channels/{guild.channel}", status=403)
    assert guild.channel in [channel["id"] for channel in await bob.get(f"/guilds/{guild.id}/channels")]


async def test_the_target_tells_the_type(world: World) -> None:
    guild = await world.guild()
    await guild.owner.put(path(guild, guild.id), {"allow": None})
    await guild.owner.put(path(guild, guild.owner.id), {})
    assert [o["type"] for o in await overwrites(guild.owner, guild.channel)] == [0, 1]


@pytest.mark.parametrize("kind", [0, 1, None])
async def test_unknown_targets(world: World, kind: int | None) -> None:
    guild = await world.guild()
    await guild.owner.refused(10009, "PUT", path(guild, "1"), {"type": kind}, status=404)
    await guild.owner.refused(10009, "DELETE", path(guild, guild.id), status=404)
    body = {"name": "a", "permission_overwrites": [{"id": "1", "type": kind}]}
    await guild.owner.refused(10009, "POST", f"/guilds/{guild.id}/channels", body, status=404)
    assert await overwrites(guild.owner, guild.channel) == []


@pytest.mark.parametrize(("field", "value"), [("type", 2), ("allow", "x"), ("deny", -1), ("allow", [])])
async def test_wrong_fields(world: World, field: str, value: object) -> None:
    guild = await world.guild()
    problem = await guild.owner.refused(50035, "PUT", path(guild, guild.id), {field: value}, status=400)
    assert list(problem["errors"]) == [field]


async def test_setting_needs_manage_roles(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=MANAGE_CHANNELS)
    await bot.refused(50013, "PUT", path(guild, guild.id), {"type": 0, "deny": SEND_MESSAGES}, status=403)
    await bot.refused(50013, "DELETE", path(guild, guild.id), status=403)
    body = {"permission_overwrites": [{"id": guild.id, "type": 0, "deny": SEND_MESSAGES}]}
    await bot.refused(50013, "PATCH", f"/channels/{guild.channel}", body, status=403)
    assert await overwrites(guild.owner, guild.channel) == []


async def test_one_gives_and_takes_only_what_one_has(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=MANAGE_ROLES)
    target = path(guild, guild.id)
    await bot.refused(50013, "PUT", target, {"type": 0, "allow": MANAGE_CHANNELS}, status=403)
    await bot.refused(50013, "PUT", target, {"type": 0, "deny": MANAGE_CHANNELS}, status=403)
    await guild.owner.put(target, {"type": 0, "deny": MANAGE_CHANNELS})
    await bot.put(target, {"type": 0, "deny": MANAGE_CHANNELS | SEND_MESSAGES})
    assert (await overwrites(bot, guild.channel))[0]["deny"] == str(MANAGE_CHANNELS | SEND_MESSAGES)


async def test_manage_roles_in_the_channel_itself_allows_all(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    await guild.owner.put(path(guild, bot.id), {"type": 1, "allow": MANAGE_ROLES})
    await bot.put(path(guild, guild.id), {"type": 0, "allow": MANAGE_CHANNELS})


async def test_a_new_channel_takes_what_its_maker_may_give(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=MANAGE_CHANNELS | MANAGE_ROLES)
    make = f"/guilds/{guild.id}/channels"

    def body(allow: int) -> dict[str, object]:
        return {"name": "a", "permission_overwrites": [{"id": bot.id, "type": 1, "allow": str(allow)}]}

    await bot.refused(50013, "POST", make, body(BAN_MEMBERS), status=403)
    await bot.refused(50013, "POST", make, body(MANAGE_ROLES), status=403)
    made = await bot.post(make, body(SEND_MESSAGES))
    assert made["permission_overwrites"] == [{"id": bot.id, "type": 1, "allow": str(SEND_MESSAGES), "deny": "0"}]
    await guild.owner.post(make, body(MANAGE_ROLES))


async def test_channels_are_synced_with_their_category_until_they_differ(world: World) -> None:
    guild = await world.guild()
    make = f"/guilds/{guild.id}/channels"
    hidden = [{"id": guild.id, "type": 0, "allow": "0", "deny": str(VIEW_CHANNEL)}]
    category = await guild.owner.post(make, {"name": "c", "type": 4, "permission_overwrites": hidden})
    synced = await guild.owner.post(make, {"name": "a", "parent_id": category["id"]})
    apart = await guild.owner.post(make, {"name": "b", "parent_id": category["id"]})
    assert synced["permission_overwrites"] == hidden
    await guild.owner.delete(f"/channels/{apart['id']}/permissions/{guild.id}")
    socket = await guild.owner.connect()
    await guild.owner.put(f"/channels/{category['id']}/permissions/{guild.id}", {"type": 0, "deny": SEND_MESSAGES})
    changed = {(await socket.event("CHANNEL_UPDATE"))["id"] for _ in range(2)}
    assert changed == {category["id"], synced["id"]}
    assert (await overwrites(guild.owner, synced["id"]))[0]["deny"] == str(SEND_MESSAGES)
    assert await overwrites(guild.owner, apart["id"]) == []


async def test_moving_with_lock_permissions_syncs(world: World) -> None:
    guild = await world.guild()
    hidden = [{"id": guild.id, "type": 0, "allow": "0", "deny": str(VIEW_CHANNEL)}]
    body = {"name": "c", "type": 4, "permission_overwrites": hidden}
    category = await guild.owner.post(f"/guilds/{guild.id}/channels", body)
    move = {"id": guild.channel, "parent_id": category["id"], "lock_permissions": True}
    await guild.owner.patch(f"/guilds/{guild.id}/channels", [move])
    assert await overwrites(guild.owner, guild.channel) == hidden


async def test_dms_have_no_overwrites(world: World) -> None:
    alice, bob = await world.users(2)
    dm = await alice.post("/users/@me/channels", {"recipient_id": bob.id})
    await alice.refused(50003, "PUT", f"/channels/{dm['id']}/permissions/{bob.id}", {}, status=403)
