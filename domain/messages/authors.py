"""Who wrote and who is mentioned: users and members as messages show them, at hand without a query a message.

What is kept of a member holds as long as the guild's state has the very `MemberBits` that it was read beside: each
event that changes a member puts new ones there. A changed user name comes as such an event too, in every guild.
"""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Final

import msgspec

from core.database import Reader
from domain.guilds.state import GuildState
from domain.members import queries as members
from domain.members.records import Member, PartialMember
from domain.permissions.compute import MemberBits
from domain.users import store as users
from domain.users.records import User

_KEPT: Final = 20_000
_UNKNOWN: Final = MemberBits([], None)  # stands for "the state does not say"


class Author(msgspec.Struct):
    user: User
    member: PartialMember | None = None


class _Kept(msgspec.Struct):
    bits: MemberBits
    author: Author


class Authors:
    """The members of guilds that this process has shown."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[int, int], _Kept] = OrderedDict()

    async def in_guild(self, reader: Reader, state: GuildState, ids: Iterable[int]) -> dict[int, Author]:
        """Users by id, with their members in the guild if they are in it. Those who do not exist are left out."""
        found: dict[int, Author] = {}
        missing: dict[int, MemberBits | None] = {}
        for user_id in ids:
            bits = state.members.get(user_id, _UNKNOWN)
            kept = self._kept.get((state.guild_id, user_id))
            if kept is not None and kept.bits is bits:
                found[user_id] = kept.author
            else:
                missing[user_id] = bits
        if missing:
            await self._read(reader, state, missing, found)
        return found

    async def _read(
        self, reader: Reader, state: GuildState, missing: dict[int, MemberBits | None], found: dict[int, Author]
    ) -> None:
        for member in await members.by_ids(reader, state.guild_id, missing):
            author = Author(member.user, _beside_user(member))
            found[member.user.id] = author
            self._keep(state, member, author, missing[member.user.id])
        strangers = missing.keys() - found.keys()
        if strangers:
            found.update(await of_users(reader, strangers))

    def _keep(self, state: GuildState, member: Member, author: Author, before: MemberBits | None) -> None:
        user_id = member.user.id
        if before is _UNKNOWN:
            if user_id in state.members:  # an event was faster, and may be newer than what was read
                return
            before = member.bits
            state.remember(user_id, before)
        if before is not None:
            self._kept[state.guild_id, user_id] = _Kept(before, author)
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)


async def of_users(reader: Reader, ids: Iterable[int]) -> dict[int, Author]:
    """Users by id, without a guild."""
    return {user_id: Author(user) for user_id, user in (await users.find_users(reader, ids)).items()}


def _beside_user(member: Member) -> PartialMember:
    fields = {name: getattr(member, name) for name in PartialMember.__struct_fields__}
    return PartialMember(**fields)
