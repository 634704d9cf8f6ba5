"""Pins, by both kinds of routes."""

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import World


async def test_pins(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    message = await bot.post(f"/channels/{guild.channel}/messages", {"content": "hi"})
    here = {"channel_id": guild.channel, "message_id": message["id"]}
    for old in "", "deprecated_":
        await answers.of(bot, f"{old}create_pin", **here)
        await answers.of(bot, f"{old}list_pins", channel_id=guild.channel)
        await answers.of(bot, f"{old}delete_pin", **here)
