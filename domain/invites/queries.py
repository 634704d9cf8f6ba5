"""Reading invites: what is stored, with the guild, the channel and the people that it shows."""

from collections.abc import Sequence

import asyncpg

from core import clock, codes
from core.database import Reader
from core.problems import Problem
from core.redis_wire import RedisWire
from core.wire import UNSET, Snowflake, Timestamp
from domain import presences
from domain.channels import private_store
from domain.channels.access import ChannelAccess, GuildAccess
from domain.channels.private_store import Recipient
from domain.invites import store
from domain.invites.records import (
    Invite,
    InviteChannel,
    InviteGuild,
    InviteRecipient,
    InviteRole,
    InviteType,
    VanityUrl,
)
from domain.invites.store import InviteRow
from domain.permissions.bits import Permission
from domain.roles import queries as role_queries
from domain.roles.records import Role
from domain.users import store as users


async def find_row(reader: Reader, code: str) -> InviteRow:
    """Raises 10006 for a code that is unknown or has expired."""
    row = await store.find(reader, code, clock.timestamp().datetime())
    if row is None:
        raise Problem(codes.UNKNOWN_INVITE)
    return row


async def resolve(reader: Reader, redis: RedisWire, code: str, *, with_counts: bool) -> Invite:
    """The invite as anyone sees it. Raises 10006. Docs: resources/invite#get-invite."""
    row = await find_row(reader, code)
    invite = await one(reader, row, with_counts=with_counts)
    if with_counts and row.guild_id:
        [invite.approximate_presence_count] = await presences.counts(redis, [row.guild_id])
    return invite


async def list_of_channel(reader: Reader, here: ChannelAccess) -> list[Invite]:
    """Docs: resources/channel#get-channel-invites."""
    if here.guild is not None:
        here.require(Permission.MANAGE_CHANNELS)
    rows = await store.list_of_channel(reader, here.channel_id, clock.timestamp().datetime())
    return await shown(reader, rows, with_metadata=True)


async def list_of_guild(reader: Reader, here: GuildAccess) -> list[Invite]:
    """Docs: resources/guild#get-guild-invites."""
    here.require(Permission.MANAGE_GUILD)
    rows = await store.list_of_guild(reader, here.guild_id, clock.timestamp().datetime())
    return await shown(reader, rows, with_metadata=True)


def vanity_url(here: GuildAccess) -> VanityUrl:
    """Docs: resources/guild#get-guild-vanity-url."""
    here.require(Permission.MANAGE_GUILD)
    return VanityUrl(None)


async def one(reader: Reader, row: InviteRow, *, with_metadata: bool = False, with_counts: bool = False) -> Invite:
    """An invite as it goes over the wire. Raises 10006 when its channel is gone."""
    found = await shown(reader, [row], with_metadata=with_metadata, with_counts=with_counts)
    if not found:
        raise Problem(codes.UNKNOWN_INVITE)
    return found[0]


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
    place = await store.find_guild(reader, first.guild_id) if first.guild_id else None
    recipients = [] if first.guild_id else await _recipients(reader, first.channel_id)
    given = any(row.role_ids for row in rows)
    roles = await role_queries.list_roles(reader, first.guild_id) if first.guild_id and given else []
    invites: list[Invite] = []
    for row in rows:
        if row.channel_id not in channels or (first.guild_id and place is None):
            continue  # deleted meanwhile
        invite = _invite(row, channels[row.channel_id], place[0] if place else None, recipients)
        invite.inviter = people.get(row.inviter_id, UNSET)
        if row.target_user_id:
            invite.target_user = people.get(row.target_user_id, UNSET)
        if row.role_ids:
            invite.roles = [_role(role) for role in roles if role.id in row.role_ids]
        if with_metadata:
            _add_metadata(invite, row)
        if with_counts:
            invite.approximate_member_count = place[1] if place else len(recipients)
        invites.append(invite)
    return invites


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


def _role(role: Role) -> InviteRole:
    return InviteRole(role.id, role.name, role.position, role.color, role.colors, role.icon, role.unicode_emoji)


def _add_metadata(invite: Invite, row: InviteRow) -> None:
    invite.max_age = row.max_age
    invite.created_at = Timestamp.of(row.created_at)
    if row.type == InviteType.GUILD:
        invite.uses = row.uses
        invite.max_uses = row.max_uses
        invite.temporary = row.temporary
