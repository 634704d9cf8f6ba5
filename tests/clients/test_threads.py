"""Threads and forums through the methods and caches of discord.py and hikari."""

import hikari

from tests.clients import test_hikari
from tests.clients.discord_py import after, discord, running, until
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_starts_and_follows_threads(world: World) -> None:
    guild = await world.guild(members=[member := await world.user()])
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        message = await channel.send("hi")
        thread, _ = await after(client, "thread_create", message.create_thread(name="about it"))
        assert thread.id == message.id and thread.parent == channel and thread.me is not None
        assert (await channel.fetch_message(message.id)).flags.has_thread
        await thread.send("in it")
        await thread.add_user(discord.Object(int(member.id)))
        assert {one.id for one in await thread.fetch_members()} == {int(bot.id), int(member.id)}
        assert thread in channel.threads
        edited = await thread.edit(name="renamed", slowmode_delay=5, auto_archive_duration=60)
        assert (edited.name, edited.slowmode_delay, edited.auto_archive_duration) == ("renamed", 5, 60)
        await thread.edit(archived=True)
        assert [one.id async for one in channel.archived_threads()] == [thread.id]
        await thread.edit(archived=False)
        await after(client, "raw_thread_delete", thread.delete())
        assert not list(channel.threads)


async def test_discord_py_posts_in_forums(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        tag = discord.ForumTag(name="a tag", emoji="\N{THUMBS UP SIGN}")
        forum, _ = await after(client, "guild_channel_create", here.create_forum("forum", available_tags=[tag]))
        assert forum.available_tags[0].name == "a tag"
        post, _ = await after(
            client,
            "thread_create",
            forum.create_thread(name="a post", content="hi", applied_tags=forum.available_tags),
        )
        assert post.message.content == "hi" and post.thread.applied_tags == list(forum.available_tags)
        assert list(forum.threads) == [post.thread]
        pinned = await post.thread.edit(pinned=True)
        assert pinned.flags.pinned


async def test_discord_py_is_given_the_threads_of_what_it_may_see(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild)
    path = f"/channels/{guild.channel}"
    await guild.owner.put(f"{path}/permissions/{guild.id}", {"type": 0, "deny": "1024"})
    thread = await guild.owner.post(f"{path}/threads", {"name": "a thread", "type": 11})
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None and not list(here.threads)
        await guild.owner.delete(f"{path}/permissions/{guild.id}")
        await until(client, lambda: [one.id for one in here.threads] == [int(thread["id"])])


async def test_hikari_starts_and_follows_threads(world: World) -> None:
    guild = await world.guild(members=[member := await world.user()])
    bot = await world.bot(guild, permissions=ALL)
    async with test_hikari.running(bot) as client:
        thread, _ = await test_hikari.after(
            client,
            hikari.GuildThreadCreateEvent,
            client.rest.create_thread(int(guild.channel), hikari.ChannelType.GUILD_PUBLIC_THREAD, "a thread"),
        )
        assert client.cache.get_thread(thread.id) == thread
        await client.rest.add_thread_member(thread.id, int(member.id))
        assert {one.user_id for one in await client.rest.fetch_thread_members(thread.id)} == {
            int(bot.id),
            int(member.id),
        }
        edited = await client.rest.edit_channel(thread.id, name="renamed", archived=True)
        assert isinstance(edited, hikari.GuildThreadChannel) and edited.is_archived
        archived = [one.id async for one in client.rest.fetch_public_archived_threads(int(guild.channel))]
        assert archived == [thread.id]
        forum = await client.rest.create_guild_forum_channel(
            int(guild.id), "forum", available_tags=[hikari.ForumTag(name="a tag")]
        )
        post = await client.rest.create_forum_post(forum, "a post", "hi", tags=[forum.available_tags[0].id])
        assert list(post.applied_tag_ids) == [forum.available_tags[0].id]
        await test_hikari.after(client, hikari.GuildThreadDeleteEvent, client.rest.delete_channel(post.id))
