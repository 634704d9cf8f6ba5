"""From the overwrites of a body to overwrites: who is meant, and whether he exists."""

from collections.abc import Sequence

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import Permissions
from domain.overwrites import store
from domain.overwrites.records import MEMBER, ROLE, Overwrite, SetOverwrite
from domain.permissions.bits import ALL


async def resolve(reader: Reader, guild_id: int, given: Sequence[SetOverwrite]) -> list[Overwrite]:
    """The overwrites that are meant; of two with one target the last. Raises 10009 when a target does not exist."""
    if not given:
        return []
    last = {overwrite.id: overwrite for overwrite in given}
    roles = await store.roles_among(reader, guild_id, last)
    others = last.keys() - roles
    users = await store.users_among(reader, others) if others else set[int]()
    return [_overwrite(overwrite, roles, users) for overwrite in last.values()]


def _overwrite(given: SetOverwrite, roles: set[int], users: set[int]) -> Overwrite:
    kind = given.type if isinstance(given.type, int) else ROLE if given.id in roles else MEMBER
    if given.id not in (roles if kind == ROLE else users):
        raise Problem(codes.UNKNOWN_OVERWRITE)
    # Bits without a meaning are dropped, so that they do not get one later.
    return Overwrite(given.id, kind, Permissions((given.allow or 0) & ALL), Permissions((given.deny or 0) & ALL))
