"""Where a caller stands: in a guild or a channel, with what permissions there.

A route asks for access first (unknown: 404, not a member or not visible: 50001); an action takes it and requires
what it needs (else 50013). So no action can be called without the question having been asked.
"""

import msgspec

from core import clock, codes
from core.database import Database
from core.problems import Problem
from domain.channels import access_store
from domain.guilds.state import GuildState
from domain.guilds.states import GuildStates
from domain.guilds.thread_state import ThreadState
from domain.permissions import hierarchy
from domain.permissions.bits import Permission
from domain.permissions.compute import ChannelBits, MemberBits, in_dm, is_held_back
from domain.users.identity import Identity


class GuildAccess(msgspec.Struct):
    """A member in a guild."""

    identity: Identity
    state: GuildState
    member: MemberBits
    permissions: int
    reason: str | None = None  # why he does what he does; for the audit log

    @property
    def user_id(self) -> int:
        return self.identity.user_id

    @property
    def guild_id(self) -> int:
        return self.state.guild_id

    @property
    def is_owner(self) -> bool:
        return self.state.owner_id == self.identity.user_id

    def may(self, permission: Permission) -> bool:
        """Whether all of these permissions are held."""
        return self.permissions & permission == permission

    def require(self, permission: Permission) -> None:
        """Raises 50013 unless all of these permissions are held."""
        if not self.may(permission):
            raise Problem(codes.MISSING_PERMISSIONS)

    def outranks_role(self, role_id: int) -> bool:
        """Whether the caller stands above the role. KeyError when there is no such role."""
        state = self.state
        return hierarchy.outranks_role(state.owner_id, state.guild_id, state.roles, self.user_id, self.member, role_id)

    def outranks(self, target_id: int, target: MemberBits) -> bool:
        """Whether the caller stands above another member."""
        state = self.state
        return hierarchy.outranks(
            state.owner_id, state.guild_id, state.roles, self.user_id, self.member, target_id, target
        )


class ChannelAccess(msgspec.Struct):
    """A member in a channel of a guild, or a recipient in a DM (then `guild` is None)."""

    identity: Identity
    channel_id: int
    type: int
    permissions: int
    guild: GuildAccess | None = None
    recipients: tuple[int, ...] = ()  # of a DM, the caller among them
    starting_in: int = 0  # the channel of a thread that is only being made

    @property
    def user_id(self) -> int:
        return self.identity.user_id

    @property
    def guild_id(self) -> int:
        """The guild's id, 0 in a DM."""
        return self.guild.state.guild_id if self.guild else 0

    @property
    def actor(self) -> GuildAccess:
        """Who acts, as the audit log has it. Not for DMs."""
        assert self.guild is not None
        return self.guild

    @property
    def channel(self) -> ChannelBits:
        """The channel's place in its guild's state. Not for DMs."""
        assert self.guild is not None
        return self.guild.state.channels[self.channel_id]

    @property
    def thread(self) -> ThreadState | None:
        """What makes the channel a thread, if it is one."""
        return self.guild.state.threads.get(self.channel_id) if self.guild else None

    @property
    def is_held_back(self) -> bool:
        """Whether the caller is in a timeout or pending, and is not above that."""
        if self.guild is None or self.may(Permission.ADMINISTRATOR):
            return False
        return is_held_back(self.guild.member, clock.now_ms())

    def may(self, permission: Permission) -> bool:
        return self.permissions & permission == permission

    def require(self, permission: Permission) -> None:
        """Raises 50013 unless all of these permissions are held here."""
        if not self.may(permission):
            raise Problem(codes.MISSING_PERMISSIONS)


class Access:
    """Finds out where callers stand."""

    def __init__(self, database: Database, states: GuildStates) -> None:
        self._database = database
        self._states = states

    async def guild(self, identity: Identity, guild_id: int) -> GuildAccess:
        """The caller in a guild. Raises 10004 when it is unknown, 50001 when he is not in it."""
        state = await self._states.get(guild_id)
        if state is None:
            raise Problem(codes.UNKNOWN_GUILD)
        return await self._member(identity, state)

    async def channel(self, identity: Identity, channel_id: int) -> ChannelAccess:
        """The caller in a channel. Raises 10003 when it is unknown, 50001 when he cannot see it."""
        guild_id = await self._states.guild_of(channel_id)
        if guild_id is None:
            raise Problem(codes.UNKNOWN_CHANNEL)
        if guild_id == 0:
            return await self._private(identity, channel_id)
        state = await self._states.having(guild_id, channel_id)
        if state is None:
            raise Problem(codes.UNKNOWN_CHANNEL)
        guild = await self._member(identity, state)
        permissions = state.permissions(identity.user_id, guild.member, channel_id)
        if not permissions & Permission.VIEW_CHANNEL:
            raise Problem(codes.MISSING_ACCESS)
        return ChannelAccess(identity, channel_id, state.channels[channel_id].type, permissions, guild)

    async def _member(self, identity: Identity, state: GuildState) -> GuildAccess:
        member = await self._states.member(state, identity.user_id)
        if member is None:
            raise Problem(codes.MISSING_ACCESS)
        return GuildAccess(identity, state, member, state.permissions(identity.user_id, member))

    async def _private(self, identity: Identity, channel_id: int) -> ChannelAccess:
        kind, recipients = await access_store.find_private_channel(self._database, channel_id)
        if identity.user_id not in recipients:
            raise Problem(codes.MISSING_ACCESS)
        return ChannelAccess(identity, channel_id, kind, in_dm(), None, recipients)
