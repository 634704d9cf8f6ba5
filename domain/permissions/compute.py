"""The documented permission algorithm, as pure functions over the compact state of a guild.

In a guild: @everyone or-ed with the member's roles; the owner and ADMINISTRATOR hold all. In a channel: deny,
then allow of the @everyone overwrite; then of all the member's roles together, so that one role's allow beats
another's deny whatever their positions; then of the member's own overwrite. Then what is missing takes others
with it (implicit denials), then a timeout, or being pending, leaves two permissions. A thread is its parent with
SEND_MESSAGES_IN_THREADS in place of SEND_MESSAGES.

Categories take no part: a synced channel carries a copy of its category's overwrites.
Ids of roles that the guild does not have (any more) count for nothing, neither as roles nor as overwrites.
Everything here is plain ints and dicts; a check costs one to three microseconds.
Docs: topics/permissions.
"""

from collections.abc import Mapping
from typing import Final

import msgspec

from domain.permissions.bits import (
    ALL,
    GUILD_WIDE,
    IN_DM,
    LEFT_IN_TIMEOUT,
    NEED_SEND_MESSAGES,
    PRIVATE_THREAD,
    THREAD_TYPES,
    VOICE_TYPES,
    Permission,
)

_ADMINISTRATOR: Final = int(Permission.ADMINISTRATOR)
_VIEW_CHANNEL: Final = int(Permission.VIEW_CHANNEL)
_CONNECT: Final = int(Permission.CONNECT)
_SEND_MESSAGES: Final = int(Permission.SEND_MESSAGES)
_SEND_MESSAGES_IN_THREADS: Final = int(Permission.SEND_MESSAGES_IN_THREADS)
_MANAGE_THREADS: Final = int(Permission.MANAGE_THREADS)


class RoleBits(msgspec.Struct, gc=False):
    permissions: int
    position: int


class OverwriteBits(msgspec.Struct, frozen=True, gc=False):
    allow: int
    deny: int


class ChannelBits(msgspec.Struct):
    """A channel or a thread. A thread has no overwrites of its own; its parent has them."""

    type: int
    parent_id: int | None
    role_overwrites: dict[int, OverwriteBits]
    """By role id; the guild's id is the @everyone overwrite."""
    member_overwrites: dict[int, OverwriteBits]


class MemberBits(msgspec.Struct):
    roles: list[int]
    """Without @everyone, as on the wire."""
    timed_out_until_ms: int | None
    pending: bool = False
    """Whether he has still to pass the guild's membership screening."""
    is_quarantined: bool = False
    """By auto-moderation, for a name; he may do what one in a timeout may."""


def permissions_in(
    owner_id: int,
    guild_id: int,
    roles: Mapping[int, RoleBits],
    user_id: int,
    member: MemberBits,
    now_ms: int,
    channel: ChannelBits | None = None,
    parent: ChannelBits | None = None,
    joined: bool = False,
) -> int:
    """What a member may, in the guild or in one of its channels or threads.

    For a thread, `parent` is the channel it was started in, and `joined` whether the user is a member of it.
    """
    if channel is None:
        return in_guild(owner_id, guild_id, roles, user_id, member, now_ms)
    if channel.type in THREAD_TYPES:
        assert parent is not None, "a thread's permissions are its parent's"
        return in_thread(owner_id, guild_id, roles, user_id, member, now_ms, channel, parent, joined)
    return in_channel(owner_id, guild_id, roles, user_id, member, now_ms, channel)


def in_guild(
    owner_id: int,
    guild_id: int,
    roles: Mapping[int, RoleBits],
    user_id: int,
    member: MemberBits,
    now_ms: int,
) -> int:
    held = base_permissions(owner_id, guild_id, roles, user_id, member)
    if held & _ADMINISTRATOR:
        return ALL
    return _held_back(held, member, now_ms)


def in_channel(
    owner_id: int,
    guild_id: int,
    roles: Mapping[int, RoleBits],
    user_id: int,
    member: MemberBits,
    now_ms: int,
    channel: ChannelBits,
) -> int:
    """What a member may in a channel that is not a thread; 0 where the channel is hidden."""
    base = base_permissions(owner_id, guild_id, roles, user_id, member)
    if base & _ADMINISTRATOR:
        return ALL
    held = overwritten(base, guild_id, roles, user_id, member, channel)
    return _held_back(_without_implied(held, channel.type), member, now_ms)


def in_thread(
    owner_id: int,
    guild_id: int,
    roles: Mapping[int, RoleBits],
    user_id: int,
    member: MemberBits,
    now_ms: int,
    thread: ChannelBits,
    parent: ChannelBits,
    joined: bool,
) -> int:
    """What a member may in a thread; 0 where it is hidden.

    SEND_MESSAGES in the answer is whether one may send in the thread, so it equals SEND_MESSAGES_IN_THREADS.
    Docs: topics/permissions#inherited-permissions-threads, topics/threads#private-threads.
    """
    base = base_permissions(owner_id, guild_id, roles, user_id, member)
    if base & _ADMINISTRATOR:
        return ALL
    held = sending_in_threads(overwritten(base, guild_id, roles, user_id, member, parent))
    held = _held_back(_without_implied(held, parent.type), member, now_ms)
    if thread.type == PRIVATE_THREAD and not joined and not held & _MANAGE_THREADS:
        return 0
    return held


def in_dm() -> int:
    """What each side of a DM or group DM may."""
    return IN_DM


def base_permissions(
    owner_id: int, guild_id: int, roles: Mapping[int, RoleBits], user_id: int, member: MemberBits
) -> int:
    """The first step alone: owner, @everyone and roles, before overwrites and timeout."""
    if user_id == owner_id:
        return ALL
    everyone = roles.get(guild_id)
    held = everyone.permissions if everyone is not None else 0
    for role_id in member.roles:
        role = roles.get(role_id)
        if role is not None:
            held |= role.permissions
    return ALL if held & _ADMINISTRATOR else held


def overwritten(
    base: int,
    guild_id: int,
    roles: Mapping[int, RoleBits],
    user_id: int,
    member: MemberBits,
    channel: ChannelBits,
) -> int:
    """The second step alone: a member's base permissions after the channel's overwrites."""
    if base & _ADMINISTRATOR:
        return ALL
    held = base
    overwrites = channel.role_overwrites
    if overwrites:
        everyone = overwrites.get(guild_id)
        if everyone is not None:
            held = held & ~everyone.deny | everyone.allow
        allow = deny = 0
        for role_id in member.roles:
            overwrite = overwrites.get(role_id)
            if overwrite is not None and role_id in roles:
                allow |= overwrite.allow
                deny |= overwrite.deny
        held = held & ~deny | allow
    own = channel.member_overwrites.get(user_id)
    if own is not None:
        held = held & ~own.deny | own.allow
    # An overwrite that names, say, ADMINISTRATOR must not give it: who may edit overwrites would be almighty.
    return base & GUILD_WIDE | held & ~GUILD_WIDE


def sending_in_threads(held: int) -> int:
    """What is held in a channel as its threads inherit it."""
    if held & _SEND_MESSAGES_IN_THREADS:
        return held | _SEND_MESSAGES
    return held & ~_SEND_MESSAGES


def is_held_back(member: MemberBits, now_ms: int) -> bool:
    """Whether he may only read. The owner and administrators are above that."""
    if member.pending or member.is_quarantined:
        return True
    return member.timed_out_until_ms is not None and member.timed_out_until_ms > now_ms


def _without_implied(held: int, channel_type: int) -> int:
    """Docs: topics/permissions#implicit-permissions."""
    if not held & _VIEW_CHANNEL:
        return 0
    # The channel stays in the list; even its messages need CONNECT: resources/message#get-channel-messages.
    if channel_type in VOICE_TYPES and not held & _CONNECT:
        return _VIEW_CHANNEL
    if not held & _SEND_MESSAGES:
        return held & ~NEED_SEND_MESSAGES
    return held


def _held_back(held: int, member: MemberBits, now_ms: int) -> int:
    return held & LEFT_IN_TIMEOUT if is_held_back(member, now_ms) else held
