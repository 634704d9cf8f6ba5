"""What the gateway is told of sounds. Docs: events/gateway-events#guild-soundboard-sound-create."""

from collections.abc import Iterable

import msgspec

from core.events import Draft, guild_topic
from core.wire import UNSET, Snowflake, UnsetType
from domain.soundboard.records import SoundboardSound


class SoundDeleted(msgspec.Struct):
    sound_id: Snowflake
    guild_id: Snowflake


class GuildSounds(msgspec.Struct):
    guild_id: Snowflake
    soundboard_sounds: list[SoundboardSound]


class EffectEmoji(msgspec.Struct):
    id: Snowflake | None
    name: str
    animated: bool = False


class VoiceChannelEffect(msgspec.Struct, kw_only=True):
    """`animation_type` and `animation_id` are of emojis that fly about, and no sound has any."""

    channel_id: Snowflake
    guild_id: Snowflake
    user_id: Snowflake
    emoji: EffectEmoji | None
    animation_type: int | None = None
    animation_id: int | UnsetType = UNSET
    sound_id: Snowflake
    sound_volume: float


EVENTS = {
    "GUILD_SOUNDBOARD_SOUND_CREATE": SoundboardSound,
    "GUILD_SOUNDBOARD_SOUND_UPDATE": SoundboardSound,
    "GUILD_SOUNDBOARD_SOUND_DELETE": SoundDeleted,
    "GUILD_SOUNDBOARD_SOUNDS_UPDATE": GuildSounds,
    "VOICE_CHANNEL_EFFECT_SEND": VoiceChannelEffect,
}


def guild_soundboard_sound_create(guild_id: int, sound: SoundboardSound) -> Draft:
    return Draft(guild_topic(guild_id), "GUILD_SOUNDBOARD_SOUND_CREATE", sound)


def guild_soundboard_sound_update(guild_id: int, sound: SoundboardSound) -> Draft:
    return Draft(guild_topic(guild_id), "GUILD_SOUNDBOARD_SOUND_UPDATE", sound)


def guild_soundboard_sound_delete(guild_id: int, sound_id: int) -> Draft:
    deleted = SoundDeleted(Snowflake(sound_id), Snowflake(guild_id))
    return Draft(guild_topic(guild_id), "GUILD_SOUNDBOARD_SOUND_DELETE", deleted)


def guild_soundboard_sounds_update(guild_id: int, sounds: list[SoundboardSound]) -> Draft:
    return Draft(guild_topic(guild_id), "GUILD_SOUNDBOARD_SOUNDS_UPDATE", GuildSounds(Snowflake(guild_id), sounds))


def voice_channel_effect_send(effect: VoiceChannelEffect, listeners: Iterable[int]) -> Draft:
    """For those who are in the channel: at least one, who sends it."""
    return Draft(
        guild_topic(effect.guild_id),
        "VOICE_CHANNEL_EFFECT_SEND",
        effect,
        channel_id=effect.channel_id,
        user_id=effect.user_id,
        receivers=tuple(listeners),
    )
