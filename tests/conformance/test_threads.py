"""Threads, their members and lists, and posts of forums."""

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


async def test_threads(world: World, answers: Driver) -> None:
    user = await world.user()
    guild = await world.guild(members=[user])
    bot, member = await world.bot(guild, permissions=ADMINISTRATOR), user.id
    message = await bot.post(f"/channels/{guild.channel}/messages", {"content": "hi"})
    ids = {"channel_id": guild.channel, "message_id": message["id"]}
    thread = await answers.of(bot, "create_thread_from_message", {"name": "x"}, **ids)
    there = {"channel_id": thread["id"]}
    await answers.of(bot, "get_message", **ids)
    await answers.of(bot, "add_thread_member", user_id=member, **there)
    await answers.of(bot, "list_thread_members", None, "?with_member=true", **there)
    await answers.of(bot, "get_thread_member", None, "?with_member=true", user_id=member, **there)
    await answers.of(bot, "delete_thread_member", user_id=member, **there)
    await answers.of(bot, "leave_thread", **there)
    await answers.of(bot, "join_thread", **there)
    await answers.of(bot, "get_active_guild_threads", guild_id=guild.id)
    await answers.of(bot, "get_channel", **there)
    await answers.of(bot, "update_channel", {"archived": True}, **there)
    private = await answers.of(bot, "create_thread", {"name": "x"}, channel_id=guild.channel)
    await answers.of(bot, "update_channel", {"archived": True}, channel_id=private["id"])
    for name in ("public_archived", "private_archived", "my_private_archived"):
        await answers.of(bot, f"list_{name}_threads", channel_id=guild.channel)
    tags = {"available_tags": [{"name": "x"}], "default_reaction_emoji": {"emoji_name": "x"}}
    forum = await answers.of(bot, "create_guild_channel", {"name": "f", "type": 15, **tags}, guild_id=guild.id)
    body = {"name": "x", "message": {"content": "x"}, "applied_tags": [forum["available_tags"][0]["id"]]}
    await answers.of(bot, "create_thread", body, channel_id=forum["id"])
    await answers.of(bot, "get_channel", channel_id=forum["id"])
    await answers.of(bot, "delete_channel", channel_id=private["id"])
