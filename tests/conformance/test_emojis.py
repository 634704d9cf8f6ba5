"""Emojis of guilds and of applications."""

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.pictures import png, uri
from tests.world import World


async def test_emojis(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    picture = {"name": "an_emoji", "image": uri(png())}
    for kind, place in (("guild", {"guild_id": guild.id}), ("application", {"application_id": bot.id})):
        made = await answers.of(bot, f"create_{kind}_emoji", picture, **place)
        one = {**place, "emoji_id": made["id"]}
        await answers.of(bot, f"list_{kind}_emojis", **place)
        await answers.of(bot, f"get_{kind}_emoji", **one)
        await answers.of(bot, f"update_{kind}_emoji", {"name": "renamed"}, **one)
        await answers.of(bot, f"delete_{kind}_emoji", **one)
