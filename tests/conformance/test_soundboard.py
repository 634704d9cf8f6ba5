"""Sounds of guilds, and playing them."""

from tests.conformance.driver import Driver
from tests.sounds import mp3, sound_uri
from tests.voice import join
from tests.world import World


async def test_soundboard(world: World, answers: Driver) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=1 << 3)
    body = {"name": "quack", "sound": sound_uri(mp3()), "volume": 0.5, "emoji_name": "🦆"}
    made = await answers.of(bot, "create_guild_soundboard_sound", body, guild_id=guild.id)
    one = {"guild_id": guild.id, "sound_id": made["sound_id"]}
    await answers.of(bot, "list_guild_soundboard_sounds", guild_id=guild.id)
    await answers.of(bot, "get_guild_soundboard_sound", **one)
    await answers.of(bot, "get_soundboard_default_sounds")
    await join(await bot.connect(), guild.id, guild.voice)
    await answers.of(bot, "send_soundboard_sound", {"sound_id": made["sound_id"]}, channel_id=guild.voice)
    await answers.of(bot, "update_guild_soundboard_sound", {"name": "honk"}, **one)
    await answers.of(bot, "delete_guild_soundboard_sound", **one)
