"""What the message lane knows of how busy it is; the search index waits for that."""

import asyncio

from tests.deliveries.conftest import Here


async def test_a_lane_knows_that_messages_wait_for_each_other(here: Here) -> None:
    owner, lane = await here.user(), here.instance.messages.lane
    path = f"/channels/{(await here.guild(owner)).channel}/messages"
    for _ in range(8):
        await asyncio.gather(*(owner.post(path, {"content": "of many"}) for _ in range(40)))
    assert lane.is_crowded
    for _ in range(64):
        await owner.post(path, {"content": "alone"})
    assert not lane.is_crowded


async def test_what_a_crowd_said_is_found_soon_after(here: Here) -> None:
    owner = await here.user()
    guild = await here.guild(owner)
    path = f"/channels/{guild.channel}/messages"
    for _ in range(8):
        await asyncio.gather(*(owner.post(path, {"content": "of many"}) for _ in range(40)))
    async with asyncio.timeout(10):
        while (await owner.get(f"/guilds/{guild.id}/messages/search?content=many")).get("total_results") != 320:
            await asyncio.sleep(0.05)
