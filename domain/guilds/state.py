"""The part of a guild that decides who may what, kept ready in memory and moved on by the guild's own events.

API processes ask it for permissions; gateway nodes ask it who receives an event. Both `apply` the same events
that bots receive, so there is one truth. Members are those somebody asked for, not all.
"""

import itertools
from collections.abc import Callable, Iterable

import msgspec

from core import clock, snowflakes
from core.events import Event
from core.wire import UNSET, Permissions, Snowflake, Timestamp, UnsetType, decode
from domain.guilds.thread_state import GonePart, Joined, MembersPart, OpenedPart, ThreadPart, ThreadState, joined
from domain.permissions.bits import QUARANTINED, THREAD_TYPES
from domain.permissions.compute import ChannelBits, MemberBits, OverwriteBits, RoleBits, permissions_in

_MOST_MEMBERS = 20_000
_versions = itertools.count()


class LinkedPart(msgspec.Struct):
    """The lobby that a channel is linked to."""

    application_id: Snowflake
    lobby_id: Snowflake
    require_application_authorization: bool


class GuildState(msgspec.Struct):
    """Owner, roles, channels and known members of one guild. A member that is None is known to be none.

    Active threads are among the channels, and have what else is known of them in `threads`.
    """

    guild_id: int
    owner_id: int
    roles: dict[int, RoleBits]
    channels: dict[int, ChannelBits]
    members: dict[int, MemberBits | None] = {}
    nsfw_level: int = 0
    slowmodes: dict[int, int] = {}
    """Seconds between two messages of a user, of the channels that have a slowmode."""
    threads: dict[int, ThreadState] = {}
    rules_version: int = msgspec.field(default_factory=_versions.__next__)
    """Of the auto-moderation rules: another one whenever they may have changed, and of every state that is loaded."""
    linked_lobbies: dict[int, LinkedPart] = {}
    """Of the channels that are linked to one."""

    def permissions(self, user_id: int, member: MemberBits, channel_id: int | None = None) -> int:
        """What a member may in the guild, or in one of its channels (which must be there)."""
        channel = parent = None
        is_joined = False
        if channel_id is not None:
            channel = self.channels[channel_id]
            if channel.type in THREAD_TYPES:
                parent = self.channels[channel.parent_id or 0]
                is_joined = user_id in self.threads[channel_id].members
        return permissions_in(
            self.owner_id, self.guild_id, self.roles, user_id, member, clock.now_ms(), channel, parent, is_joined
        )

    def with_thread(self, part: ThreadPart, members: dict[int, Joined]) -> "GuildState | None":
        """The state for one request, with a thread in it that it does not keep. None when its parent is gone."""
        if part.parent_id not in self.channels:
            return None
        state = msgspec.structs.replace(
            self, channels=dict(self.channels), threads=dict(self.threads), slowmodes=dict(self.slowmodes)
        )
        state.put_thread(part, members)
        return state

    def put_thread(self, part: ThreadPart, members: dict[int, Joined]) -> None:
        """Takes a thread in, or its new form."""
        self.channels[part.id] = ChannelBits(part.type, part.parent_id, {}, {})
        self.threads[part.id] = part.state(members)
        if part.rate_limit_per_user:
            self.slowmodes[part.id] = part.rate_limit_per_user
        else:
            self.slowmodes.pop(part.id, None)

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
    linked_lobby: LinkedPart | None = None


class _User(msgspec.Struct):
    id: Snowflake


class _Member(msgspec.Struct):
    user: _User
    roles: list[Snowflake] | UnsetType = UNSET
    communication_disabled_until: Timestamp | None = None
    flags: int = 0
    pending: bool = False


def channel_bits(kind: int, parent_id: int | None, overwrites: list[tuple[int, int, int, int]]) -> ChannelBits:
    """The compact form of a channel; overwrites are (id, type, allow, deny), type 0 a role, 1 a member."""
    return ChannelBits(
        kind,
        parent_id,
        {id_: OverwriteBits(allow, deny) for id_, type_, allow, deny in overwrites if type_ == 0},
        {id_: OverwriteBits(allow, deny) for id_, type_, allow, deny in overwrites if type_ == 1},
    )


def member_bits(roles: Iterable[int], timed_out_until: Timestamp | None, flags: int, *, pending: bool) -> MemberBits:
    """The compact form of a member."""
    until_ms = timed_out_until // 1000 if timed_out_until else None
    return MemberBits(list(roles), until_ms, pending, bool(flags & QUARANTINED))


def _rules_change(state: GuildState, _: bytes) -> None:
    state.rules_version = next(_versions)


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
    if channel.linked_lobby is not None:
        state.linked_lobbies[channel.id] = channel.linked_lobby
    else:
        state.linked_lobbies.pop(channel.id, None)


def _channel_delete(state: GuildState, payload: bytes) -> None:
    channel_id = decode(payload, _Channel).id
    state.channels.pop(channel_id, None)
    state.slowmodes.pop(channel_id, None)
    state.linked_lobbies.pop(channel_id, None)
    for thread_id in [one for one in state.threads if state.channels[one].parent_id == channel_id]:
        _drop_thread(state, thread_id)


def _drop_thread(state: GuildState, thread_id: int) -> None:
    state.threads.pop(thread_id, None)
    state.channels.pop(thread_id, None)
    state.slowmodes.pop(thread_id, None)


def _thread_create(state: GuildState, payload: bytes) -> None:
    """A new thread, of which whoever made it is a member, unless it was a webhook; or a member more."""
    part = decode(payload, ThreadPart)
    if part.newly_created:
        created = Timestamp(snowflakes.created_ms(part.id) * 1000)
        members = {int(part.owner_id): Joined(created, 0)} if part.member_count else {}
        state.put_thread(part, members)
    elif part.member is not UNSET and part.id in state.threads:
        state.threads[part.id].members |= joined([part.member])


def _thread_opened(state: GuildState, payload: bytes) -> None:
    opened = decode(payload, OpenedPart)
    state.put_thread(opened.thread, joined(opened.members))


def _thread_update(state: GuildState, payload: bytes) -> None:
    part = decode(payload, ThreadPart)
    if part.thread_metadata.archived:
        _drop_thread(state, part.id)
    elif part.id in state.threads:
        state.put_thread(part, state.threads[part.id].members)


def _thread_delete(state: GuildState, payload: bytes) -> None:
    _drop_thread(state, decode(payload, GonePart).id)


def _thread_members(state: GuildState, payload: bytes) -> None:
    change = decode(payload, MembersPart)
    if (thread := state.threads.get(change.id)) is not None:
        thread.members |= joined(change.added_members)
        for user_id in change.removed_member_ids:
            thread.members.pop(user_id, None)


def _member_set(state: GuildState, payload: bytes) -> None:
    member = decode(payload, _Member)
    if member.roles is not UNSET:
        until = member.communication_disabled_until
        state.members[member.user.id] = member_bits(member.roles, until, member.flags, pending=member.pending)


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
    "THREAD_CREATE": _thread_create,
    "_THREAD_OPENED": _thread_opened,
    "THREAD_UPDATE": _thread_update,
    "THREAD_DELETE": _thread_delete,
    "THREAD_MEMBERS_UPDATE": _thread_members,
    "GUILD_MEMBER_ADD": _member_set,
    "GUILD_MEMBER_UPDATE": _member_set,
    "GUILD_MEMBER_REMOVE": _member_remove,
    "AUTO_MODERATION_RULE_CREATE": _rules_change,
    "AUTO_MODERATION_RULE_UPDATE": _rules_change,
    "AUTO_MODERATION_RULE_DELETE": _rules_change,
}
