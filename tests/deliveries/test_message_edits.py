"""Edit histories leave no rows behind, however their messages go."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from tests.api.test_message_edits import edited
from tests.deliveries.conftest import Here
from tests.world import Guild

Way = Callable[[Guild, str], Awaitable[object]]
WAYS: dict[str, Way] = {
    "message": lambda guild, message: guild.owner.delete(f"/channels/{guild.channel}/messages/{message}"),
    "channel": lambda guild, _: guild.owner.delete(f"/channels/{guild.channel}"),
    "guild": lambda guild, _: guild.owner.delete(f"/guilds/{guild.id}"),
}


@pytest.mark.parametrize("way", WAYS)
async def test_edits_go_with_their(here: Here, way: str) -> None:
    guild = await here.guild()
    message = await edited(guild.owner, guild.channel, "one", "two")
    count, channel_id = "SELECT count(*) FROM message_edits WHERE channel_id = $1", int(guild.channel)
    assert await here.instance.database.fetchval(count, channel_id) == 1
    await WAYS[way](guild, message)
    async with asyncio.timeout(20):
        while await here.instance.database.fetchval(count, channel_id):
            await asyncio.sleep(0.1)
