"""Templates, widgets and incident actions through discord.py and hikari."""

import datetime as dt

from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import running as hikari_running
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_templates(world: World) -> None:
    made = await world.guild()
    bot = await world.bot(made, permissions=ALL)
    async with running(bot) as client:
        guild = client.get_guild(int(made.id))
        assert guild is not None
        template = await guild.create_template(name="a pattern", description="to copy")
        assert (template.creator and template.creator.id, template.is_dirty) == (int(bot.id), False)
        source = template.source_guild
        assert sorted(one.name for one in source.channels) == sorted(one.name for one in guild.channels)
        assert source.system_channel and source.system_channel.name == "general"
        await guild.create_text_channel("another")
        assert (await client.fetch_template(template.code)).is_dirty is None
        assert [one.is_dirty for one in await guild.templates()] == [True]
        assert (await template.sync()).is_dirty is False
        assert (await template.edit(name="renamed")).name == "renamed"
        assert [one.code for one in await guild.templates()] == [template.code]
        await template.delete()
        assert await guild.templates() == []


async def test_discord_py_widgets(world: World) -> None:
    member = await world.user()
    made = await world.guild(members=[member])
    bot = await world.bot(made, permissions=ALL)
    await member.connect()
    async with running(bot) as client:
        guild = client.get_guild(int(made.id))
        assert guild is not None
        channel = guild.get_channel(int(made.channel))
        _, (_, changed) = await after(client, "guild_update", guild.edit_widget(enabled=True, channel=channel))
        assert (changed.widget_enabled, changed.widget_channel) == (True, channel)
        widget = await client.fetch_widget(guild.id)
        assert member.name in [one.name for one in widget.members] and widget.presence_count == 2
        assert [one.name for one in widget.channels] == ["General"] and widget.invite_url
        assert (await guild.widget()).id == guild.id


async def test_discord_py_incident_actions(world: World) -> None:
    made = await world.guild()
    bot = await world.bot(made, permissions=ALL)
    async with running(bot) as client:
        guild = client.get_guild(int(made.id))
        assert guild is not None
        until = discord.utils.utcnow() + dt.timedelta(hours=1)
        _, (_, changed) = await after(client, "guild_update", guild.edit(invites_disabled_until=until))
        assert changed.invites_paused() and changed.invites_paused_until == until and not changed.dms_paused()
        _, (_, changed) = await after(client, "guild_update", guild.edit(invites_disabled_until=None))
        assert not changed.invites_paused()


async def test_hikari(world: World) -> None:
    made = await world.guild()
    bot = await world.bot(made, permissions=ALL)
    tags = [{"name": "a tag", "emoji_name": "🔥"}]
    await bot.post(f"/guilds/{made.id}/channels", {"name": "posts", "type": 15, "available_tags": tags})
    async with hikari_running(bot) as client:
        rest, guild_id = client.rest, int(made.id)
        template = await rest.create_template(guild_id, "a pattern", description="to copy")
        fetched = await rest.fetch_template(template.code)
        assert fetched.source_guild.channels.keys() == template.source_guild.channels.keys() and not fetched.is_unsynced
        assert (await rest.sync_guild_template(guild_id, template)).code == template.code
        assert (await rest.edit_template(guild_id, template, name="renamed")).name == "renamed"
        assert [one.code for one in await rest.fetch_guild_templates(guild_id)] == [template.code]
        await rest.delete_template(guild_id, template)
        widget = await rest.edit_widget(guild_id, enabled=True, channel=int(made.channel))
        assert await rest.fetch_widget(guild_id) == widget and widget.is_enabled
        until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=1)
        shut = await rest.set_guild_incident_actions(guild_id, dms_disabled_until=until)
        assert shut.dms_disabled_until == until and shut.invites_disabled_until is None
