"""How invites are made, used and revoked. All of it under the lock of the guild, or of the group DM's channel.

An invite that is used up is deleted. Who is a member already does not use it.
"""

from core import clock, codes
from core.database import Transaction
from core.problems import Problem
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.bans import queries as bans
from domain.channels import groups
from domain.channels.access import ChannelAccess, GuildAccess
from domain.guilds import incidents
from domain.invites import events, queries, store, vanity, wishes
from domain.invites import target_users as targets
from domain.invites.records import CreateInvite, Invite
from domain.invites.store import InviteRow
from domain.members import actions as members
from domain.members import queries as member_queries
from domain.members import temporary
from domain.members.records import Member
from domain.permissions.bits import Permission, holds
from domain.roles import queries as roles
from domain.users.identity import Identity

MOST_INVITES = 1000
_NOT_LOGGED = frozenset({"guild_id", "type", "created_at", "expires_at", "role_ids", "is_targeted"})


async def create(
    tx: Transaction, here: ChannelAccess, body: CreateInvite, target_users: list[int] | None = None
) -> Invite:
    """An invite to the caller's channel. Docs: resources/channel#create-channel-invite.

    Unless a unique one is wanted, or one for certain users, his last one with the same settings is given again.
    """
    wanted = await wishes.wanted(tx, here, body, is_targeted=target_users is not None)
    now = wanted.created_at
    row = None if body.unique or wanted.is_targeted else await store.find_alike(tx, wanted, now)
    if row is not None:
        return await queries.one(tx, row, with_metadata=True)
    place = ("guild_id", here.guild_id) if here.guild else ("channel_id", here.channel_id)
    if await store.count_of_place(tx, *place, now) >= MOST_INVITES:
        raise Problem(codes.MAXIMUM_INVITES)
    await store.insert(tx, wanted)
    if target_users is not None:
        await targets.put(tx, wanted.code, target_users)
    invite = await queries.one(tx, wanted, with_metadata=True)
    if here.guild:
        tx.emit(events.invite_create(here.guild_id, invite))
        changes = between(None, wanted, but=_NOT_LOGGED)
        await audit_log.add(tx, here.guild, AuditLogEvent.INVITE_CREATE, None, changes)
    return invite


async def create_for(tx: Transaction, here: ChannelAccess, user_id: int, max_age: int) -> str:
    """The code of an invite to a guild's channel that one user can use, once."""
    row = wishes.for_one(here, user_id, max_age)
    if await store.count_of_place(tx, "guild_id", here.guild_id, row.created_at) >= MOST_INVITES:
        raise Problem(codes.MAXIMUM_INVITES)
    await store.insert(tx, row)
    tx.emit(events.invite_create(here.guild_id, await queries.one(tx, row, with_metadata=True)))
    return row.code


async def accept(tx: Transaction, caller: Identity, code: str, guild_id: int | None) -> Invite:
    """Lets a user in, under the lock of that guild, or of the group DM. Idempotent for who is in.

    Docs: resources/invite.

    Raises 10006 for a code that is unknown, expired, used up or for others, 40007 for a banned user, 40006 while
    the guild lets nobody in, 50036 for a bearer whose application has no bot there.
    """
    row = await queries.find_any_row(tx, code)
    if row.guild_id != guild_id:  # it was given up by one guild and chosen by another meanwhile
        raise Problem(codes.UNKNOWN_INVITE)
    await _require_bot(tx, caller, row)
    await queries.require_target(tx, row, caller.user_id)
    invite = await queries.welcoming(tx, row)
    if row.guild_id is None:
        invite.new_member = await groups.join(tx, row.channel_id, caller.user_id)
        return invite
    invite.new_member = await member_queries.find(tx, row.guild_id, caller.user_id) is None
    if invite.new_member:
        await bans.require_not_banned(tx, row.guild_id, caller.user_id)
        await incidents.require_invites_open(tx, row.guild_id)
        member = await _join(tx, row.guild_id, caller.user_id, row)
        invite.show_verification_form = member.pending
    return invite


async def edit_target_users(tx: Transaction, here: GuildAccess, code: str, user_ids: list[int]) -> None:
    """Other users for an invite that is for some alone. Raises 10129 for one that is for all, 50013."""
    row = await queries.find_row(tx, code)
    if here.user_id != row.inviter_id:
        here.require(Permission.MANAGE_GUILD)
    if not row.is_targeted:
        raise Problem(codes.UNKNOWN_INVITE_TARGET_USERS)
    await targets.put(tx, code, user_ids)
    await audit_log.add(tx, here, AuditLogEvent.INVITE_UPDATE, None)


async def revoke(tx: Transaction, here: GuildAccess | ChannelAccess, code: str) -> Invite:
    """Deletes an invite to the caller's guild or group DM; gives it as it was. Docs: resources/invite#delete-invite.

    In a guild, who manages it or the channel may; in a group DM, who made the invite.
    """
    row = await queries.find_row(tx, code)
    if isinstance(here, GuildAccess):
        allowed = here.may(Permission.MANAGE_GUILD) or _manages(here, row.channel_id)
    else:
        allowed = row.inviter_id == here.user_id
    if not allowed:
        raise Problem(codes.MISSING_PERMISSIONS)
    invite = await queries.one(tx, row)
    await _delete(tx, row)
    if isinstance(here, GuildAccess):
        await audit_log.add(tx, here, AuditLogEvent.INVITE_DELETE, None, between(row, None, but=_NOT_LOGGED))
    return invite


async def _require_bot(tx: Transaction, caller: Identity, row: InviteRow) -> None:
    """For bearers there are guilds alone, those that the application's bot is in."""
    if not caller.is_bearer:
        return
    bot_id = caller.application_id
    if not row.guild_id or not bot_id or await member_queries.find(tx, row.guild_id, bot_id) is None:
        raise Problem(codes.INVITE_TO_GUILD_WITHOUT_BOT)


async def _join(tx: Transaction, guild_id: int, user_id: int, row: InviteRow) -> Member:
    """Uses the invite up by one, and makes the user a member as it says. Raises 10006 when it is used up."""
    if row.inviter_id is None:
        await vanity.use(tx, row.code)
        return await members.add(tx, guild_id, user_id)
    used = await store.use(tx, row.code, clock.timestamp().datetime())
    if used is None:
        raise Problem(codes.UNKNOWN_INVITE)
    known = {role.id for role in await roles.list_roles(tx, guild_id)} if used.role_ids else set[int]()
    given = known.intersection(used.role_ids)
    member = await members.add(tx, guild_id, user_id, given)
    if used.temporary and not given:
        await temporary.note(tx, guild_id, user_id)
    if used.max_uses and used.uses >= used.max_uses:
        await _delete(tx, used)
    return member


async def _delete(tx: Transaction, row: InviteRow) -> None:
    await store.delete(tx, row.code)
    if row.guild_id is not None:
        tx.emit(events.invite_delete(row.guild_id, row.channel_id, row.code))


def _manages(here: GuildAccess, channel_id: int) -> bool:
    state = here.state
    return channel_id in state.channels and holds(
        state.permissions(here.user_id, here.member, channel_id), Permission.MANAGE_CHANNELS
    )
