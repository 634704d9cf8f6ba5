"""Searching messages over REST: what is found, by whom, and that the index follows what happens."""

import asyncio
from typing import Any
from urllib.parse import urlencode

from tests.world import Guild, Person, World

VIEW, HISTORY, ADMINISTRATOR, MANAGE_THREADS = 1 << 10, 1 << 16, 1 << 3, 1 << 34


async def said(who: Person, channel: str, content: str = "hi", **more: Any) -> str:
    return (await who.post(f"/channels/{channel}/messages", {"content": content, **more}))["id"]


async def answer(who: Person, guild: Guild | str, **query: Any) -> Any:
    """The answer of an index that is ready."""
    place = f"/guilds/{guild.id}" if isinstance(guild, Guild) else f"/channels/{guild}"
    async with asyncio.timeout(20):
        while True:
            found = await who.get(f"{place}/messages/search?{urlencode(query, doseq=True)}")
            if who.answer.status_code == 200:
                return found
            assert (found["code"], found["documents_indexed"]) == (110000, 0)
            await asyncio.sleep(0.05)


async def found(who: Person, guild: Guild | str, **query: Any) -> list[str]:
    return [one["id"] for (one,) in (await answer(who, guild, **query))["messages"]]


async def finds(who: Person, guild: Guild | str, expected: list[str], **query: Any) -> None:
    """Waits until the index has followed; what is then not found never is."""
    async with asyncio.timeout(20):
        while await found(who, guild, **query) != expected:
            await asyncio.sleep(0.05)


async def marked(who: Person, guild: Guild, channel: str = "") -> None:
    """Returns when all that was said before is indexed."""
    await finds(who, guild, [await said(who, channel or guild.channel, "marker")], content="marker", limit=1)


async def test_words_are_found(world: World) -> None:
    guild = await world.guild()
    owner, channel = guild.owner, guild.channel
    fox = await said(owner, channel, "The quick brown Fox jumps over the lazy dog")
    dog = await said(owner, channel, "a dog, a fox?")
    await marked(owner, guild)
    found_fox = await answer(owner, guild, content="FOX")
    assert [one["id"] for (one,) in found_fox["messages"]] == [dog, fox]
    assert (found_fox["total_results"], found_fox["doing_deep_historical_index"]) == (2, False)
    assert [one["hit"] for (one,) in found_fox["messages"]] == [True, True]
    assert await found(owner, guild, content="qui") == [fox]  # the last word may still be written
    assert await found(owner, guild, content="qui ") == []
    assert await found(owner, guild, content="elephant") == []
    assert await found(owner, guild, content="!?") == []
    assert await found(owner, guild, content="fox", sort_order="asc") == [fox, dog]
