"""What the gateway is told of invites: those who manage the channel, of a guild's alone.

Docs: events/gateway-events#invites.
"""

import msgspec

from core.events import Draft, guild_topic
from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.invites.records import Invite, InviteApplication
from domain.permissions.bits import Permission
from domain.users.records import User


class InviteCreated(msgspec.Struct, kw_only=True):
    channel_id: Snowflake
    guild_id: Snowflake | UnsetType
    code: str
    created_at: Timestamp | UnsetType
    inviter: User | UnsetType
    max_age: int | UnsetType
    max_uses: int | UnsetType
    target_type: int | UnsetType
    target_user: User | UnsetType
    target_application: InviteApplication | UnsetType
    role_ids: list[Snowflake] | UnsetType
    temporary: bool | UnsetType
    uses: int | UnsetType
    expires_at: Timestamp | None
    type: int
    flags: int | UnsetType


class InviteDeleted(msgspec.Struct):
    channel_id: Snowflake
    guild_id: Snowflake
    code: str


EVENTS = {"INVITE_CREATE": InviteCreated, "INVITE_DELETE": InviteDeleted}


def invite_create(guild_id: int, invite: Invite) -> Draft:
    """From an invite with its metadata."""
    payload = InviteCreated(
        channel_id=invite.channel.id,
        guild_id=invite.guild_id,
        code=invite.code,
        created_at=invite.created_at,
        inviter=invite.inviter,
        max_age=invite.max_age,
        max_uses=invite.max_uses,
        target_type=invite.target_type,
        target_user=invite.target_user,
        target_application=invite.target_application,
        role_ids=[role.id for role in invite.roles] if invite.roles else UNSET,
        temporary=invite.temporary,
        uses=invite.uses,
        expires_at=invite.expires_at,
        type=invite.type,
        flags=invite.flags,
    )
    return _draft(guild_id, invite.channel.id, "INVITE_CREATE", payload)


def invite_delete(guild_id: int, channel_id: int, code: str) -> Draft:
    payload = InviteDeleted(Snowflake(channel_id), Snowflake(guild_id), code)
    return _draft(guild_id, channel_id, "INVITE_DELETE", payload)


def _draft(guild_id: int, channel_id: int, name: str, payload: object) -> Draft:
    return Draft(guild_topic(guild_id), name, payload, channel_id=channel_id, requires=int(Permission.MANAGE_CHANNELS))
