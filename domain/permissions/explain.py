"""Why a member has a permission or lacks it: the steps that spoke about it, in the order of the algorithm.

It goes the way of `compute`, for one permission, and keeps what `compute` throws away. It is for people and
error texts; a check asks `compute`.
"""

import enum
from collections.abc import Iterator, Mapping

import msgspec

from domain.permissions import compute
from domain.permissions.bits import (
    GUILD_WIDE,
    LEFT_IN_TIMEOUT,
    NEED_SEND_MESSAGES,
    PRIVATE_THREAD,
    THREAD_TYPES,
    VOICE_TYPES,
    Permission,
    holds,
)
from domain.permissions.compute import ChannelBits, MemberBits, OverwriteBits, RoleBits


class Source(enum.Enum):
    OWNER = "owner"
    ROLE = "role"
    ADMINISTRATOR = "administrator"
    ROLE_OVERWRITE = "role_overwrite"
    MEMBER_OVERWRITE = "member_overwrite"
    NEEDS_VIEW_CHANNEL = "needs_view_channel"
    NEEDS_CONNECT = "needs_connect"
    NEEDS_SEND_MESSAGES = "needs_send_messages"
    TIMEOUT = "timeout"
    PENDING = "pending"
    NOT_IN_PRIVATE_THREAD = "not_in_private_thread"


class Step(msgspec.Struct, frozen=True):
    source: Source
    granted: bool
    id: int | None = None
    """The role or user the step is about; @everyone is the guild's id."""


def explain(
    permission: Permission,
    owner_id: int,
    guild_id: int,
    roles: Mapping[int, RoleBits],
    user_id: int,
    member: MemberBits,
    now_ms: int,
    channel: ChannelBits | None = None,
    parent: ChannelBits | None = None,
    joined: bool = False,
) -> list[Step]:
    """The steps about one permission (not a union); the last decides, and without any it is missing.

    The rest of the arguments are those of `compute.permissions_in`.
    """
    if user_id == owner_id:
        return [Step(Source.OWNER, True, user_id)]
    held = [(role_id, roles[role_id]) for role_id in (guild_id, *member.roles) if role_id in roles]
    for role_id, role in held:
        if holds(role.permissions, Permission.ADMINISTRATOR):
            return [Step(Source.ADMINISTRATOR, True, role_id)]
    in_thread = channel is not None and channel.type in THREAD_TYPES
    if in_thread and permission is Permission.SEND_MESSAGES:
        permission = Permission.SEND_MESSAGES_IN_THREADS
    steps = [Step(Source.ROLE, True, id) for id, role in held if holds(role.permissions, permission)]
    place = parent if in_thread else channel
    if place is not None:
        if not holds(GUILD_WIDE, permission):
            held_ids = [role_id for role_id, _ in held if role_id != guild_id]
            steps += _overwrites(permission, guild_id, held_ids, user_id, place)
        base = compute.base_permissions(owner_id, guild_id, roles, user_id, member)
        after = compute.overwritten(base, guild_id, roles, user_id, member, place)
        steps += _implied(permission, compute.sending_in_threads(after) if in_thread else after, place.type)
    if compute.is_held_back(member, now_ms) and not holds(LEFT_IN_TIMEOUT, permission):
        steps.append(Step(Source.PENDING if member.pending else Source.TIMEOUT, False, user_id))
    if channel is not None and place is not None and channel.type == PRIVATE_THREAD and not joined:
        inside = compute.in_thread(owner_id, guild_id, roles, user_id, member, now_ms, channel, place, True)
        if not holds(inside, Permission.MANAGE_THREADS):
            steps.append(Step(Source.NOT_IN_PRIVATE_THREAD, False, user_id))
    return steps


def _overwrites(
    permission: Permission, guild_id: int, role_ids: list[int], user_id: int, channel: ChannelBits
) -> Iterator[Step]:
    yield from _spoken(permission, Source.ROLE_OVERWRITE, [guild_id], channel.role_overwrites)
    yield from _spoken(permission, Source.ROLE_OVERWRITE, role_ids, channel.role_overwrites)
    yield from _spoken(permission, Source.MEMBER_OVERWRITE, [user_id], channel.member_overwrites)


def _spoken(
    permission: Permission, source: Source, ids: list[int], overwrites: Mapping[int, OverwriteBits]
) -> Iterator[Step]:
    """What overwrites of one level say: all that deny, then all that allow, since an allow wins."""
    level = [(id, overwrites[id]) for id in ids if id in overwrites]
    yield from (Step(source, False, id) for id, overwrite in level if holds(overwrite.deny, permission))
    yield from (Step(source, True, id) for id, overwrite in level if holds(overwrite.allow, permission))


def _implied(permission: Permission, held: int, channel_type: int) -> Iterator[Step]:
    if permission is Permission.VIEW_CHANNEL:
        return
    if not holds(held, Permission.VIEW_CHANNEL):
        yield Step(Source.NEEDS_VIEW_CHANNEL, False)
    needs_connect = channel_type in VOICE_TYPES and permission is not Permission.CONNECT
    if needs_connect and not holds(held, Permission.CONNECT):
        yield Step(Source.NEEDS_CONNECT, False)
    if holds(NEED_SEND_MESSAGES, permission) and not holds(held, Permission.SEND_MESSAGES):
        yield Step(Source.NEEDS_SEND_MESSAGES, False)
