"""The part of a guild that decides who may what, kept ready in memory and moved on by the guild's own events.

API processes ask it for permissions; gateway nodes ask it who receives an event. Both `apply` the same events
that bots receive, so there is one truth. Members are those somebody asked for, not all.
"""

from collections.abc import Callable

import msgspec

from core import clock
from core.events import Event
from core.wire import UNSET, Permissions, Snowflake, Timestamp, UnsetType, decode
from domain.permissions.compute import ChannelBits, MemberBits, OverwriteBits, RoleBits, permissions_in

_MOST_MEMBERS = 20_000


class GuildState(msgspec.Struct):
    """Owner, roles, channels and known members of one guild. A member that is None is known to be none."""

    guild_id: int
    owner_id: int
    roles: dict[int, RoleBits]
    channels: dict[int, ChannelBits]
    members: dict[int, MemberBits | None] = {}
    nsfw_level: int = 0
    slowmodes: dict[int, int] = {}
    """Seconds between two messages of a user, of the channels that have a slowmode."""

    def permissions(self, user_id: int, member: MemberBits, channel_id: int | None = None) -> int:
        """What a member may in the guild, or in one of its channels (which must be there)."""
        channel = parent = None
        if channel_id is not None:
            channel = self.channels[channel_id]
            parent = self.channels.get(channel.parent_id) if channel.parent_id else None
        return permissions_in(
            self.owner_id, self.guild_id, self.roles, user_id, member, clock.now_ms(), channel, parent
        )

    def remember(self, user_id: int, member: MemberBits | None) -> None:
        """Keeps what was read of a member, unless an event brought something newer meanwhile."""
        if len(self.members) >= _MOST_MEMBERS:
            self.members.clear()
        self.members.setdefault(user_id, member)

    def apply(self, event: Event) -> bool:
        """Moves the state on. True when the event changed something here."""
        change = _CHANGES.get(event.name)
        if change is None:
            return False
        change(self, event.payload)
        return True


class _Guild(msgspec.Struct):
    owner_id: Snowflake
    nsfw_level: int


class _Role(msgspec.Struct):
    id: Snowflake
    permissions: Permissions
    position: int


class _RoleEvent(msgspec.Struct):
    role: _Role


class _RoleGone(msgspec.Struct):
    role_id: Snowflake


class _Overwrite(msgspec.Struct):
    id: Snowflake
    type: int
    allow: Permissions
    deny: Permissions


class _Channel(msgspec.Struct):
    id: Snowflake
    type: int
    parent_id: Snowflake | None = None
    rate_limit_per_user: int = 0
    permission_overwrites: list[_Overwrite] = []


class _User(msgspec.Struct):
    id: Snowflake


class _Member(msgspec.Struct):
    user: _User
    roles: list[Snowflake] | UnsetType = UNSET
    communication_disabled_until: Timestamp | None = None


def channel_bits(kind: int, parent_id: int | None, overwrites: list[tuple[int, int, int, int]]) -> ChannelBits:
    """The compact form of a channel; overwrites are (id, type, allow, deny), type 0 a role, 1 a member."""
    return ChannelBits(
        kind,
        parent_id,
        {id_: OverwriteBits(allow, deny) for id_, type_, allow, deny in overwrites if type_ == 0},
        {id_: OverwriteBits(allow, deny) for id_, type_, allow, deny in overwrites if type_ == 1},
    )


def _guild_update(state: GuildState, payload: bytes) -> None:
    guild = decode(payload, _Guild)
    state.owner_id = guild.owner_id
    state.nsfw_level = guild.nsfw_level


def _role_set(state: GuildState, payload: bytes) -> None:
    role = decode(payload, _RoleEvent).role
    state.roles[role.id] = RoleBits(role.permissions, role.position)


def _role_delete(state: GuildState, payload: bytes) -> None:
    state.roles.pop(decode(payload, _RoleGone).role_id, None)


def _channel_set(state: GuildState, payload: bytes) -> None:
    channel = decode(payload, _Channel)
    state.channels[channel.id] = channel_bits(
        channel.type,
        channel.parent_id,
        [(o.id, o.type, o.allow, o.deny) for o in channel.permission_overwrites],
    )
    if channel.rate_limit_per_user:
        state.slowmodes[channel.id] = channel.rate_limit_per_user
    else:
        state.slowmodes.pop(channel.id, None)


def _channel_delete(state: GuildState, payload: bytes) -> None:
    channel_id = decode(payload, _Channel).id
    state.channels.pop(channel_id, None)
    state.slowmodes.pop(channel_id, None)


def _member_set(state: GuildState, payload: bytes) -> None:
    member = decode(payload, _Member)
    if member.roles is not UNSET:
        until = member.communication_disabled_until
        state.members[member.user.id] = MemberBits(list(member.roles), until // 1000 if until else None)


def _member_remove(state: GuildState, payload: bytes) -> None:
    state.members[decode(payload, _Member).user.id] = None


_CHANGES: dict[str, Callable[[GuildState, bytes], None]] = {
    "GUILD_UPDATE": _guild_update,
    "GUILD_ROLE_CREATE": _role_set,
    "GUILD_ROLE_UPDATE": _role_set,
    "GUILD_ROLE_DELETE": _role_delete,
    "CHANNEL_CREATE": _channel_set,
    "CHANNEL_UPDATE": _channel_set,
    "CHANNEL_DELETE": _channel_delete,
    "GUILD_MEMBER_ADD": _member_set,
    "GUILD_MEMBER_UPDATE": _member_set,
    "GUILD_MEMBER_REMOVE": _member_remove,
}
