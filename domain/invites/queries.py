"""Reading invites: what is stored, with the guild, the channel and the people that it shows."""

from collections.abc import Sequence

import asyncpg

from core import clock, codes
from core.database import Reader
from core.problems import Problem
from core.redis_wire import RedisWire
from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain import presences
from domain.applications import queries as applications
from domain.channels import private_store
from domain.channels.access import ChannelAccess, GuildAccess
from domain.channels.private_store import Recipient
from domain.guilds.states import GuildStates
from domain.invites import store, target_store, vanity
from domain.invites import target_users as targets
from domain.invites.records import (
    Invite,
    InviteApplication,
    InviteChannel,
    InviteGuild,
    InviteRecipient,
    InviteRole,
    InviteType,
    ResolveInvite,
)
from domain.invites.store import InviteRow
from domain.invites.target_users import TargetUsersJob
from domain.onboarding import welcome_screens
from domain.permissions.bits import Permission
from domain.roles import queries as role_queries
from domain.roles.records import Role
from domain.scheduled_events import queries as scheduled_events
from domain.scheduled_events import rules as event_rules
from domain.scheduled_events.records import ScheduledEvent
from domain.users import store as users
from domain.users.identity import Identity


async def find_row(reader: Reader, code: str) -> InviteRow:
    """An invite that somebody made. Raises 10006 for a code that is unknown or has expired."""
    row = await store.find(reader, code, clock.timestamp().datetime())
    if row is None:
        raise Problem(codes.UNKNOWN_INVITE)
    return row


async def find_any_row(reader: Reader, code: str) -> InviteRow:
    """The same, or the invite that a guild's own code stands for."""
    row = await store.find(reader, code, clock.timestamp().datetime()) or await vanity.find_row(reader, code)
    if row is None:
        raise Problem(codes.UNKNOWN_INVITE)
    return row


async def resolve(
    reader: Reader, redis: RedisWire, guilds: GuildStates, caller: Identity | None, code: str, query: ResolveInvite
) -> Invite:
    """The invite as the caller sees it, who may be anyone. Docs: resources/invite#get-invite.

    Raises 10006, also for an invite that is not for him.
    """
    row = await find_any_row(reader, code)
    if caller is None or caller.user_id != row.inviter_id:
        await require_target(reader, row, caller.user_id if caller else 0)
    invite = await welcoming(reader, row, with_counts=query.with_counts)
    if row.guild_id and query.with_counts:
        [invite.approximate_presence_count] = await presences.counts(redis, [row.guild_id])
    if row.guild_id and query.guild_scheduled_event_id:
        invite.guild_scheduled_event = await _event(reader, guilds, row, query.guild_scheduled_event_id)
    if row.guild_id and query.with_permissions:
        everyone = await role_queries.get_role(reader, row.guild_id, row.guild_id)
        invite.is_nickname_changeable = bool(everyone.permissions & Permission.CHANGE_NICKNAME)
    return invite


async def _event(reader: Reader, guilds: GuildStates, row: InviteRow, event_id: int) -> ScheduledEvent | UnsetType:
    """An event that all members may know of, or one in the channel that the invite is for."""
    state = await guilds.get(row.guild_id) if row.guild_id else None
    if state is None:
        return UNSET
    event = await scheduled_events.find(reader, state.guild_id, event_id)
    is_shown = event is not None and (event.channel_id == row.channel_id or event_rules.all_see(state, event))
    return event if event is not None and is_shown else UNSET


async def require_target(reader: Reader, row: InviteRow, user_id: int) -> None:
    """Raises 10006 for an invite that is for others alone."""
    is_for_one = row.target_type is None and row.target_user_id is not None
    if is_for_one and row.target_user_id != user_id:
        raise Problem(codes.UNKNOWN_INVITE)
    if row.is_targeted and not await target_store.has(reader, row.code, user_id):
        raise Problem(codes.UNKNOWN_INVITE)


async def target_users(reader: Reader, here: GuildAccess, code: str) -> bytes:
    """The file of the users that the invite is for. Raises 10129 when it is for all."""
    await _require_may_see_targets(reader, here, code)
    return await targets.as_file(reader, code)


async def target_users_job(reader: Reader, here: GuildAccess, code: str) -> TargetUsersJob:
    """How far that file is read. Raises 10124 when there is none."""
    await _require_may_see_targets(reader, here, code)
    return await targets.job_status(reader, code)


async def _require_may_see_targets(reader: Reader, here: GuildAccess, code: str) -> None:
    """Docs: resources/invite#get-target-users."""
    row = await find_row(reader, code)
    may = here.may(Permission.MANAGE_GUILD) or here.may(Permission.VIEW_AUDIT_LOG)
    if here.user_id != row.inviter_id and not may:
        raise Problem(codes.MISSING_PERMISSIONS)


async def list_of_channel(reader: Reader, here: ChannelAccess) -> list[Invite]:
    """Docs: resources/channel#get-channel-invites."""
    if here.guild is not None:
        here.require(Permission.MANAGE_CHANNELS)
    rows = await store.list_of_channel(reader, here.channel_id, clock.timestamp().datetime())
    return await shown(reader, rows, with_metadata=True)


async def list_of_guild(reader: Reader, here: GuildAccess) -> list[Invite]:
    """With metadata for those who manage the guild. Docs: resources/guild#get-guild-invites."""
    manages = here.may(Permission.MANAGE_GUILD)
    if not manages:
        here.require(Permission.VIEW_AUDIT_LOG)
    rows = await store.list_of_guild(reader, here.guild_id, clock.timestamp().datetime())
    return await shown(reader, rows, with_metadata=manages)


async def one(reader: Reader, row: InviteRow, *, with_metadata: bool = False, with_counts: bool = False) -> Invite:
    """An invite as it goes over the wire. Raises 10006 when its channel is gone."""
    found = await shown(reader, [row], with_metadata=with_metadata, with_counts=with_counts)
    if not found:
        raise Problem(codes.UNKNOWN_INVITE)
    return found[0]


async def welcoming(reader: Reader, row: InviteRow, *, with_counts: bool = False) -> Invite:
    """The same with the guild's welcome screen, if that is enabled, for who looks whether to join."""
    invite = await one(reader, row, with_counts=with_counts)
    if invite.guild and (screen := await welcome_screens.find_enabled(reader, invite.guild.id)):
        invite.guild.welcome_screen = screen
    return invite


async def shown(
    reader: Reader, rows: Sequence[InviteRow], *, with_metadata: bool = False, with_counts: bool = False
) -> list[Invite]:
    """Invites of one guild or of one group DM as they go over the wire."""
    if not rows:
        return []
    first = rows[0]
    channels = await store.find_channels(reader, [row.channel_id for row in rows])
    wanted = {user_id for row in rows for user_id in (row.inviter_id, row.target_user_id) if user_id}
    people = await users.find_users(reader, wanted)
    opened = await _applications(reader, {row.target_application_id for row in rows})
    place = await store.find_guild(reader, first.guild_id) if first.guild_id else None
    recipients = [] if first.guild_id else await _recipients(reader, first.channel_id)
    given = any(row.role_ids for row in rows)
    roles = await role_queries.list_roles(reader, first.guild_id) if first.guild_id and given else []
    invites: list[Invite] = []
    for row in rows:
        if row.channel_id not in channels or (first.guild_id and place is None):
            continue  # deleted meanwhile
        invite = _invite(row, channels[row.channel_id], place[0] if place else None, recipients)
        invite.inviter = people.get(row.inviter_id or 0, UNSET)
        invite.target_application = opened.get(row.target_application_id or 0, UNSET)
        if row.target_user_id:
            invite.target_user = people.get(row.target_user_id, UNSET)
        if row.role_ids:
            invite.roles = [_role(role, with_metadata) for role in roles if role.id in row.role_ids]
        if with_metadata:
            _add_metadata(invite, row)
        if with_counts:
            invite.approximate_member_count = place[1] if place else len(recipients)
        invites.append(invite)
    return invites


async def _applications(reader: Reader, ids: set[int | None]) -> dict[int, InviteApplication]:
    """What invites show of these applications; those that are gone are left out."""
    found = [await applications.find(reader, id_) for id_ in ids if id_]
    fields = InviteApplication.__struct_fields__
    return {one.id: InviteApplication(**{name: getattr(one, name) for name in fields}) for one in found if one}


async def _recipients(reader: Reader, channel_id: int) -> list[Recipient]:
    return (await private_store.recipients(reader, [channel_id])).get(channel_id, [])


def _invite(
    row: InviteRow, channel: asyncpg.Record, guild: InviteGuild | None, recipients: Sequence[Recipient]
) -> Invite:
    invite = Invite(
        type=row.type,
        code=row.code,
        expires_at=Timestamp.of(row.expires_at) if row.expires_at else None,
        channel=InviteChannel(Snowflake(channel["id"]), channel["type"], channel["name"], channel["icon"] or UNSET),
    )
    if row.type == InviteType.GROUP_DM:
        people = [recipient.user for recipient in recipients]
        invite.channel.recipients = [InviteRecipient(user.id, user.username, user.avatar) for user in people]
    if guild is not None:
        invite.guild = guild
        invite.guild_id = guild.id
        invite.flags = row.flags
        invite.target_type = row.target_type or UNSET
    return invite


def _role(role: Role, with_permissions: bool) -> InviteRole:
    shown = InviteRole(role.id, role.name, role.position, role.color, role.colors, role.icon, role.unicode_emoji)
    if with_permissions:
        shown.permissions = role.permissions
    return shown


def _add_metadata(invite: Invite, row: InviteRow) -> None:
    invite.max_age = row.max_age
    invite.created_at = Timestamp.of(row.created_at)
    if row.type == InviteType.GUILD:
        invite.uses = row.uses
        invite.max_uses = row.max_uses
        invite.temporary = row.temporary
