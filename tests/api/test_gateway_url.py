"""Where the gateway is."""

from tests.world import World


async def test_anyone_may_ask_where_it_is(world: World) -> None:
    answer = await world.anyone.get("/gateway")
    assert answer == {"url": world.addresses.gateway}
    assert "?" not in answer["url"]


async def test_a_bot_is_told_how_to_start(world: World) -> None:
    bot = await world.bot(await world.guild())
    answer = await bot.get("/gateway/bot")
    assert answer["shards"] == 1
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    assert answer["session_start_limit"] == limit


async def test_only_bots_start_sessions(world: World) -> None:
    await world.anyone.refused(0, "GET", "/gateway/bot", status=401)
