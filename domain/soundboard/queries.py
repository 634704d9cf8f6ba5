"""Reading sounds, and who may play which."""

from collections.abc import Sequence

from core import codes
from core.database import Reader
from core.objects import Objects
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import ChannelAccess, GuildAccess
from domain.permissions.bits import Permission
from domain.soundboard import defaults, files, store
from domain.soundboard.records import SendSound, SoundboardSound, StoredSound
from domain.users import queries as users


async def of_guild(reader: Reader, guild_id: int) -> list[SoundboardSound]:
    """By rising id, as all members know them: without who made them."""
    return [sound.shown() for sound in await store.list_of(reader, guild_id)]


async def list_in_guild(reader: Reader, here: GuildAccess) -> list[SoundboardSound]:
    """Says who made them if the caller could make or change some himself."""
    sounds = await store.list_of(reader, here.guild_id)
    return await _with_users(reader, sounds) if _is_told_makers(here) else [sound.shown() for sound in sounds]


async def get_in_guild(reader: Reader, here: GuildAccess, sound_id: int) -> SoundboardSound:
    """Says who made it if the caller could make or change some himself. Raises 10097."""
    sound = await get(reader, here.guild_id, sound_id)
    return await with_user(reader, sound) if _is_told_makers(here) else sound.shown()


async def get(reader: Reader, guild_id: int, sound_id: int) -> StoredSound:
    """Raises 10097."""
    sound = await store.find(reader, guild_id, sound_id)
    if sound is None:
        raise Problem(codes.UNKNOWN_SOUND)
    return sound


async def get_playable(reader: Reader, here: ChannelAccess, body: SendSound) -> SoundboardSound:
    """The sound that the caller wants to play here: one of the guild, of another of his guilds, or of everybody's.

    Raises 50013 for another guild's without USE_EXTERNAL_SOUNDS, and 10097.
    """
    if common := defaults.SOUNDS.get(body.sound_id):
        return common
    guild_id = body.source_guild_id or here.guild_id
    if guild_id != here.guild_id:
        here.require(Permission.USE_EXTERNAL_SOUNDS)
        if not await store.is_member(reader, guild_id, here.user_id):
            raise Problem(codes.UNKNOWN_SOUND)
    return (await get(reader, guild_id, body.sound_id)).shown()


async def find_file(objects: Objects, sound_id: int) -> bytes | None:
    return defaults.file(sound_id) or await objects.get(files.key(sound_id))


async def with_user(reader: Reader, sound: StoredSound) -> SoundboardSound:
    """With who made it."""
    return (await _with_users(reader, [sound]))[0]


async def _with_users(reader: Reader, sounds: Sequence[StoredSound]) -> list[SoundboardSound]:
    people = await users.by_ids(reader, {sound.user_id for sound in sounds})
    return [sound.shown(people.get(sound.user_id, UNSET)) for sound in sounds]


def _is_told_makers(here: GuildAccess) -> bool:
    return here.may(Permission.CREATE_GUILD_EXPRESSIONS) or here.may(Permission.MANAGE_GUILD_EXPRESSIONS)
