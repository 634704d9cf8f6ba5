"""Sounds of guilds, those that everybody has, and playing them in voice channels. Docs: resources/soundboard."""

from core import codes
from core.wire import Snowflake
from domain.soundboard import actions, defaults, queries
from domain.soundboard.records import CreateSound, EditSound, SendSound, SoundboardSound, SoundsOfGuild
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_GUILD = "/guilds/{guild_id}/soundboard-sounds"
_ONE = "/{sound_id}"
_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)
_CHANGED = (*_IN_GUILD, codes.MISSING_PERMISSIONS, codes.UNKNOWN_SOUND)


@operation(
    "POST",
    "/channels/{channel_id}/send-soundboard-sound",
    who=Who.ACCOUNT,
    bucket=buckets.SEND_SOUND,
    problems=(
        codes.UNKNOWN_CHANNEL,
        codes.MISSING_ACCESS,
        codes.MISSING_PERMISSIONS,
        codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE,
        codes.TARGET_NOT_CONNECTED_TO_VOICE,
        codes.CANNOT_SEND_VOICE_EFFECT,
        codes.UNKNOWN_SOUND,
        codes.UNKNOWN_MEMBER,
    ),
)
async def send_soundboard_sound(call: Call, channel_id: Snowflake, body: SendSound) -> None:
    """Play a sound in the voice channel that one is in."""
    here = await call.in_channel(channel_id)
    await actions.play(call.database, call.instance.bus, here, body)


@operation("GET", "/soundboard-default-sounds", who=Who.ACCOUNT, bucket=buckets.READ)
async def get_soundboard_default_sounds(_: Call) -> list[SoundboardSound]:
    """The sounds that everybody has."""
    return list(defaults.SOUNDS.values())


@operation("GET", _GUILD, who=Who.ACCOUNT, bucket=buckets.READ, problems=_IN_GUILD)
async def list_guild_soundboard_sounds(call: Call, guild_id: Snowflake) -> SoundsOfGuild:
    """The sounds of a guild."""
    here = await call.in_guild(guild_id)
    return SoundsOfGuild(await queries.list_in_guild(call.database, here))


@operation("GET", _GUILD + _ONE, who=Who.ACCOUNT, bucket=buckets.READ, problems=(*_IN_GUILD, codes.UNKNOWN_SOUND))
async def get_guild_soundboard_sound(call: Call, guild_id: Snowflake, sound_id: Snowflake) -> SoundboardSound:
    """A sound of a guild."""
    here = await call.in_guild(guild_id)
    return await queries.get_in_guild(call.database, here, sound_id)


@operation(
    "POST",
    _GUILD,
    who=Who.ACCOUNT,
    bucket=buckets.CREATE_SOUND,
    status=201,
    problems=(
        *_IN_GUILD,
        codes.MISSING_PERMISSIONS,
        codes.MAXIMUM_SOUNDBOARD_SOUNDS,
        codes.FILE_TOO_LARGE,
        codes.PROVIDED_FILE_INVALID,
        codes.INVALID_FILE_TYPE,
        codes.FILE_DURATION_TOO_LONG,
        codes.FILE_WITHOUT_DURATION,
    ),
)
async def create_guild_soundboard_sound(call: Call, guild_id: Snowflake, body: CreateSound) -> SoundboardSound:
    """Make a sound of an MP3 or Ogg file."""
    here = await call.in_guild(guild_id)
    return await actions.create(call.database, call.instance.objects, here, body)


@operation("PATCH", _GUILD + _ONE, who=Who.ACCOUNT, bucket=buckets.EDIT_SOUND, problems=_CHANGED)
async def update_guild_soundboard_sound(
    call: Call, guild_id: Snowflake, sound_id: Snowflake, body: EditSound
) -> SoundboardSound:
    """Change what a sound is called, how loud it is, or its emoji."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit(tx, here, sound_id, body)


@operation("DELETE", _GUILD + _ONE, who=Who.ACCOUNT, bucket=buckets.DELETE_SOUND, problems=_CHANGED)
async def delete_guild_soundboard_sound(call: Call, guild_id: Snowflake, sound_id: Snowflake) -> None:
    """Delete a sound."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.delete(tx, here, sound_id)


OPERATIONS = [
    send_soundboard_sound,
    get_soundboard_default_sounds,
    list_guild_soundboard_sounds,
    get_guild_soundboard_sound,
    create_guild_soundboard_sound,
    update_guild_soundboard_sound,
    delete_guild_soundboard_sound,
]
