"""Making, changing, deleting and playing sounds. All but playing needs the lock of the guild."""

import msgspec
from emoji import is_emoji

from core import codes, form_codes, snowflakes
from core.bus import Bus
from core.database import Database, Reader, Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import ChannelAccess, GuildAccess
from domain.channels.records import VOICE_TYPES
from domain.emojis import queries as emojis
from domain.members import queries as members
from domain.permissions.bits import Permission
from domain.soundboard import events, files, queries, rules, store
from domain.soundboard.events import EffectEmoji, VoiceChannelEffect
from domain.soundboard.records import CreateSound, EditSound, SendSound, SoundboardSound, StoredSound
from domain.voice_states import queries as voice_states

_NOT_LOGGED = frozenset({"sound_id", "user"})


async def create(database: Database, objects: Objects, here: GuildAccess, body: CreateSound) -> SoundboardSound:
    """Raises 50013, 50035, 30045 when the guild has all that it may have, and what `files.look_at` raises."""
    here.require(Permission.CREATE_GUILD_EXPRESSIONS)
    sound_id = snowflakes.make()
    async with (
        files.kept(objects, sound_id, body.sound),
        database.transaction(lock=here.guild_id) as tx,
    ):
        if not await store.has_guild(tx, here.guild_id):
            raise Problem(codes.UNKNOWN_GUILD)
        rules.require_room(await store.count(tx, here.guild_id))
        emoji_id, emoji_name = await _emoji(tx, here.guild_id, body.emoji_id, body.emoji_name)
        sound = StoredSound(
            guild_id=here.guild_id,
            id=sound_id,
            name=body.name,
            volume=1.0 if body.volume is None else body.volume,
            emoji_id=emoji_id,
            emoji_name=emoji_name,
            user_id=here.user_id,
        )
        await store.insert(tx, sound)
        tx.emit(events.guild_soundboard_sound_create(here.guild_id, sound.shown()))
        await _log(tx, here, AuditLogEvent.SOUNDBOARD_SOUND_CREATE, None, sound)
        return await queries.with_user(tx, sound)


async def edit(tx: Transaction, here: GuildAccess, sound_id: int, body: EditSound) -> SoundboardSound:
    """An emoji takes the place of the one that there is, of whichever kind. Raises 10097, 50013, 50035."""
    before = await queries.get(tx, here.guild_id, sound_id)
    rules.require_change(here, before)
    sound = msgspec.structs.replace(before, name=before.name if body.name is UNSET else body.name)
    if body.volume is not UNSET:
        sound = msgspec.structs.replace(sound, volume=1.0 if body.volume is None else body.volume)
    if body.emoji_id is not UNSET or body.emoji_name is not UNSET:
        given_id = None if body.emoji_id is UNSET else body.emoji_id
        given_name = None if body.emoji_name is UNSET else body.emoji_name
        emoji_id, emoji_name = await _emoji(tx, here.guild_id, given_id, given_name)
        sound = msgspec.structs.replace(sound, emoji_id=emoji_id, emoji_name=emoji_name)
    if sound != before:
        await store.update(tx, sound)
        tx.emit(events.guild_soundboard_sound_update(here.guild_id, sound.shown()))
        await _log(tx, here, AuditLogEvent.SOUNDBOARD_SOUND_UPDATE, before, sound)
    return await queries.with_user(tx, sound)


async def delete(tx: Transaction, here: GuildAccess, sound_id: int) -> None:
    """Raises 10097, 50013."""
    sound = await queries.get(tx, here.guild_id, sound_id)
    rules.require_change(here, sound)
    await store.delete(tx, here.guild_id, sound_id)
    await files.delete_later(tx, [sound_id])
    tx.emit(events.guild_soundboard_sound_delete(here.guild_id, sound_id))
    await _log(tx, here, AuditLogEvent.SOUNDBOARD_SOUND_DELETE, sound, None)


async def forget_emoji(tx: Transaction, guild_id: int, emoji_id: int) -> None:
    """Takes an emoji that is deleted from the sounds that have it, and tells of all sounds if there are any."""
    if await store.forget_emoji(tx, guild_id, emoji_id):
        tx.emit(events.guild_soundboard_sounds_update(guild_id, await queries.of_guild(tx, guild_id)))


async def delete_all(tx: Transaction, guild_id: int) -> None:
    """Deletes the sounds of a guild that goes. Nobody is told."""
    await files.delete_later(tx, await store.delete_all(tx, guild_id))


async def play(reader: Reader, bus: Bus, here: ChannelAccess, body: SendSound) -> None:
    """Plays a sound to all who are in the voice channel, the caller among them; nothing of it is kept.

    Raises 50013, 50024, 40032, 50167, 10097, 10007 when he has just left the guild.
    """
    if here.guild is not None:
        here.require(Permission.SPEAK | Permission.USE_SOUNDBOARD)
    if here.type not in VOICE_TYPES:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    own = await voice_states.find(reader, here.guild_id, here.user_id)
    if own is None or own.channel_id != here.channel_id:
        raise Problem(codes.TARGET_NOT_CONNECTED_TO_VOICE)
    rules.require_heard(own.shown(await members.get(reader, here.guild_id, here.user_id)))
    sound = await queries.get_playable(reader, here, body)
    effect = VoiceChannelEffect(
        channel_id=Snowflake(here.channel_id),
        guild_id=Snowflake(here.guild_id),
        user_id=Snowflake(here.user_id),
        emoji=await _shown_emoji(reader, sound),
        sound_id=sound.sound_id,
        sound_volume=sound.volume,
    )
    listeners = {here.user_id, *await voice_states.list_ids(reader, here.guild_id, here.channel_id)}
    draft = events.voice_channel_effect_send(effect, listeners)
    await bus.publish(draft.event(snowflakes.make()))


async def _emoji(
    reader: Reader, guild_id: int, emoji_id: int | None, emoji_name: str | None
) -> tuple[int | None, str | None]:
    """One of the guild's own, else a unicode one, else none. Raises 50035 for what is no emoji here."""
    if emoji_id:
        custom = (await emojis.by_ids(reader, [emoji_id])).get(emoji_id)
        if custom is None or custom.owner_id != guild_id:
            raise Problem.invalid("emoji_id", form_codes.BASE_TYPE_INVALID, reason="There is no such emoji here.")
        return custom.id, None
    if emoji_name is not None and not is_emoji(emoji_name):
        raise Problem.invalid("emoji_name", form_codes.BASE_TYPE_INVALID, reason="Not a standard emoji.")
    return None, emoji_name


async def _shown_emoji(reader: Reader, sound: SoundboardSound) -> EffectEmoji | None:
    """None as well when the emoji has been deleted."""
    if sound.emoji_id is None:
        return EffectEmoji(None, sound.emoji_name) if sound.emoji_name else None
    custom = (await emojis.by_ids(reader, [sound.emoji_id])).get(sound.emoji_id)
    return EffectEmoji(sound.emoji_id, custom.name, custom.animated) if custom else None


async def _log(
    tx: Transaction, here: GuildAccess, action: AuditLogEvent, before: StoredSound | None, after: StoredSound | None
) -> None:
    known = after or before
    assert known is not None
    was, is_now = before and before.shown(), after and after.shown()
    await audit_log.add(tx, here, action, known.id, between(was, is_now, but=_NOT_LOGGED))
