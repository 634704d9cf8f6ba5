"""Guilds that bots make, on an instance that lets them."""

from tests.deliveries.conftest import Here


async def test_bots_make_guilds_where_they_may(here: Here) -> None:
    bot = await here.bot()
    made = await bot.post("/guilds", {"name": "a bot's"}, expect=201)
    assert made["owner_id"] == bot.id
    template = await bot.post(f"/guilds/{made['id']}/templates", {"name": "a pattern"})
    copy = await bot.post(f"/guilds/templates/{template['code']}", {"name": "a copy"}, expect=201)
    assert [guild["id"] for guild in await bot.get("/users/@me/guilds")] == [made["id"], copy["id"]]
    await bot.delete(f"/guilds/{copy['id']}")
