"""Making, changing and deleting stickers. Each needs the lock of the guild.

Messages with a sticker that is deleted still say what it was; its file goes.
"""

import msgspec

from core import codes, snowflakes
from core.database import Database, Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import UNSET
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.permissions.bits import Permission
from domain.stickers import events, files, queries, rules, store
from domain.stickers.records import CreateSticker, EditSticker, GuildSticker, StoredSticker

_NOT_LOGGED = frozenset({"id", "user"})


async def create(
    database: Database, objects: Objects, here: GuildAccess, form: CreateSticker, content: bytes
) -> GuildSticker:
    """Raises 50013, 50035, 30039 when the guild has all that it may have, and what `files.look_at` raises."""
    here.require(Permission.CREATE_GUILD_EXPRESSIONS)
    description = rules.description(form.description)
    sticker_id = snowflakes.make()
    async with (
        files.kept(objects, sticker_id, content) as kind,
        database.transaction(lock=here.guild_id) as tx,
    ):
        features = await store.find_features(tx, here.guild_id)
        if features is None:
            raise Problem(codes.UNKNOWN_GUILD)
        rules.require_format(kind, features)
        rules.require_room(await store.count(tx, here.guild_id))
        sticker = StoredSticker(
            id=sticker_id,
            guild_id=here.guild_id,
            name=form.name,
            description=description,
            tags=form.tags,
            format_type=int(kind),
            user_id=here.user_id,
        )
        await store.insert(tx, sticker)
        await _tell(tx, here, None, sticker)
        return await queries.with_user(tx, sticker)


async def edit(tx: Transaction, here: GuildAccess, sticker_id: int, body: EditSticker) -> GuildSticker:
    """Raises 10060, 50013, 50035."""
    before = await queries.get(tx, here.guild_id, sticker_id)
    rules.require_change(here, before)
    sticker = msgspec.structs.replace(
        before,
        name=before.name if body.name is UNSET else body.name,
        tags=before.tags if body.tags is UNSET else body.tags,
        description=before.description if body.description is UNSET else rules.description(body.description),
    )
    if sticker != before:
        await store.update(tx, sticker)
        await _tell(tx, here, before, sticker)
    return await queries.with_user(tx, sticker)


async def delete(tx: Transaction, here: GuildAccess, sticker_id: int) -> None:
    """Raises 10060, 50013."""
    sticker = await queries.get(tx, here.guild_id, sticker_id)
    rules.require_change(here, sticker)
    await store.delete(tx, here.guild_id, sticker_id)
    await files.delete_later(tx, [sticker_id])
    await _tell(tx, here, sticker, None)


async def delete_all(tx: Transaction, guild_id: int) -> None:
    """Deletes the stickers of a guild that goes. Nobody is told."""
    await files.delete_later(tx, await store.delete_all(tx, guild_id))


async def _tell(tx: Transaction, here: GuildAccess, before: StoredSticker | None, after: StoredSticker | None) -> None:
    """Tells the gateway, and the audit log."""
    tx.emit(events.guild_stickers_update(here.guild_id, await queries.of_guild(tx, here.guild_id)))
    known = after or before
    assert known is not None
    if before is None:
        action = AuditLogEvent.STICKER_CREATE
    else:
        action = AuditLogEvent.STICKER_UPDATE if after is not None else AuditLogEvent.STICKER_DELETE
    was, is_now = before and before.shown(), after and after.shown()
    await audit_log.add(tx, here, action, known.id, between(was, is_now, but=_NOT_LOGGED))
