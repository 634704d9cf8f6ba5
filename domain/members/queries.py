"""Reading members."""

from collections.abc import Iterable
from typing import Final

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import Permissions
from domain.members import store
from domain.members.records import Member, PrivateMember
from domain.users.identity import Identity

_GUILD_MEMBERS: Final = 1 << 14 | 1 << 15
"""The application flags of the intent, with and without verification."""


async def find(reader: Reader, guild_id: int, user_id: int) -> Member | None:
    return await store.find_member(reader, guild_id, user_id)


async def get(reader: Reader, guild_id: int, user_id: int) -> Member:
    """Raises 10007 when the user is no member, or there is no such user."""
    member = await store.find_member(reader, guild_id, user_id)
    if member is None:
        raise Problem(codes.UNKNOWN_MEMBER)
    return member


async def by_ids(reader: Reader, guild_id: int, ids: Iterable[int]) -> list[Member]:
    """Those of the users that are members, in no order."""
    return await store.find_members(reader, guild_id, ids)


async def page(reader: Reader, guild_id: int, after: int, limit: int) -> list[Member]:
    """Members with a higher user id than `after`, by rising id."""
    return await store.list_members(reader, guild_id, after, limit)


async def search(reader: Reader, guild_id: int, prefix: str, limit: int) -> list[Member]:
    """Members whose user name, display name or nickname starts so, in whatever case."""
    return await store.search_members(reader, guild_id, prefix, limit)


def private(member: Member, permissions: int) -> PrivateMember:
    """The member as he sees himself."""
    fields = {field: getattr(member, field) for field in Member.__struct_fields__}
    return PrivateMember(**fields, permissions=Permissions(permissions))


async def require_members_intent(reader: Reader, identity: Identity) -> None:
    """Raises 50001 for a bot whose application may not list members.

    Docs: resources/guild#list-guild-members.
    """
    if identity.bot and not await store.application_flags(reader, identity.user_id) & _GUILD_MEMBERS:
        raise Problem(codes.MISSING_ACCESS)
