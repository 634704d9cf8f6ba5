"""Channels of every kind by the libraries' own methods. Overwrites and moves: test_discord_py_guilds, test_hikari."""

import datetime as dt

import pytest

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, assert_cache_is_true, discord, running, until
from tests.clients.test_hikari import hikari
from tests.voice import join
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_makes_channels_that_talk(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        text = await here.create_text_channel(
            "plain", default_auto_archive_duration=60, default_thread_slowmode_delay=10, position=0
        )
        assert (text.default_auto_archive_duration, text.default_thread_slowmode_delay) == (60, 10)
        news, (_, now) = await after(
            client,
            "guild_channel_update",
            text.edit(type=discord.ChannelType.news, default_auto_archive_duration=4320),
            lambda _, channel: channel.id == text.id,
        )
        assert news is not None and news.is_news() and now.is_news() and now.default_auto_archive_duration == 4320
        voice = await here.create_voice_channel(
            "hall", rtc_region="local", video_quality_mode=discord.VideoQualityMode.full, bitrate=96000
        )
        assert (voice.rtc_region, voice.video_quality_mode) == ("local", discord.VideoQualityMode.full)
        await here.change_voice_state(channel=voice)
        await until(client, lambda: here.me in voice.members)
        edited = await voice.edit(status="singing", rtc_region=None, slowmode_delay=5, nsfw=True)
        assert (edited.rtc_region, edited.slowmode_delay, edited.nsfw) == (None, 5, True)
        stage = await here.create_stage_channel(
            "stage", bitrate=40000, video_quality_mode=discord.VideoQualityMode.full
        )
        assert stage.video_quality_mode is discord.VideoQualityMode.full
        copy, told = await after(
            client, "guild_channel_create", voice.clone(name="hall 2"), lambda channel: channel.name == "hall 2"
        )
        assert (copy.id, copy.bitrate, copy.name) == (told.id, 96000, "hall 2")
        await here.change_voice_state(channel=None)
        with pytest.raises(discord.HTTPException, match="50035"):
            await here.create_voice_channel("loud", bitrate=500_000)
        with pytest.raises(discord.NotFound):
            await here.fetch_channel(1)
        await assert_cache_is_true(client, here.id)


async def test_discord_py_makes_categories_and_forums(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        category = await here.create_category("shelf", position=1)
        renamed = await category.edit(name="board", overwrites={here.default_role: discord.PermissionOverwrite()})
        assert renamed is not None and renamed.name == "board"
        await category.move(end=True)
        making = category.create_forum(
            "forum",
            topic="guidelines",
            slowmode_delay=3,
            default_auto_archive_duration=1440,
            default_thread_slowmode_delay=7,
            default_sort_order=discord.ForumOrderType.creation_date,
            default_reaction_emoji="👍",
            default_layout=discord.ForumLayoutType.gallery_view,
            available_tags=[discord.ForumTag(name="one", moderated=True), discord.ForumTag(name="two", emoji="🎉")],
        )
        forum, told = await after(client, "guild_channel_create", making, lambda channel: channel.name == "forum")
        assert (told.topic, told.category_id, told.default_thread_slowmode_delay) == ("guidelines", category.id, 7)
        assert (forum.default_sort_order, forum.default_layout) == (
            discord.ForumOrderType.creation_date,
            discord.ForumLayoutType.gallery_view,
        )
        assert str(forum.default_reaction_emoji) == "👍" and [tag.moderated for tag in forum.available_tags] == [1, 0]
        tag = await forum.create_tag(name="three", emoji=discord.PartialEmoji(name="🔥"))
        await until(client, lambda: tag in next(one for one in here.forums if one == forum).available_tags)
        changed, (_, now) = await after(
            client,
            "guild_channel_update",
            forum.edit(require_tag=True, available_tags=[tag], default_reaction_emoji=None),
            lambda _, channel: channel.id == forum.id and len(channel.available_tags) == 1,
        )
        assert changed is not None and changed.flags.require_tag and list(now.available_tags) == [tag]
        media = await here.create_forum("media", media=True, category=category)
        assert media.is_media() and media in category.forums
        await after(client, "guild_channel_delete", media.delete(reason="enough"))
        await assert_cache_is_true(client, here.id)


async def test_hikari_makes_every_kind(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, here = client.rest, int(guild.id)
        category = await rest.create_guild_category(here, "shelf", position=2)
        news = await rest.create_guild_news_channel(
            here, "news", topic="hot", category=category, default_auto_archive_duration=dt.timedelta(days=3)
        )
        assert (news.type, news.parent_id) == (hikari.ChannelType.GUILD_NEWS, category.id)
        assert news.default_auto_archive_duration == dt.timedelta(days=3)
        voice = await rest.create_guild_voice_channel(
            here, "hall", bitrate=64000, region="local", video_quality_mode=hikari.VideoQualityMode.FULL
        )
        assert (voice.region, voice.video_quality_mode) == ("local", hikari.VideoQualityMode.FULL)
        edited = await rest.edit_channel(voice, region=None, user_limit=5, bitrate=48000, rate_limit_per_user=9)
        assert isinstance(edited, hikari.GuildVoiceChannel) and (edited.region, edited.user_limit) == (None, 5)
        stage = await rest.create_guild_stage_channel(here, "stage", user_limit=50, bitrate=40000)
        assert (stage.bitrate, stage.user_limit) == (40000, 50)
        making = rest.create_guild_forum_channel(
            here,
            "forum",
            topic="guidelines",
            default_thread_rate_limit_per_user=7,
            default_forum_layout=hikari.ForumLayoutType.LIST_VIEW,
            default_sort_order=hikari.ForumSortOrderType.LATEST_ACTIVITY,
            available_tags=[hikari.ForumTag(name="one", emoji="🎉", moderated=True)],
            default_reaction_emoji="👍",
        )
        forum, told = await hikari_bot.after(
            client, hikari.GuildChannelCreateEvent, making, lambda event: event.channel.name == "forum"
        )
        assert hikari_bot.plain(told.channel) == hikari_bot.plain(forum)
        assert (forum.default_reaction_emoji_name, forum.default_layout) == ("👍", hikari.ForumLayoutType.LIST_VIEW)
        assert forum.available_tags[0].unicode_emoji == "🎉" and forum.available_tags[0].moderated
        media = await rest.create_guild_media_channel(here, "media", available_tags=[hikari.ForumTag(name="x")])
        assert isinstance(await rest.fetch_channel(media), hikari.GuildMediaChannel)
        editing = rest.edit_channel(forum, flags=hikari.ChannelFlag.REQUIRE_TAG, default_reaction_emoji=None)
        _, event = await hikari_bot.after(
            client, hikari.GuildChannelUpdateEvent, editing, lambda event: event.channel.name == "forum"
        )
        assert isinstance(event.channel, hikari.GuildForumChannel)
        assert event.channel.flags == hikari.ChannelFlag.REQUIRE_TAG and not event.channel.default_reaction_emoji_name
        await hikari_bot.after(client, hikari.GuildChannelDeleteEvent, rest.delete_channel(media))
        await hikari_bot.assert_cache_is_true(client, here)


async def test_hikari_hears_of_the_status_of_a_voice_channel(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    await join(await guild.owner.connect(), guild.id, guild.voice)
    async with hikari_bot.running(bot) as client:
        setting = client.rest.set_voice_channel_status(int(guild.voice), "singing", reason="joy")
        _, event = await hikari_bot.after(client, hikari.VoiceChannelStatusUpdateEvent, setting)
        assert (event.channel_id, event.guild_id, event.status) == (int(guild.voice), int(guild.id), "singing")
        clearing = client.rest.set_voice_channel_status(int(guild.voice), None)
        _, event = await hikari_bot.after(client, hikari.VoiceChannelStatusUpdateEvent, clearing)
        assert event.status is None
