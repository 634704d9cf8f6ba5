"""An application makes all the emojis that it may have, many at a time."""

import asyncio

from tests.pictures import png, uri
from tests.world import World

MOST = 2000


async def test_two_thousand_emojis_and_no_more(world: World) -> None:
    bot = await world.bot()
    path, image = f"/applications/{bot.id}/emojis", uri(png(16))
    turn = asyncio.Semaphore(32)

    async def one(number: int) -> None:
        async with turn:
            await bot.post(path, {"name": f"e_{number}", "image": image})

    results = await asyncio.gather(*(one(number) for number in range(MOST + 20)), return_exceptions=True)
    assert results.count(None) == MOST
    assert len((await bot.get(path))["items"]) == MOST
    await bot.refused(30008, "POST", path, {"name": "more", "image": image}, status=400)
