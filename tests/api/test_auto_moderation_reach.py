"""Ways around auto-moderation, which are none, and what it does not look at."""

from typing import Any

import pytest

from tests.api.test_auto_moderation import blocked, guild_with, keywords, make, say
from tests.world import World


@pytest.mark.parametrize("embed", [{"author": {"name": "a cat"}}, {"title": "x", "footer": {"text": "a cat"}}])
async def test_no_part_of_an_embed_is_passed_over(world: World, embed: Any) -> None:
    guild, member = await guild_with(world, keywords("cat"))
    body = {"embeds": [embed]}
    await member.refused(200000, "POST", f"/channels/{guild.channel}/messages", body, status=400)


async def test_what_is_forwarded_is_looked_at_too(world: World) -> None:
    guild, member = await guild_with(world, keywords("cat"))
    elsewhere = await world.guild(member)
    said = await say(member, elsewhere, "a cat")
    reference = {"type": 1, "channel_id": elsewhere.channel, "message_id": said["id"]}
    body = {"message_reference": reference}
    await member.refused(200000, "POST", f"/channels/{guild.channel}/messages", body, status=400)


async def test_a_forum_that_is_exempt_is_so_for_its_posts(world: World) -> None:
    guild, member = await guild_with(world)
    forum = await guild.owner.post(f"/guilds/{guild.id}/channels", {"name": "forum", "type": 15}, expect=201)
    await make(guild, keywords("cat", exempt_channels=[forum["id"]]))
    said = {"name": "a cat", "message": {"content": "a cat"}}
    post = await member.post(f"/channels/{forum['id']}/threads", said, expect=201)
    await member.post(f"/channels/{post['id']}/messages", {"content": "another cat"})
    await blocked(member, guild, "a cat")


async def test_who_may_not_rename_a_thread_is_not_judged_by_the_name(world: World) -> None:
    guild, member = await guild_with(world)
    path = f"/channels/{guild.channel}/threads"
    other, own = [await who.post(path, {"name": "a cat", "type": 11}, expect=201) for who in (guild.owner, member)]
    await make(guild, keywords("cat"))
    await member.refused(50013, "PATCH", f"/channels/{other['id']}", {"name": "cat"}, status=403)
    await member.patch(f"/channels/{own['id']}", {"name": "a cat"})
    await member.refused(200001, "PATCH", f"/channels/{own['id']}", {"name": "cat"}, status=400)
