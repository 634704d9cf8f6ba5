"""Soundboards through discord.py; hikari has no methods for them."""

from tests.clients.discord_py import after, discord, running, until
from tests.sounds import tagged_mp3
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_keeps_and_plays_sounds(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here, voice = client.get_guild(int(guild.id)), client.get_channel(int(guild.voice))
        assert here is not None and isinstance(voice, discord.VoiceChannel)
        making = here.create_soundboard_sound(name="quack", sound=tagged_mp3(), volume=0.5, emoji="🦆", reason="joy")
        made, told = await after(client, "soundboard_sound_create", making)
        assert (made.id, made.name, made.volume, str(made.emoji)) == (told.id, "quack", 0.5, "🦆")
        assert made.available and told.guild == here and await made.read() == tagged_mp3()
        fetched = await here.fetch_soundboard_sound(made.id)
        assert fetched.user == here.me and await here.fetch_soundboard_sounds() == [made]
        edited, (_, now) = await after(
            client, "soundboard_sound_update", made.edit(name="honk", volume=1, emoji=None, reason="louder")
        )
        assert (edited.name, edited.volume, edited.emoji) == (now.name, now.volume, now.emoji) == ("honk", 1.0, None)
        assert [sound.name for sound in here.soundboard_sounds] == ["honk"]
        entries = [entry.reason async for entry in here.audit_logs(limit=2)]
        assert entries == ["louder", "joy"]
        await here.change_voice_state(channel=voice)
        await until(client, lambda: here.me in voice.members)
        _, effect = await after(client, "voice_channel_effect", voice.send_sound(now))
        assert (effect.channel, effect.user, effect.is_sound()) == (voice, here.me, True)
        assert effect.sound is not None and effect.sound.id == made.id and effect.sound.volume == 1.0
        defaults = await client.fetch_soundboard_default_sounds()
        assert len({sound.name for sound in defaults}) == len(defaults) > 0 and await defaults[0].read()
        _, effect = await after(client, "voice_channel_effect", voice.send_sound(defaults[0]))
        assert effect.sound is not None and effect.sound.is_default()
        _, gone = await after(client, "soundboard_sound_delete", now.delete(reason="enough"))
        assert gone.id == made.id and not here.soundboard_sounds
        await here.change_voice_state(channel=None)


async def test_discord_py_is_given_the_sounds_that_there_are(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here = client.get_guild(int(guild.id))
        assert here is not None
        made = await here.create_soundboard_sound(name="quack", sound=tagged_mp3())
    async with running(bot) as client:
        again = client.get_guild(int(guild.id))
        assert again is not None and [sound.id for sound in again.soundboard_sounds] == [made.id]
