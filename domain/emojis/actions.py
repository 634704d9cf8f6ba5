"""Making, changing and deleting emojis. Each needs the lock of whose they are: the guild, or the application.

Reactions with an emoji that is deleted stay where they are, and so does its name in messages; its picture goes.
"""

import msgspec

from core import codes, snowflakes
from core.database import Database, Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import UNSET
from domain.applications import queries as applications
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.emojis import events, pictures, queries, rules, store
from domain.emojis.records import (
    CreateApplicationEmoji,
    CreateGuildEmoji,
    EditApplicationEmoji,
    EditGuildEmoji,
    Emoji,
    StoredEmoji,
)
from domain.permissions.bits import Permission
from domain.roles import queries as roles
from domain.soundboard import actions as soundboard

_NOT_LOGGED = frozenset({"id", "user", "require_colons", "managed", "available"})


async def create_in_guild(database: Database, objects: Objects, here: GuildAccess, body: CreateGuildEmoji) -> Emoji:
    """Raises 50013, 50035, 10011, and 30008 or 30018 when the guild has all that it may have."""
    here.require(Permission.CREATE_GUILD_EXPRESSIONS)
    rules.check_name(body.name)
    emoji_id = snowflakes.make()
    async with (
        pictures.kept(objects, emoji_id, body.image) as animated,
        database.transaction(lock=here.guild_id) as tx,
    ):
        role_ids = await _role_ids(tx, here)
        rules.require_room_in_guild(await store.count(tx, here.guild_id, animated=animated), animated=animated)
        emoji = StoredEmoji(
            id=emoji_id,
            owner_id=here.guild_id,
            name=body.name,
            animated=animated,
            user_id=here.user_id,
            roles=rules.chosen_roles(body.roles, role_ids),
        )
        await store.insert(tx, emoji)
        await _tell(tx, here, None, emoji)
        return await queries.with_user(tx, emoji)


async def edit_in_guild(tx: Transaction, here: GuildAccess, emoji_id: int, body: EditGuildEmoji) -> Emoji:
    """Raises 10014, 50013, 50035, 10011."""
    before = await queries.get(tx, here.guild_id, emoji_id)
    rules.require_change(here, before)
    emoji = _named(before, body)
    if body.roles is not UNSET:
        chosen = rules.chosen_roles(body.roles, await _role_ids(tx, here))
        emoji = msgspec.structs.replace(emoji, roles=chosen)
    if emoji != before:
        await store.update(tx, emoji)
        await _tell(tx, here, before, emoji)
    return await queries.with_user(tx, emoji)


async def delete_in_guild(tx: Transaction, here: GuildAccess, emoji_id: int) -> None:
    """Raises 10014, 50013."""
    emoji = await queries.get(tx, here.guild_id, emoji_id)
    rules.require_change(here, emoji)
    await _delete(tx, here.guild_id, emoji_id)
    await soundboard.forget_emoji(tx, here.guild_id, emoji_id)
    await _tell(tx, here, emoji, None)


async def delete_all(tx: Transaction, owner_id: int) -> None:
    """Deletes the emojis of a guild or an application that goes. Nobody is told."""
    await pictures.delete_later(tx, await store.delete_all(tx, owner_id))


async def create_of_application(
    database: Database, objects: Objects, application_id: int, user_id: int, body: CreateApplicationEmoji
) -> Emoji:
    """Raises 10002, 50035, 30008."""
    rules.check_name(body.name)
    emoji_id = snowflakes.make()
    async with (
        pictures.kept(objects, emoji_id, body.image) as animated,
        database.transaction(lock=application_id) as tx,
    ):
        await applications.hold(tx, application_id)
        rules.require_room_in_application(await store.count(tx, application_id))
        emoji = StoredEmoji(
            id=emoji_id,
            owner_id=application_id,
            of_application=True,
            name=body.name,
            animated=animated,
            user_id=user_id,
        )
        await store.insert(tx, emoji)
        return await queries.with_user(tx, emoji)


async def edit_of_application(tx: Transaction, application_id: int, emoji_id: int, body: EditApplicationEmoji) -> Emoji:
    """Raises 10014, 50035."""
    emoji = _named(await queries.get(tx, application_id, emoji_id), body)
    await store.update(tx, emoji)
    return await queries.with_user(tx, emoji)


async def delete_of_application(tx: Transaction, application_id: int, emoji_id: int) -> None:
    """Raises 10014."""
    await queries.get(tx, application_id, emoji_id)
    await _delete(tx, application_id, emoji_id)


def _named(emoji: StoredEmoji, body: EditApplicationEmoji) -> StoredEmoji:
    if body.name is UNSET:
        return emoji
    rules.check_name(body.name)
    return msgspec.structs.replace(emoji, name=body.name)


async def _role_ids(tx: Transaction, here: GuildAccess) -> set[int]:
    """Raises 10004 when the guild has been deleted meanwhile, for it has always one."""
    role_ids = {int(role.id) for role in await roles.list_roles(tx, here.guild_id)}
    if not role_ids:
        raise Problem(codes.UNKNOWN_GUILD)
    return role_ids


async def _delete(tx: Transaction, owner_id: int, emoji_id: int) -> None:
    await store.delete(tx, owner_id, emoji_id)
    await pictures.delete_later(tx, [emoji_id])


async def _tell(tx: Transaction, here: GuildAccess, before: StoredEmoji | None, after: StoredEmoji | None) -> None:
    """Tells the gateway, and the audit log."""
    tx.emit(events.guild_emojis_update(here.guild_id, await queries.of_guild(tx, here.guild_id)))
    known = after or before
    assert known is not None
    if before is None:
        action = AuditLogEvent.EMOJI_CREATE
    else:
        action = AuditLogEvent.EMOJI_UPDATE if after is not None else AuditLogEvent.EMOJI_DELETE
    was, is_now = before and before.shown(), after and after.shown()
    await audit_log.add(tx, here, action, known.id, between(was, is_now, but=_NOT_LOGGED))
