"""Searching messages through hikari; discord.py has no method for it."""

import asyncio

import hikari

from tests.clients import test_hikari as hikari_bot
from tests.world import World


async def test_hikari_searches(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=hikari_bot.ALL)
    async with hikari_bot.running(bot) as client:
        first = await client.rest.create_message(int(guild.channel), "a needle")
        await client.rest.create_message(int(guild.channel), "hay")
        thread = await client.rest.create_message_thread(int(guild.channel), first, "a thread")
        second = await client.rest.create_message(thread, "another needle https://example.org")

        async with asyncio.timeout(20):  # the index is about a second behind
            while True:
                results = await client.rest.search_messages(int(guild.id), content="needle", authors=[int(bot.id)])
                if results.total_results == 2:
                    break
                await asyncio.sleep(0.05)
        assert [message.id for message in results.messages] == [second.id, first.id]
        assert [one.id for one in results.threads] == [thread.id]
        links = await client.rest.search_messages(
            int(guild.id), has=[hikari.MessageSearchHasType.LINK], mentions_everyone=False, include_nsfw=True
        )
        assert [message.id for message in links.messages] == [second.id]
