"""Who stands above whom, and who may give what.

Roles are ordered by position; of two at the same position the one with the lower id is higher; @everyone is
below all others. A member stands where its highest role stands. The owner stands above everyone.
Docs: topics/permissions#permission-hierarchy.
"""

from collections.abc import Mapping
from typing import Final

from domain.permissions.compute import MemberBits, RoleBits

Rank = tuple[int, int]
_EVERYONE: Final[Rank] = (-1, 0)
"""The rank of @everyone: beneath a role that was put at position 0."""


def rank_of_role(guild_id: int, role_id: int, role: RoleBits) -> Rank:
    """Where the role stands: a higher rank stands above a lower one."""
    return _EVERYONE if role_id == guild_id else (role.position, -role_id)


def highest_position(guild_id: int, roles: Mapping[int, RoleBits], member: MemberBits) -> int:
    """The position of the member's highest role; 0 for one who has but @everyone."""
    return max(0, _rank_of_member(guild_id, roles, member)[0])


def outranks(
    owner_id: int,
    guild_id: int,
    roles: Mapping[int, RoleBits],
    user_id: int,
    member: MemberBits,
    target_id: int,
    target: MemberBits,
) -> bool:
    """Whether a member stands above another. Nobody stands above oneself, nor above the owner."""
    if target_id in (user_id, owner_id):
        return False
    if user_id == owner_id:
        return True
    return _rank_of_member(guild_id, roles, member) > _rank_of_member(guild_id, roles, target)


def outranks_role(
    owner_id: int,
    guild_id: int,
    roles: Mapping[int, RoleBits],
    user_id: int,
    member: MemberBits,
    role_id: int,
) -> bool:
    """Whether a member stands above a role. KeyError: the guild has no such role."""
    rank = rank_of_role(guild_id, role_id, roles[role_id])
    return user_id == owner_id or _rank_of_member(guild_id, roles, member) > rank


def may_grant(held: int, after: int, before: int = 0) -> bool:
    """Whether one may set a role's permissions from `before` to `after`: none is added that is not `held`."""
    return not after & ~before & ~held


def _rank_of_member(guild_id: int, roles: Mapping[int, RoleBits], member: MemberBits) -> Rank:
    ranks = (rank_of_role(guild_id, role_id, roles[role_id]) for role_id in member.roles if role_id in roles)
    return max(ranks, default=_EVERYONE)
