"""SKUs, entitlements, and where they show."""

import pytest

from tests.developing import AVAILABLE, CONSUMABLE, DURABLE, FOR_GUILDS, FOR_USERS, SUBSCRIPTION, a_sku, entitle
from tests.interactions.invoking import Session, an_app, slash
from tests.oauth.applications import Application
from tests.world import World


async def test_what_an_application_offers(world: World) -> None:
    bot = await world.bot()
    path = f"/applications/{bot.id}/skus"
    made = await bot.owner.post(path, {"name": "More of It!", "type": SUBSCRIPTION, "flags": AVAILABLE | FOR_USERS})
    assert (made["slug"], made["type"], made["flags"], made["application_id"]) == ("more-of-it", 5, 260, bot.id)
    group, listed = await bot.get(path)
    assert (group["type"], listed) == (6, made)
    changed = await bot.owner.patch(f"{path}/{made['id']}", {"name": "Less", "flags": FOR_USERS})
    assert (changed["slug"], changed["flags"]) == ("less", FOR_USERS)
    await bot.refused(50035, "POST", path, {"name": "x", "type": 5}, status=400)
    await (await world.user()).refused(20012, "POST", path, {"name": "x", "type": 2}, status=403)


async def test_a_user_is_entitled_and_is_no_more(world: World) -> None:
    bot, user = await world.bot(), await world.user()
    sku = await a_sku(bot)
    socket = await bot.connect()
    made = await entitle(bot, sku, user.id)
    assert (made["user_id"], made["sku_id"], made["type"], made["deleted"]) == (user.id, sku, 8, False)
    assert await socket.event("ENTITLEMENT_CREATE") == made
    path = f"/applications/{bot.id}/entitlements"
    assert await bot.get(path) == [made]
    assert await user.get(f"/users/@me{path}") == [made]
    await bot.refused(40074, "POST", path, {"sku_id": sku, "owner_id": user.id, "owner_type": 2}, status=400)
    await bot.delete(f"{path}/{made['id']}")
    assert await socket.event("ENTITLEMENT_DELETE") == made | {"deleted": True}
    assert await bot.get(path) == []
    assert [one["deleted"] for one in await bot.get(f"{path}?exclude_deleted=false")] == [True]
    await bot.refused(10029, "DELETE", f"{path}/{made['id']}", status=404)


async def test_what_can_be_used_once_is_consumed(world: World) -> None:
    bot, user = await world.bot(), await world.user()
    once = await entitle(bot, await a_sku(bot, CONSUMABLE), user.id)
    durable = await entitle(bot, await a_sku(bot), user.id)
    path = f"/applications/{bot.id}/entitlements"
    socket = await bot.connect()
    for _ in range(2):
        await bot.post(f"{path}/{once['id']}/consume", expect=204)
    assert await socket.event("ENTITLEMENT_UPDATE") == once | {"consumed": True}
    assert await bot.get(f"{path}/{once['id']}") == once | {"consumed": True}
    assert await user.get(f"/users/@me{path}") == [durable]
    await bot.refused(40018, "POST", f"{path}/{durable['id']}/consume", status=400)
    await bot.delete(f"{path}/{durable['id']}")
    assert "ENTITLEMENT_UPDATE" not in await socket.until("ENTITLEMENT_DELETE")


async def test_pages_and_filters(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    skus = [await a_sku(bot, CONSUMABLE), await a_sku(bot)]
    a, b, c = [(await entitle(bot, skus[0], guild.owner.id))["id"] for _ in range(3)]
    d = (await entitle(bot, skus[1], guild.id, 1))["id"]
    for query, ids in (
        ("", [a, b, c, d]),
        ("?limit=2", [a, b]),
        (f"?after={b}&limit=1", [c]),
        (f"?before={d}&limit=2", [b, c]),
        (f"?guild_id={guild.id}", [d]),
        (f"?user_id={guild.owner.id}", [a, b, c]),
        (f"?sku_ids={skus[1]},1", [d]),
        (f"?sku_ids={skus[1]}&sku_ids={skus[0]}", [a, b, c, d]),
        ("?only_active=true&exclude_ended=true", [a, b, c, d]),
    ):
        found = await bot.get(f"/applications/{bot.id}/entitlements{query}")
        assert [one["id"] for one in found] == ids, query
    await bot.refused(50035, "GET", f"/applications/{bot.id}/entitlements?sku_ids=x", status=400)


@pytest.mark.parametrize(("flags", "type"), [(FOR_GUILDS, 2), (FOR_USERS, 1)])
async def test_a_subscription_is_for_its_kind_of_owner(world: World, flags: int, type: int) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    sku = await a_sku(bot, SUBSCRIPTION, AVAILABLE | flags)
    body = {"sku_id": sku, "owner_id": guild.owner.id if type == 2 else guild.id, "owner_type": type}
    await bot.refused(50057, "POST", f"/applications/{bot.id}/entitlements", body, status=400)
    assert await bot.get(f"/skus/{sku}/subscriptions?user_id={guild.owner.id}") == []


async def test_what_is_unknown_or_anothers(world: World) -> None:
    bot, other = await world.bot(), await world.bot()
    sku = await a_sku(other)
    path = f"/applications/{bot.id}/entitlements"
    for code, body in (
        (10027, {"sku_id": sku, "owner_id": bot.owner.id, "owner_type": 2}),
        (10013, {"sku_id": await a_sku(bot), "owner_id": "1", "owner_type": 2}),
        (10004, {"sku_id": await a_sku(bot), "owner_id": "1", "owner_type": 1}),
    ):
        await bot.refused(code, "POST", path, body, status=404)
    await other.refused(20012, "GET", path, status=403)
    await other.refused(20012, "POST", path, {"sku_id": sku, "owner_id": "1", "owner_type": 2}, status=403)
    await bot.refused(20012, "GET", f"/skus/{sku}/subscriptions", status=403)
    await bot.refused(10027, "GET", "/skus/1/subscriptions", status=404)


async def test_an_interaction_says_what_the_user_and_the_guild_have(world: World) -> None:
    guild, bot = await an_app(world)
    other = await world.guild(guild.owner)
    session = await Session.open(guild.owner, bot, guild)
    command = await slash(bot, "ping")
    assert (await session.invoke(command))["entitlements"] == []
    once, durable = await a_sku(bot, CONSUMABLE), await a_sku(bot)
    used = await entitle(bot, once, guild.owner.id)
    await bot.post(f"/applications/{bot.id}/entitlements/{used['id']}/consume")
    await entitle(bot, durable, other.id, 1)
    mine, ours = await entitle(bot, once, guild.owner.id), await entitle(bot, durable, guild.id, 1)
    interaction = await session.invoke(command)
    assert interaction["entitlements"] == [mine, ours]
    assert interaction["entitlement_sku_ids"] == [once, durable]


async def test_bearers_read_what_their_scopes_say(world: World) -> None:
    user, app = await world.user(), await Application.make(world)
    mine = await entitle(app.bot, await a_sku(app.bot), user.id)
    path = f"/applications/{app.id}/entitlements"
    owner, someone = await app.bearer(app.bot.owner, "applications.entitlements"), await app.bearer(user)
    assert await owner.get(path) == [mine]
    await someone.request("GET", path, expect=403)
    assert await someone.get(f"/users/@me{path}") == [mine]
    other = await Application.make(world)
    await someone.refused(20012, "GET", f"/users/@me/applications/{other.id}/entitlements", status=403)
    stranger = await other.bearer(user, "applications.entitlements")
    of_another = await other.bearer(app.bot.owner, "applications.entitlements")
    await of_another.refused(20012, "GET", path, status=403)
    await stranger.refused(20012, "GET", path, status=403)


async def test_a_premium_button_offers_what_is_published(world: World) -> None:
    guild = await world.guild()
    bot, stranger = await world.bot(guild), await world.bot()
    good, hidden, anothers = await a_sku(bot), await a_sku(bot, DURABLE, 0), await a_sku(stranger)
    path = f"/channels/{guild.channel}/messages"

    def row(sku: str) -> dict[str, object]:
        return {"components": [{"type": 1, "components": [{"type": 2, "style": 6, "sku_id": sku}]}]}

    message = await bot.post(path, row(good))
    assert message["components"][0]["components"][0]["sku_id"] == good
    for sku in (hidden, anothers, "5"):
        for method, where in (("POST", path), ("PATCH", f"{path}/{message['id']}")):
            problem = await bot.refused(50035, method, where, row(sku), status=400)
            assert problem["errors"]["components"]["0"]["components"]["0"]["sku_id"]["_errors"]
    await bot.patch(f"{path}/{message['id']}", row(good))
