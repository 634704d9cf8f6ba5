"""Private threads, members and lists of threads by the libraries' own methods. Starting them: test_threads."""

import asyncio
import datetime as dt

import pytest

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_private_threads_and_their_members(world: World) -> None:
    guild = await world.guild(members=[member := await world.user()])
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here, channel = client.get_guild(int(guild.id)), client.get_channel(int(guild.channel))
        assert here is not None and isinstance(channel, discord.TextChannel)
        alice = discord.Object(int(member.id))
        making = channel.create_thread(name="secret", invitable=False, slowmode_delay=3, auto_archive_duration=4320)
        thread, told = await after(client, "thread_create", making)
        assert thread.is_private() and not told.invitable and told.slowmode_delay == 3 and thread.owner == here.me
        _, joined = await after(client, "thread_member_join", thread.add_user(alice))
        assert (joined.id, joined.thread) == (alice.id, thread)
        assert (await thread.fetch_member(alice.id)).id == alice.id
        assert [one.id for one in told.members] == [alice.id]
        _, left = await after(client, "raw_thread_member_remove", thread.remove_user(alice))
        assert (left.thread_id, left.data["removed_member_ids"]) == (thread.id, [str(alice.id)])
        with pytest.raises(discord.NotFound):
            await thread.fetch_member(alice.id)
        _, (_, now) = await after(client, "thread_update", thread.edit(locked=True, invitable=True, reason="quiet"))
        assert now.locked and now.invitable
        await after(client, "thread_remove", thread.leave())
        await after(client, "thread_join", thread.join())
        assert (await thread.fetch_member(int(bot.id))).id == int(bot.id)
        purged = [await thread.send(str(number)) for number in range(2)]
        await thread.delete_messages(purged)
        assert [one.id for one in await here.active_threads()] == [thread.id]
        await thread.edit(archived=True)
        assert [one.id async for one in channel.archived_threads(private=True)] == [thread.id]
        assert [one.id async for one in channel.archived_threads(private=True, joined=True)] == [thread.id]
        assert [one async for one in channel.archived_threads()] == await here.active_threads() == []
        again = await client.fetch_channel(thread.id)
        assert isinstance(again, discord.Thread) and again.archived and again.archiver_id is None


async def test_discord_py_pages_archives_and_tags_posts(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here, channel = client.get_guild(int(guild.id)), client.get_channel(int(guild.channel))
        assert here is not None and isinstance(channel, discord.TextChannel)
        public = discord.ChannelType.public_thread
        threads = [await channel.create_thread(name=str(number), type=public) for number in range(3)]
        for thread in threads:
            await thread.edit(archived=True, locked=True)
        archived = [one async for one in channel.archived_threads()]
        assert [one.name for one in archived] == ["2", "1", "0"] and all(one.locked for one in archived)
        second = [one.name async for one in channel.archived_threads(before=archived[0].archive_timestamp)]
        assert second == ["1", "0"]
        assert [one.name async for one in channel.archived_threads(limit=1)] == ["2"]
        tags = [discord.ForumTag(name=name) for name in ("one", "two")]
        forum, _ = await after(client, "guild_channel_create", here.create_forum("forum", available_tags=tags))
        one, two = forum.available_tags
        post = await forum.create_thread(name="post", content="hi", applied_tags=[one], auto_archive_duration=60)
        _, (_, now) = await after(client, "thread_update", post.thread.add_tags(two))
        assert set(now.applied_tags) == {one, two}
        _, (_, now) = await after(client, "thread_update", now.remove_tags(one))
        assert now.applied_tags == [two] and post.thread.id == post.message.id
        await post.thread.edit(archived=True)
        assert [found.id async for found in forum.archived_threads()] == [post.thread.id]
        news = await here.create_text_channel("news", news=True)
        started = await news.send("hi")
        about, _ = await after(client, "thread_create", started.create_thread(name="about"))
        assert (await started.fetch_thread()).id == about.id
        assert about.is_news() and (await about.parent.fetch_message(about.id)).flags.has_thread


async def test_hikari_threads_of_every_kind(world: World) -> None:
    guild = await world.guild(members=[member := await world.user()])
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, here, channel, alice = client.rest, int(guild.id), int(guild.channel), int(member.id)
        secret = await rest.create_thread(
            channel, hikari.ChannelType.GUILD_PRIVATE_THREAD, "secret", invitable=False, rate_limit_per_user=3
        )
        assert isinstance(secret, hikari.GuildPrivateThread) and not secret.is_invitable
        _, event = await hikari_bot.after(
            client, hikari.ThreadMembersUpdateEvent, rest.add_thread_member(secret, alice)
        )
        assert list(event.added_members) == [alice] and event.approximate_member_count == 2
        assert (await rest.fetch_thread_member(secret, alice)).user_id == alice
        removing = rest.remove_thread_member(secret, alice)
        _, event = await hikari_bot.after(client, hikari.ThreadMembersUpdateEvent, removing)
        assert list(event.removed_member_ids) == [alice]
        await hikari_bot.after(client, hikari.ThreadMembersUpdateEvent, rest.leave_thread(secret))
        await hikari_bot.after(client, hikari.ThreadMembersUpdateEvent, rest.join_thread(secret))
        assert [thread.id for thread in await rest.fetch_active_threads(here)] == [secret.id]
        archiving = rest.edit_channel(secret, archived=True, locked=True, auto_archive_duration=60)
        _, updated = await hikari_bot.after(client, hikari.GuildThreadUpdateEvent, archiving)
        assert updated.thread.is_archived and updated.thread.is_locked
        assert [thread.id async for thread in rest.fetch_private_archived_threads(channel)] == [secret.id]
        assert [thread.id async for thread in rest.fetch_joined_private_archived_threads(channel)] == [secret.id]
        now = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
        assert [thread.id async for thread in rest.fetch_private_archived_threads(channel, before=now)] == []
        news, media = await asyncio.gather(
            rest.create_guild_news_channel(here, "news"), rest.create_guild_media_channel(here, "media")
        )
        about = await rest.create_message_thread(news, await rest.create_message(news, "hi"), "about")
        assert isinstance(about, hikari.GuildNewsThread)
        file = hikari.Bytes(b"text", "note.txt")
        post = await rest.create_forum_post(media, "post", "hi", attachment=file, auto_archive_duration=60)
        assert post.approximate_member_count == 1 and post.metadata.auto_archive_duration == dt.timedelta(hours=1)
        assert len(await rest.fetch_active_threads(here)) == 2
