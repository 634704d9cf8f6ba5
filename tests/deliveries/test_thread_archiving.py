"""Threads in which nothing happens are archived, by the clock that a test steps."""

import asyncio

from core import clock, snowflakes
from tests.deliveries.conftest import Here
from tests.world import Person

HOUR_S = 3600


def to_its_time(thread_id: str) -> None:
    """Ids never go back, but the clock does after a test that has stepped it far: from here on they agree again."""
    clock.step(max(0.0, snowflakes.created_ms(int(thread_id)) / 1000 - clock.now()))


async def archived(owner: Person, thread_id: str, wanted: bool) -> None:
    async with asyncio.timeout(15):
        while (await owner.get(f"/channels/{thread_id}"))["thread_metadata"]["archived"] is not wanted:
            clock.step(20)  # for the job, which may have looked just before the clock was stepped
            await asyncio.sleep(0.2)


async def test_silence_archives_and_talk_does_not(here: Here) -> None:
    guild = await here.guild()
    body = {"name": "a thread", "type": 11, "auto_archive_duration": 60}
    silent, busy = [(await guild.owner.post(f"/channels/{guild.channel}/threads", body))["id"] for _ in range(2)]
    to_its_time(busy)
    clock.step(HOUR_S - 60)
    await guild.owner.post(f"/channels/{busy}/messages", {"content": "hi"})
    clock.step(120)
    await archived(guild.owner, silent, True)
    await archived(guild.owner, busy, False)
    clock.step(HOUR_S)
    await archived(guild.owner, busy, True)


async def test_pinned_posts_stay(here: Here) -> None:
    guild = await here.guild()
    forum = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "forum", "type": 15})
    body = {"name": "a post", "auto_archive_duration": 60, "message": {"content": "hi"}}
    pinned, other = [(await guild.owner.post(f"/channels/{forum['id']}/threads", body))["id"] for _ in range(2)]
    await guild.owner.patch(f"/channels/{pinned}", {"flags": 2})
    to_its_time(other)
    clock.step(5 * HOUR_S)  # after what other tests made the job wait for
    await archived(guild.owner, other, True)
    await archived(guild.owner, pinned, False)
