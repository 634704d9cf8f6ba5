"""Guilds that bots make, on an instance that lets them."""

import asyncio

from tests.deliveries.conftest import Here


async def test_bots_make_guilds_where_they_may(here: Here) -> None:
    bot = await here.bot()
    made = await bot.post("/guilds", {"name": "a bot's"}, expect=201)
    assert made["owner_id"] == bot.id
    template = await bot.post(f"/guilds/{made['id']}/templates", {"name": "a pattern"})
    copy = await bot.post(f"/guilds/templates/{template['code']}", {"name": "a copy"}, expect=201)
    assert [guild["id"] for guild in await bot.get("/users/@me/guilds")] == [made["id"], copy["id"]]
    await bot.delete(f"/guilds/{copy['id']}")


async def test_the_guilds_of_a_bot_go_with_its_application(here: Here) -> None:
    bot, user = await here.bot(), await here.user()
    made = await bot.post("/guilds", {"name": "a bot's"})
    (channel,) = [one["id"] for one in await bot.get(f"/guilds/{made['id']}/channels") if one["type"] == 0]
    invite = await bot.post(f"/channels/{channel}/invites", {})
    await user.post(f"/invites/{invite['code']}", {})
    await bot.owner.post(f"/applications/{bot.id}/delete")
    async with asyncio.timeout(20):
        while await user.get("/users/@me/guilds"):
            await asyncio.sleep(0.02)
    await user.refused(10004, "GET", f"/guilds/{made['id']}", status=404)
