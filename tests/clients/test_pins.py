"""Pins through discord.py."""

from tests.clients.discord_py import after, discord, running
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_pins(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        channel = client.get_channel(int(guild.channel))
        assert isinstance(channel, discord.TextChannel)
        first, second = await channel.send("first"), await channel.send("second")
        await after(client, "guild_channel_pins_update", first.pin())
        _, (where, last) = await after(client, "guild_channel_pins_update", second.pin())
        pins = [message async for message in channel.pins()]
        assert [message.id for message in pins] == [second.id, first.id]
        assert where == channel and last == pins[0].pinned_at
        assert [message.id async for message in channel.pins(before=pins[0].pinned_at)] == [first.id]
        await second.unpin()
        assert [message.id async for message in channel.pins()] == [first.id]
        kinds = [message.type async for message in channel.history(limit=1)]
        assert kinds == [discord.MessageType.pins_add]
