"""How invites are made, used and revoked. All of it under the lock of the guild, or of the group DM's channel.

An invite that is used up is deleted. Who is a member already does not use it.
"""

import datetime as dt
import secrets
import string
from collections.abc import Sequence

from core import clock, codes, form_codes
from core.database import Transaction
from core.problems import Problem
from core.wire import Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.bans import queries as bans
from domain.channels import groups
from domain.channels.access import ChannelAccess, GuildAccess
from domain.channels.records import ChannelType
from domain.guilds import incidents
from domain.invites import events, queries, store
from domain.invites.records import STREAM, CreateInvite, Invite, InviteType
from domain.invites.store import InviteRow
from domain.members import actions as members
from domain.members import queries as member_queries
from domain.members.rules import require_assignable
from domain.permissions.bits import Permission, holds
from domain.roles import queries as roles
from domain.users.identity import Identity

MOST_INVITES = 1000
_NOT_LOGGED = frozenset({"guild_id", "type", "created_at", "expires_at", "role_ids"})
_A_DAY_S = 86400
_ALPHABET = string.ascii_letters + string.digits
_LENGTH, _LENGTH_OF_LASTING = 8, 10


async def create(tx: Transaction, here: ChannelAccess, body: CreateInvite) -> Invite:
    """An invite to the caller's channel. Docs: resources/channel#create-channel-invite.

    Unless a unique one is wanted, his last one with the same settings is given again.
    """
    wanted = await _wanted(tx, here, body)
    now = wanted.created_at
    row = None if body.unique else await store.find_alike(tx, wanted, now)
    if row is not None:
        return await queries.one(tx, row, with_metadata=True)
    place = ("guild_id", here.guild_id) if here.guild else ("channel_id", here.channel_id)
    if await store.count_of_place(tx, *place, now) >= MOST_INVITES:
        raise Problem(codes.MAXIMUM_INVITES)
    await store.insert(tx, wanted)
    invite = await queries.one(tx, wanted, with_metadata=True)
    if here.guild:
        tx.emit(events.invite_create(here.guild_id, invite))
        changes = between(None, wanted, but=_NOT_LOGGED)
        await audit_log.add(tx, here.guild, AuditLogEvent.INVITE_CREATE, None, changes)
    return invite


async def accept(tx: Transaction, caller: Identity, code: str) -> Invite:
    """Lets a user in. Idempotent for who is in.

    Raises 10006 for a code that is unknown, expired or used up, 40007 for a banned user, 40006 while the guild lets
    nobody in.
    """
    row = await queries.find_row(tx, code)
    invite = await queries.one(tx, row)
    if row.guild_id is None:
        invite.new_member = await groups.join(tx, row.channel_id, caller.user_id)
        return invite
    invite.new_member = await member_queries.find(tx, row.guild_id, caller.user_id) is None
    if invite.new_member:
        await bans.require_not_banned(tx, row.guild_id, caller.user_id)
        await incidents.require_invites_open(tx, row.guild_id)
        used = await store.use(tx, code, clock.timestamp().datetime())
        if used is None:
            raise Problem(codes.UNKNOWN_INVITE)
        known = {role.id for role in await roles.list_roles(tx, row.guild_id)} if used.role_ids else set[int]()
        await members.add(tx, row.guild_id, caller.user_id, known.intersection(used.role_ids))
        if used.max_uses and used.uses >= used.max_uses:
            await store.delete(tx, code)
            tx.emit(events.invite_delete(row.guild_id, row.channel_id, code))
    return invite


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
    await store.delete(tx, code)
    if row.guild_id is not None:
        tx.emit(events.invite_delete(row.guild_id, row.channel_id, code))
    if isinstance(here, GuildAccess):
        await audit_log.add(tx, here, AuditLogEvent.INVITE_DELETE, None, between(row, None, but=_NOT_LOGGED))
    return invite


def _manages(here: GuildAccess, channel_id: int) -> bool:
    state = here.state
    return channel_id in state.channels and holds(
        state.permissions(here.user_id, here.member, channel_id), Permission.MANAGE_CHANNELS
    )


async def _wanted(tx: Transaction, here: ChannelAccess, body: CreateInvite) -> InviteRow:
    """The invite that the body asks for, not stored yet."""
    if here.guild:
        here.require(Permission.CREATE_INSTANT_INVITE)
        if here.type == ChannelType.GUILD_CATEGORY or here.thread is not None:
            raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
        await _require_target(tx, here, body)
    elif here.type != ChannelType.GROUP_DM:
        raise Problem(codes.CANNOT_EXECUTE_ON_DM)
    max_age = body.max_age if isinstance(body.max_age, int) else _A_DAY_S
    now = clock.timestamp().datetime()
    has_target = here.guild is not None and bool(body.target_type)
    length = _LENGTH if max_age else _LENGTH_OF_LASTING
    return InviteRow(
        code="".join(secrets.choice(_ALPHABET) for _ in range(length)),
        channel_id=here.channel_id,
        guild_id=here.guild_id or None,
        inviter_id=here.user_id,
        type=int(InviteType.GUILD if here.guild else InviteType.GROUP_DM),
        max_age=max_age,
        max_uses=(body.max_uses or 0) if here.guild else 0,
        uses=0,
        temporary=bool(body.temporary) and here.guild is not None,
        flags=0,
        target_type=STREAM if has_target else None,
        role_ids=await _role_ids(tx, here.guild, body.role_ids or []) if here.guild else [],
        target_user_id=(body.target_user_id or None) if has_target else None,
        created_at=now,
        expires_at=now + dt.timedelta(seconds=max_age) if max_age else None,
    )


async def _require_target(tx: Transaction, here: ChannelAccess, body: CreateInvite) -> None:
    """Raises 50035 unless the target is a member whose stream can be shown: activities there are none."""
    if not body.target_type:
        return
    if here.type != ChannelType.GUILD_VOICE or body.target_type != STREAM:
        raise Problem.invalid("target_type", form_codes.BASE_TYPE_INVALID, reason="Not for this channel.")
    if not body.target_user_id:
        raise Problem.invalid("target_user_id", form_codes.BASE_TYPE_REQUIRED)
    if await member_queries.find(tx, here.guild_id, body.target_user_id) is None:
        raise Problem.invalid("target_user_id", form_codes.BASE_TYPE_INVALID, reason="Not a member of the guild.")


async def _role_ids(tx: Transaction, here: GuildAccess, ids: Sequence[Snowflake]) -> list[int]:
    """The roles that an invite shall give. Raises 10011, 50028 or 50013 unless the caller may give each of them."""
    for role_id in ids:
        require_assignable(here, await roles.get_role(tx, here.guild_id, role_id))
    return sorted(set(ids))
