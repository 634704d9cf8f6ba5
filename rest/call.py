"""One call of an operation: who calls, over which version, and what the operation may need to answer."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager

import msgspec

from core.database import Database, Transaction
from core.settings import Settings
from domain.channels.access import ChannelAccess, GuildAccess
from domain.instance import Instance
from domain.users.identity import Identity


class Call(msgspec.Struct):
    """What an operation gets beside its parameters."""

    instance: Instance
    maybe_identity: Identity | None
    request_id: str
    ip: str
    version: int
    reason: str | None = None  # X-Audit-Log-Reason, decoded
    headers: Mapping[str, str] = {}  # in lower case

    @property
    def identity(self) -> Identity:
        """Who calls. Only for operations that not just anyone may call."""
        assert self.maybe_identity is not None
        return self.maybe_identity

    @property
    def user_id(self) -> int:
        return self.identity.user_id

    @property
    def settings(self) -> Settings:
        return self.instance.settings

    @property
    def database(self) -> Database:
        """For reading. What changes something goes through `transaction`."""
        return self.instance.database

    def transaction(self, *, lock: int | None = None) -> AbstractAsyncContextManager[Transaction]:
        """A transaction; `lock` is the guild whose state it changes."""
        return self.instance.database.transaction(lock=lock)

    async def in_guild(self, guild_id: int) -> GuildAccess:
        """The caller as a member. Raises 10004, or 50001 when he is none."""
        here = await self.instance.access.guild(self.identity, guild_id)
        here.reason = self.reason
        return here

    async def in_channel(self, channel_id: int) -> ChannelAccess:
        """The caller in a channel. Raises 10003, or 50001 when he cannot see it."""
        here = await self.instance.access.channel(self.identity, channel_id)
        if here.guild is not None:
            here.guild.reason = self.reason
        return here
