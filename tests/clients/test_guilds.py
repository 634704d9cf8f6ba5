"""Guilds by the libraries' own methods: all that can be edited, preview, integrations."""

import asyncio

import pytest

from tests import pictures
from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, assert_cache_is_true, discord, running
from tests.clients.test_hikari import hikari
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_edits_a_guild(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        rules, updates = await asyncio.gather(here.create_text_channel("rules"), here.create_text_channel("updates"))
        edited, (_, now) = await after(
            client,
            "guild_update",
            here.edit(
                name="Renamed",
                description="about us",
                icon=pictures.png(),
                banner=pictures.png(),
                splash=pictures.png(),
                discovery_splash=pictures.png(),
                community=True,
                rules_channel=rules,
                public_updates_channel=updates,
                safety_alerts_channel=updates,
                afk_channel=here.voice_channels[0],
                afk_timeout=900,
                default_notifications=discord.NotificationLevel.only_mentions,
                verification_level=discord.VerificationLevel.high,
                explicit_content_filter=discord.ContentFilter.all_members,
                system_channel=updates,
                system_channel_flags=discord.SystemChannelFlags(join_notifications=True, premium_subscriptions=False),
                preferred_locale=discord.Locale.german,
                premium_progress_bar_enabled=True,
                reason="all at once",
            ),
        )
        for one in edited, now, await client.fetch_guild(here.id):
            assert (one.name, one.description, one.afk_timeout) == ("Renamed", "about us", 900)
            assert "COMMUNITY" in one.features and one.preferred_locale is discord.Locale.german
            assert (one.verification_level, one.explicit_content_filter) == (
                discord.VerificationLevel.high,
                discord.ContentFilter.all_members,
            )
            assert one.default_notifications is discord.NotificationLevel.only_mentions
            assert one.system_channel_flags.join_notifications and not one.system_channel_flags.premium_subscriptions
            assert one.premium_progress_bar_enabled and one._safety_alerts_channel_id == updates.id
        assert (here.rules_channel, here.public_updates_channel, here.system_channel) == (rules, updates, updates)
        for asset in here.icon, here.banner, here.splash, here.discovery_splash:
            assert asset is not None and await asset.read()
        await here.edit(invites_disabled=True, raid_alerts_disabled=True)
        assert {"INVITES_DISABLED", "RAID_ALERTS_DISABLED"} <= set((await client.fetch_guild(here.id)).features)
        preview = await client.fetch_guild_preview(here.id)
        assert (preview.name, preview.description, preview.approximate_member_count) == ("Renamed", "about us", 2)
        mine = [one async for one in client.fetch_guilds(with_counts=True)]
        assert [(one.id, one.approximate_member_count) for one in mine] == [(here.id, 2)]
        with pytest.raises(discord.Forbidden):
            await client.http.edit_guild(here.id, owner_id=int(bot.id))
        await assert_cache_is_true(client, here.id)


async def test_hikari_edits_a_guild(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, here = client.rest, int(guild.id)
        updates = await rest.create_guild_text_channel(here, "updates")
        editing = rest.edit_guild(
            here,
            name="Renamed",
            description="about us",
            banner=pictures.png(),
            splash=pictures.png(),
            discovery_splash=pictures.png(),
            verification_level=hikari.GuildVerificationLevel.HIGH,
            default_message_notifications=hikari.GuildMessageNotificationsLevel.ONLY_MENTIONS,
            explicit_content_filter_level=hikari.GuildExplicitContentFilterLevel.ALL_MEMBERS,
            afk_channel=int(guild.voice),
            afk_timeout=300,
            features=[hikari.GuildFeature.COMMUNITY],
            rules_channel=updates,
            public_updates_channel=updates,
            safety_alerts_channel=updates,
            system_channel=updates,
            system_channel_flags=hikari.GuildSystemChannelFlag.SUPPRESS_USER_JOIN,
            preferred_locale=hikari.Locale.DE,
            premium_progress_bar_enabled=True,
            reason="all at once",
        )
        edited, event = await hikari_bot.after(client, hikari.GuildUpdateEvent, editing)
        assert event.old_guild is not None and event.old_guild.name == "a guild"
        held, given = hikari_bot.plain(event.guild), hikari_bot.plain(edited)
        assert held == {name: given[name] for name in held}
        assert (edited.rules_channel_id, edited.afk_timeout.total_seconds()) == (updates.id, 300)
        assert edited.system_channel_flags == hikari.GuildSystemChannelFlag.SUPPRESS_USER_JOIN
        assert edited.preferred_locale == hikari.Locale.DE and edited.make_banner_url() is not None
        assert (await rest.fetch_guild_preview(here)).description == "about us"
        assert (await rest.fetch_guild(here)).approximate_member_count == 2
        (mine,) = await rest.fetch_my_guilds()
        assert (mine.id, mine.is_owner, int(mine.my_permissions)) == (here, False, ALL)
        assert "local" in [region.id for region in await rest.fetch_guild_voice_regions(here)]
        assert await rest.fetch_gateway_url() == world.addresses.gateway
        with pytest.raises(hikari.ForbiddenError):
            await rest.delete_guild(here)
        await hikari_bot.assert_cache_is_true(client, here)


async def test_discord_py_sees_integrations(world: World) -> None:
    guild = await world.guild()
    bot, other = await world.bot(guild, permissions=ALL), await world.bot()
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        _, made = await after(
            client,
            "integration_create",
            world.add_bot(other, guild),
            lambda integration: integration.application.id == int(other.id),
        )
        assert (made.name, made.type, made.user) == (other.name, "discord", None)
        listed = {
            one.application.id: one for one in await here.integrations() if isinstance(one, discord.BotIntegration)
        }
        assert listed.keys() == {int(bot.id), int(other.id)}
        theirs = listed[int(other.id)]
        assert theirs.user is not None and theirs.user.id == int(guild.owner.id)
        assert theirs.application.user is not None and theirs.application.user.bot and "bot" in theirs.scopes
        _, gone = await after(client, "raw_integration_delete", theirs.delete(reason="enough"))
        assert (gone.integration_id, gone.application_id) == (theirs.id, int(other.id))
        assert len(await here.integrations()) == 1


async def test_hikari_sees_integrations(world: World) -> None:
    guild = await world.guild()
    bot, other = await world.bot(guild, permissions=ALL), await world.bot()
    async with hikari_bot.running(bot) as client:
        coming = world.add_bot(other, guild)
        _, made = await hikari_bot.after(client, hikari.IntegrationCreateEvent, coming)
        assert made.application_id == int(other.id) and made.integration.name == other.name
        listed = {one.application.id for one in await client.rest.fetch_integrations(int(guild.id)) if one.application}
        assert listed == {int(bot.id), int(other.id)}
        leaving = guild.owner.delete(f"/guilds/{guild.id}/integrations/{made.integration.id}")
        _, gone = await hikari_bot.after(client, hikari.IntegrationDeleteEvent, leaving)
        assert gone.id == made.integration.id
