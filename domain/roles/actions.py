"""Changing roles. Every action needs the guild's lock; who acts needs MANAGE_ROLES and to stand above the role."""

from collections.abc import Collection

import msgspec

from core import codes, snowflakes
from core.database import Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import Snowflake
from domain import images
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent, Change
from domain.channels.access import GuildAccess
from domain.permissions.bits import DEFAULT_EVERYONE, Permission
from domain.roles import events, queries, rules, store
from domain.roles.records import MOST_ROLES, CreateRole, EditRole, EditRolePosition, Role, RoleTags

_NOT_LOGGED = frozenset({"id", "position", "managed", "tags", "flags"})


async def keep_icon(objects: Objects, here: GuildAccess, role_id: int, body: EditRole) -> None:
    """Puts the hash of the icon in its place in the body, before `create` or `edit`."""
    here.require(Permission.MANAGE_ROLES)
    await images.keep(objects, role_id, body, {"icon": images.Kind.ROLE_ICON})


async def create(tx: Transaction, here: GuildAccess, role_id: int, body: CreateRole) -> Role:
    """A role under a new id. Raises 30005 when the guild has all it may have, 50101 for what needs a feature."""
    here.require(Permission.MANAGE_ROLES)
    everyone = await queries.get_role(tx, here.guild_id, here.guild_id)
    rules.require_features(await store.features(tx, here.guild_id), body)
    role = rules.changed(rules.new_role(role_id, everyone.permissions), body)
    if body.permissions:
        rules.require_grant(here, role.permissions)
    await _add(tx, here.guild_id, role)
    await audit_log.add(tx, here, AuditLogEvent.ROLE_CREATE, role.id, between(None, role, but=_NOT_LOGGED))
    return role


async def create_everyone(tx: Transaction, guild_id: int, body: CreateRole) -> Role:
    """The role of all members of a new guild, of which only the permissions can be said. Nobody is told."""
    role = rules.changed(rules.new_role(guild_id, DEFAULT_EVERYONE), CreateRole(permissions=body.permissions))
    role.name = "@everyone"
    role.position = 0
    await store.insert_role(tx, guild_id, role)
    return role


async def create_with_guild(
    tx: Transaction, guild_id: int, body: CreateRole, position: int, features: Collection[str]
) -> Role:
    """Another role of a new guild with these features, without a picture. Nobody is told: it comes with the guild."""
    rules.require_features(features, body)
    role = rules.changed(rules.new_role(snowflakes.make(), 0), msgspec.structs.replace(body, icon=None))
    role.position = position
    await store.insert_role(tx, guild_id, role)
    return role


async def create_managed(tx: Transaction, guild_id: int, name: str, permissions: int, bot_id: int) -> Role:
    """The role of a bot that joins. Nobody but the bot has it, and it goes when the bot goes."""
    role = rules.new_role(snowflakes.make(), permissions)
    role.name = name[:100]
    role.managed = True
    role.tags = RoleTags(bot_id=Snowflake(bot_id))
    return await _add(tx, guild_id, role)


async def _add(tx: Transaction, guild_id: int, role: Role) -> Role:
    if await store.count_roles(tx, guild_id) >= MOST_ROLES:
        raise Problem(codes.MAXIMUM_ROLES)
    await store.insert_role(tx, guild_id, role)
    tx.emit(events.guild_role_create(guild_id, role))
    return role


async def edit(tx: Transaction, here: GuildAccess, role_id: int, body: EditRole) -> Role:
    """Of @everyone only the permissions can be changed; of a managed role all that can be given here."""
    here.require(Permission.MANAGE_ROLES)
    before = await queries.get_role(tx, here.guild_id, role_id)
    rules.require_features(await store.features(tx, here.guild_id), body)
    if role_id == here.guild_id:
        body = EditRole(permissions=body.permissions)
    role = rules.changed(before, body)
    rules.require_below(here, before)
    rules.require_grant(here, role.permissions, before.permissions)
    if role != before:
        await store.update_role(tx, here.guild_id, role)
        tx.emit(events.guild_role_update(here.guild_id, role))
        await audit_log.add(tx, here, AuditLogEvent.ROLE_UPDATE, role.id, between(before, role, but=_NOT_LOGGED))
    return role


async def edit_positions(tx: Transaction, here: GuildAccess, body: list[EditRolePosition]) -> list[Role]:
    """Moves roles, and gives all roles of the guild."""
    here.require(Permission.MANAGE_ROLES)
    roles = await store.list_roles(tx, here.guild_id)
    before = {role.id: role.position for role in roles}
    moved = rules.moved(here, roles, body)
    await store.update_positions(tx, here.guild_id, moved)
    for role in moved:
        tx.emit(events.guild_role_update(here.guild_id, role))
        was = [Change("position", role.position, before[role.id])]
        await audit_log.add(tx, here, AuditLogEvent.ROLE_UPDATE, role.id, was)
    return await store.list_roles(tx, here.guild_id)


async def delete(tx: Transaction, here: GuildAccess, role_id: int) -> None:
    """Raises 50028 for @everyone and for managed roles."""
    here.require(Permission.MANAGE_ROLES)
    role = await queries.get_role(tx, here.guild_id, role_id)
    if role.managed or role.id == here.guild_id:
        raise Problem(codes.INVALID_ROLE)
    rules.require_below(here, role)
    await _delete(tx, here.guild_id, role_id)
    await audit_log.add(tx, here, AuditLogEvent.ROLE_DELETE, role.id, between(role, None, but=_NOT_LOGGED))


async def delete_managed(tx: Transaction, guild_id: int, bot_id: int) -> None:
    """Deletes the role that came with a bot, if there is one."""
    role = await store.find_role_of_bot(tx, guild_id, bot_id)
    if role is not None:
        await _delete(tx, guild_id, role.id)


async def _delete(tx: Transaction, guild_id: int, role_id: int) -> None:
    await store.delete_role(tx, guild_id, role_id)
    tx.emit(events.guild_role_delete(guild_id, role_id))
