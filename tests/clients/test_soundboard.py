"""Sounds by discord.py's own methods; hikari has none for them."""

from tests.clients.discord_py import after, discord, running
from tests.sounds import tagged_mp3
from tests.world import World

ALL = discord.Permissions.all().value


async def test_discord_py_keeps_and_plays_sounds(world: World) -> None:
    guild = await world.guild()
    bot = await world.bot(guild, permissions=ALL)
    async with running(bot) as client:
        here, voice = client.get_guild(int(guild.id)), client.get_channel(int(guild.voice))
        assert here is not None and isinstance(voice, discord.VoiceChannel)
        making = here.create_soundboard_sound(
            name="quack", sound=tagged_mp3(), volume=0.5, emoji="🦆", reason="for joy"
        )
        made, _ = await after(client, "soundboard_sound_create", making)
        assert (made.name, made.volume, str(made.emoji)) == ("quack", 0.5, "🦆")
        assert await here.fetch_soundboard_sounds() == [made]
        assert await here.fetch_soundboard_sound(made.id) == made
        assert list(here.soundboard_sounds) == [made]
        assert await made.read() == tagged_mp3()
        await after(client, "voice_state_update", here.change_voice_state(channel=voice))
        defaults = await client.fetch_soundboard_default_sounds()
        for sound in (made, defaults[0]):
            _, effect = await after(client, "voice_channel_effect", voice.send_sound(sound))
            assert effect.user == here.me and effect.sound is not None
            assert (effect.sound.id, effect.sound.volume) == (sound.id, sound.volume)
            assert effect.sound.is_default() == (sound is defaults[0])
        _, (_, edited) = await after(client, "soundboard_sound_update", made.edit(name="honk", volume=1.0))
        assert (edited.name, edited.volume) == ("honk", 1.0)
        entries = [entry.action async for entry in here.audit_logs(limit=2)]
        assert entries == [
            discord.AuditLogAction.soundboard_sound_update,
            discord.AuditLogAction.soundboard_sound_create,
        ]
        await after(client, "soundboard_sound_delete", edited.delete())
        assert await here.fetch_soundboard_sounds() == []
