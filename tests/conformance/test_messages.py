"""Messages and reactions."""

from tests.conformance.driver import EMBED, Driver
from tests.contract.scene import ADMINISTRATOR
from tests.world import Bot, Guild, Json, World

THUMB = "%F0%9F%91%8D"


def _selects(guild: Guild, bot: Bot) -> list[Json]:
    """A select of each kind that is filled with something beforehand."""
    return [
        {"type": kind, "custom_id": name, "default_values": [{"type": name, "id": one}]}
        for kind, name, one in ((5, "user", bot.id), (6, "role", guild.id), (8, "channel", guild.channel))
    ]


async def test_messages(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ADMINISTRATOR)
    channel = guild.channel
    first = await answers.of(bot, "create_message", {"content": "first", "nonce": 5}, channel_id=channel)
    rich = {"embeds": [EMBED], "message_reference": {"message_id": first["id"]}}
    second = await answers.of(bot, "create_message", rich, channel_id=channel)
    here = {"channel_id": channel, "message_id": second["id"]}
    filled = {"components": [{"type": 1, "components": [one]} for one in _selects(guild, bot)]}
    await answers.of(bot, "create_message", filled, channel_id=channel)
    await answers.of(bot, "update_message", {"content": "changed"}, **here)
    await answers.of(bot, "add_my_message_reaction", **here, emoji_name=THUMB)
    await answers.of(bot, "list_message_reactions_by_emoji", **here, emoji_name=THUMB)
    await answers.of(bot, "get_message", **here)
    await answers.of(bot, "list_messages", channel_id=channel)
    await answers.of(bot, "delete_my_message_reaction", **here, emoji_name=THUMB)
    for emptied in ("delete_all_message_reactions_by_emoji", "delete_user_message_reaction"):
        await bot.put(f"/channels/{channel}/messages/{second['id']}/reactions/{THUMB}/@me")
        await answers.of(bot, emptied, **here, emoji_name=THUMB, **({"user_id": bot.id} if "user" in emptied else {}))
    await answers.of(bot, "delete_all_message_reactions", **here)
    third = await bot.post(f"/channels/{channel}/messages", {"content": "third"})
    await answers.of(bot, "delete_message", channel_id=channel, message_id=third["id"])
    await answers.of(bot, "bulk_delete_messages", {"messages": [first["id"], second["id"]]}, channel_id=channel)
