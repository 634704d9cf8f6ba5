"""Joining, leaving and changing members. Every action needs the guild's lock."""

from collections.abc import Iterable

import msgspec

from core import clock, codes
from core.database import Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import UNSET, Timestamp
from domain import images
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent, Change, PartialRole
from domain.channels.access import GuildAccess
from domain.integrations import actions as integrations
from domain.join_requests import gate
from domain.members import arrivals, events, queries, rules, store, temporary_store
from domain.members.records import AddMember, EditMember, EditMyMember, Member, PrivateMember
from domain.permissions.bits import Permission
from domain.permissions.compute import is_held_back
from domain.roles import actions as role_actions
from domain.roles import queries as role_queries
from domain.threads import members as threads
from domain.users.identity import Identity
from domain.voice_states import actions as voice_states
from domain.voice_states import moderation as voice_moderation
from domain.voice_states import queries as voice_queries

_NOT_LOGGED = frozenset({"user", "roles", "avatar", "banner", "flags", "pending", "joined_at", "premium_since"})
_PICTURES = {"avatar": images.Kind.MEMBER_AVATAR, "banner": images.Kind.MEMBER_BANNER}

MOST_GUILDS = 100  # of a user; bots may be in any number


async def add(tx: Transaction, guild_id: int, user_id: int, roles: Iterable[int] = ()) -> Member:
    """Makes the user a member; one who is a member already stays as he is.

    Raises 10004 or 10013 for an unknown guild or user, 30001 when he is in as many guilds as he may.
    """
    if await _insert(tx, guild_id, user_id, roles):
        member = await queries.get(tx, guild_id, user_id)
        await _welcome(tx, guild_id, member)
        return member
    return await queries.get(tx, guild_id, user_id)


async def add_for_bearer(
    tx: Transaction, here: GuildAccess, user_id: int, agreed: Identity | None, body: AddMember
) -> Member | None:
    """The new member whom a bot adds, as it wants him; None when he is a member already, and stays as he is.

    Docs: resources/guild#add-guild-member. Raises what `rules.require_agreement` and `add` do.
    """
    here.require(Permission.CREATE_INSTANT_INVITE)
    rules.require_agreement(here, user_id, agreed)
    if not await _insert(tx, here.guild_id, user_id, ()):
        return None
    before = await queries.get(tx, here.guild_id, user_id)
    roles = await role_queries.list_roles(tx, here.guild_id) if body.roles else []
    member = rules.as_added(here, before, body, roles)
    if member != before:
        await store.update_member(tx, here.guild_id, member)
    await _welcome(tx, here.guild_id, member)
    return member


async def add_founder(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Makes the user the first member of a new guild. Raises 30001 as `add` does."""
    await _insert(tx, guild_id, user_id, ())
    tx.emit(events.guild_joined(guild_id, user_id))


async def _insert(tx: Transaction, guild_id: int, user_id: int, roles: Iterable[int]) -> bool:
    is_bot = await store.lock_user(tx, user_id)
    if is_bot is None:
        raise Problem(codes.UNKNOWN_USER)
    if not await store.insert_member(tx, guild_id, user_id, roles, clock.timestamp(), is_bot=is_bot):
        return False
    if not is_bot and await store.count_guilds(tx, user_id) > MOST_GUILDS:
        raise Problem(codes.MAXIMUM_GUILDS)
    if not await store.change_member_count(tx, guild_id, 1):
        raise Problem(codes.UNKNOWN_GUILD)
    return True


async def _welcome(tx: Transaction, guild_id: int, member: Member) -> None:
    tx.emit(events.guild_member_add(guild_id, member))
    tx.emit(events.guild_joined(guild_id, member.user.id))
    await arrivals.promise(tx, guild_id, member.user.id)
    if member.pending:
        await gate.enter(tx, guild_id, member.user.id)


async def remove(tx: Transaction, guild_id: int, user_id: int) -> None:
    """Takes the user out of the guild, a bot with its role and its integration. Raises 10007 when he is no member."""
    member = await queries.get(tx, guild_id, user_id)
    await threads.leave_all(tx, guild_id, user_id)
    await voice_states.leave(tx, guild_id, user_id)
    await store.delete_member(tx, guild_id, user_id)
    await temporary_store.delete(tx, guild_id, user_id)
    await store.change_member_count(tx, guild_id, -1)
    tx.emit(events.guild_member_remove(guild_id, member.user))
    tx.emit(events.guild_delete(guild_id, user_id))
    if member.pending:
        await gate.leave(tx, guild_id, user_id)
    if member.user.bot is True:
        await role_actions.delete_managed(tx, guild_id, user_id)
        await integrations.delete_of(tx, guild_id, user_id)


async def leave(tx: Transaction, here: GuildAccess) -> None:
    """Raises 50055 for the owner."""
    if here.is_owner:
        raise Problem(codes.INVALID_GUILD)
    await remove(tx, here.guild_id, here.user_id)


async def kick(tx: Transaction, here: GuildAccess, user_id: int) -> None:
    here.require(Permission.KICK_MEMBERS)
    rules.require_above(here, await queries.get(tx, here.guild_id, user_id))
    await remove(tx, here.guild_id, user_id)
    await audit_log.add(tx, here, AuditLogEvent.MEMBER_KICK, user_id)


async def edit(tx: Transaction, here: GuildAccess, user_id: int, body: EditMember) -> Member:
    """Each field has its own permission; nickname and timeout need to stand above the member as well."""
    before = await queries.get(tx, here.guild_id, user_id)
    roles = await role_queries.list_roles(tx, here.guild_id) if body.roles is not UNSET else []
    voice = await voice_queries.find(tx, here.guild_id, user_id)
    after = await _save(tx, here, before, rules.changed(here, before, body, roles, voice))
    if before.pending and not after.pending:
        await gate.let_in(tx, here.guild_id, user_id, here.user_id)
    if voice is None or is_held_back(after.bits, clock.now_ms()):
        return after
    if (after.mute, after.deaf) != (before.mute, before.deaf):
        await voice_states.tell(tx, voice, after)
    if body.channel_id is None:
        await voice_moderation.disconnect(tx, here, voice)
    elif body.channel_id is not UNSET:
        await voice_moderation.move(tx, here, voice, after, body.channel_id)
    return after


async def keep_pictures(objects: Objects, here: GuildAccess, body: EditMyMember) -> None:
    """Puts the hashes of the pictures in the body in their place, before `edit_me`."""
    await images.keep(objects, f"{int(here.guild_id)}-{int(here.user_id)}", body, _PICTURES)


async def edit_me(tx: Transaction, here: GuildAccess, body: EditMyMember) -> PrivateMember:
    """Pictures in the body are hashes (`keep_pictures`). The biography is shown in profiles alone."""
    before = await queries.get(tx, here.guild_id, here.user_id)
    member = await _save(tx, here, before, rules.changed_by_oneself(here, before, body))
    if body.bio is not UNSET:
        await store.update_bio(tx, here.guild_id, here.user_id, body.bio or "")
    return queries.private(member, here.permissions)


async def time_out(tx: Transaction, guild_id: int, user_id: int, until: Timestamp) -> bool:
    """By auto-moderation; a longer timeout stays. False when there is no such member."""
    before = await queries.find(tx, guild_id, user_id)
    if before is None:
        return False
    if (before.communication_disabled_until or 0) < until:
        await _put(tx, guild_id, msgspec.structs.replace(before, communication_disabled_until=until))
    return True


async def set_flag(tx: Transaction, guild_id: int, member: Member, flag: int, is_set: bool) -> None:
    """By the platform itself."""
    flags = member.flags | flag if is_set else member.flags & ~flag
    if flags != member.flags:
        await _put(tx, guild_id, msgspec.structs.replace(member, flags=flags))


async def add_role(tx: Transaction, here: GuildAccess, user_id: int, role_id: int) -> None:
    """Raises 10011 for an unknown role, 50028 for @everyone and for managed ones."""
    before = await queries.get(tx, here.guild_id, user_id)
    role = await role_queries.get_role(tx, here.guild_id, role_id)
    rules.require_assignable(here, role)
    await _save(tx, here, before, rules.with_roles(before, [*before.roles, role.id]))


async def remove_role(tx: Transaction, here: GuildAccess, user_id: int, role_id: int) -> None:
    """Raises as `add_role` does. A role that the member has not is no fault."""
    before = await queries.get(tx, here.guild_id, user_id)
    role = await role_queries.get_role(tx, here.guild_id, role_id)
    rules.require_assignable(here, role)
    await _save(tx, here, before, rules.with_roles(before, [id_ for id_ in before.roles if id_ != role_id]))


async def change(tx: Transaction, guild_id: int, before: Member, after: Member) -> None:
    """What the guild itself does to a member, because he has answered or passed something. It is in no audit log."""
    if after != before:
        await _put(tx, guild_id, after)


async def _save(tx: Transaction, here: GuildAccess, before: Member, after: Member) -> Member:
    if after != before:
        if set(after.roles) - set(before.roles):
            await temporary_store.delete(tx, here.guild_id, after.user.id)  # a role makes him stay for good
        await _put(tx, here.guild_id, after)
        await _log(tx, here, before, after)
    return after


async def _put(tx: Transaction, guild_id: int, member: Member) -> None:
    """A timeout takes him out of voice; other permissions only count when he comes in."""
    await store.update_member(tx, guild_id, member)
    tx.emit(events.guild_member_update(guild_id, member))
    if is_held_back(member.bits, clock.now_ms()):
        await voice_states.leave(tx, guild_id, member.user.id)


async def _log(tx: Transaction, here: GuildAccess, before: Member, after: Member) -> None:
    changes = between(before, after, but=_NOT_LOGGED)
    if changes:
        await audit_log.add(tx, here, AuditLogEvent.MEMBER_UPDATE, after.user.id, changes)
    moved = {"$add": set(after.roles) - set(before.roles), "$remove": set(before.roles) - set(after.roles)}
    if any(moved.values()):
        names = {role.id: role.name for role in await role_queries.list_roles(tx, here.guild_id)}
        partial = {key: [PartialRole(id_, names.get(id_, "")) for id_ in sorted(ids)] for key, ids in moved.items()}
        changes = [Change(key, roles) for key, roles in partial.items() if roles]
        await audit_log.add(tx, here, AuditLogEvent.MEMBER_ROLE_UPDATE, after.user.id, changes)
