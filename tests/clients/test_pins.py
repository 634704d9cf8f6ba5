"""Pins by the libraries' own methods."""

from tests.clients import test_hikari as hikari_bot
from tests.clients.discord_py import after, discord, running
from tests.clients.test_hikari import hikari
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
        _, (where, last) = await after(
            client, "guild_channel_pins_update", first.unpin(reason="old"), lambda _, last: last is None
        )
        assert (where, last) == (channel, None)


async def test_hikari_pins(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with hikari_bot.running(bot) as client:
        rest, channel = client.rest, int(guild.channel)
        first, second = await rest.create_message(channel, "first"), await rest.create_message(channel, "second")
        await rest.pin_message(channel, first)
        pinning = rest.pin_message(channel, second)
        _, event = await hikari_bot.after(client, hikari.GuildPinsUpdateEvent, pinning)
        pins = await rest.fetch_pins(channel)
        assert [pin.message.id for pin in pins] == [second.id, first.id]
        assert event.channel_id == channel and event.last_pin_timestamp is not None
        await hikari_bot.after(client, hikari.GuildPinsUpdateEvent, rest.unpin_message(channel, second))
        assert [pin.message.content for pin in await rest.fetch_pins(channel)] == ["first"]
        assert (await rest.fetch_message(channel, first)).is_pinned
