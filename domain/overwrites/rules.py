"""Who may set which overwrites. Pure.

One gives and takes only what one has. MANAGE_ROLES in a channel lets its holder set overwrites there, so only
administrators hand it out with a new channel; who got it by an overwrite of the channel itself may set anything in it.
Docs: resources/guild#create-guild-channel, resources/channel#edit-channel-permissions.
"""

from collections.abc import Iterable, Mapping

from core import codes
from core.problems import Problem
from domain.overwrites.records import Overwrite
from domain.permissions.bits import Permission, holds
from domain.permissions.compute import ChannelBits, MemberBits

MOST_OVERWRITES = 1000

_MANAGE_ROLES = int(Permission.MANAGE_ROLES)


def require_may_set_first(held: int, overwrites: Iterable[Overwrite]) -> None:
    """Raises 50013 unless one who holds these permissions in the guild may create a channel with the overwrites."""
    allowed = held if holds(held, Permission.ADMINISTRATOR) else held & ~_MANAGE_ROLES
    if any((overwrite.allow | overwrite.deny) & ~allowed for overwrite in overwrites):
        raise Problem(codes.MISSING_PERMISSIONS)


def require_may_change(held: int, before: Iterable[Overwrite], after: Iterable[Overwrite]) -> None:
    """Raises 50013 unless one who holds these permissions may change the overwrites so.

    What stays as it was may be what one does not hold; and an overwrite may always go.
    """
    known = {overwrite.id: overwrite for overwrite in before}
    for overwrite in after:
        old = known.get(overwrite.id)
        changed = (
            (overwrite.allow ^ old.allow) | (overwrite.deny ^ old.deny) if old else overwrite.allow | overwrite.deny
        )
        if changed & ~held:
            raise Problem(codes.MISSING_PERMISSIONS)


def has_manage_roles_overwrite(
    channel: ChannelBits, user_id: int, member: MemberBits, roles: Mapping[int, object]
) -> bool:
    """Whether the channel itself allows the member MANAGE_ROLES, through a role or as a member."""
    own = channel.member_overwrites.get(user_id)
    if own is not None:
        if own.allow & _MANAGE_ROLES:
            return True
        if own.deny & _MANAGE_ROLES:
            return False
    theirs = (channel.role_overwrites.get(role_id) for role_id in member.roles if role_id in roles)
    return any(overwrite.allow & _MANAGE_ROLES for overwrite in theirs if overwrite)
