"""Stickers of guilds, and messages with them."""

from tests.conformance.driver import Driver
from tests.contract.scene import ADMINISTRATOR
from tests.pictures import png
from tests.world import World


async def test_stickers(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    form = {"data": {"name": "a sticker", "tags": "a tag"}, "files": {"file": ("a.png", png())}}
    made = await answers.of(bot, "create_guild_sticker", guild_id=guild.id, **form)
    one = {"guild_id": guild.id, "sticker_id": made["id"]}
    await answers.of(bot, "list_guild_stickers", guild_id=guild.id)
    await answers.of(bot, "get_guild_sticker", **one)
    await answers.of(bot, "get_sticker", sticker_id=made["id"])
    await answers.of(bot, "list_sticker_packs")
    await answers.none_of(bot, "get_sticker_pack", 10061, pack_id=made["id"])
    await answers.of(bot, "get_guild", guild_id=guild.id)
    sent = await answers.of(bot, "create_message", {"sticker_ids": [made["id"]]}, channel_id=guild.channel)
    reply = {"content": "a reply", "message_reference": {"message_id": sent["id"]}}
    await answers.of(bot, "create_message", reply, channel_id=guild.channel)
    await answers.of(bot, "update_guild_sticker", {"description": "renamed"}, **one)
    await answers.of(bot, "delete_guild_sticker", **one)
