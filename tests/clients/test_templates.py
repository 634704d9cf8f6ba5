"""Templates, widgets and incident actions through discord.py."""

import datetime as dt

from tests.clients.discord_py import after, discord, running
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
        assert (await client.fetch_template(template.code)).is_dirty
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
