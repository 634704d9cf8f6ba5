"""Searching messages and threads."""

import asyncio

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


async def test_searches(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    path = f"/channels/{guild.channel}/messages"
    first = await bot.post(path, {"content": "found https://example.org", "embeds": [{"title": "t"}]})
    await bot.post(path, {"content": "found again", "message_reference": {"message_id": first["id"]}})
    thread = await bot.post(f"{path}/{first['id']}/threads", {"name": "a thread"})
    await bot.post(f"/channels/{thread['id']}/messages", {"content": "found in a thread"})
    async with asyncio.timeout(20):
        while (await answers.of(bot, "guild_search", query="?content=found", guild_id=guild.id)).get(
            "total_results"
        ) != 3:
            await asyncio.sleep(0.05)
    await answers.of(bot, "thread_search", query="?name=thread", channel_id=guild.channel)
    tags = [{"name": "tag"}]
    forum = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "f", "type": 15, "available_tags": tags})
    post = {"name": "post", "message": {"content": "hi"}, "applied_tags": [forum["available_tags"][0]["id"]]}
    await bot.post(f"/channels/{forum['id']}/threads", post)
    await answers.of(bot, "thread_search", channel_id=forum["id"])
