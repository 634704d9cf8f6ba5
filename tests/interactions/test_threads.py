"""Interactions in threads, and threads among what an interaction names."""

from tests.interactions.invoking import Session, answer, slash
from tests.world import World


async def test_a_command_in_a_thread(world: World) -> None:
    member = await world.user()
    guild = await world.guild(members=[member])
    bot = await world.bot(guild)
    thread = await member.post(f"/channels/{guild.channel}/threads", {"name": "a thread", "type": 11})
    guild.channel = thread["id"]
    session = await Session.open(member, bot, guild)
    interaction = await session.invoke(await slash(bot, "asked"))
    channel = interaction["channel"]
    assert (channel["id"], channel["type"], channel["parent_id"]) == (thread["id"], 11, thread["parent_id"])
    assert channel["thread_metadata"]["archived"] is False
    await answer(bot, interaction, 4, {"content": "an answer"})
    assert (await member.get(f"/channels/{thread['id']}"))["message_count"] == 1
