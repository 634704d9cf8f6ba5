"""What a role becomes by a change, and which changes are refused."""

from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

import msgspec
from emoji import is_emoji

from core import codes, form_codes
from core.problems import Problem
from core.wire import UNSET, Permissions, Snowflake, UnsetType
from domain.channels.access import GuildAccess
from domain.permissions import hierarchy
from domain.permissions.bits import ALL
from domain.permissions.compute import RoleBits
from domain.roles.records import EditRole, EditRolePosition, Role, RoleColors

T = TypeVar("T")

ROLE_ICONS = "ROLE_ICONS"
ENHANCED_ROLE_COLORS = "ENHANCED_ROLE_COLORS"

HOLOGRAPHIC = RoleColors(11127295, 16759788, 16761760)
"""The one style with three colors. Docs: topics/permissions#role-object-role-colors-object."""


def new_role(role_id: int, permissions: int) -> Role:
    """A role as it is before anything is said of it. It stands lowest: of two at one position the older is higher."""
    return Role(
        id=Snowflake(role_id),
        name="new role",
        permissions=Permissions(permissions),
        position=1,
        color=0,
        colors=RoleColors(0),
        hoist=False,
        managed=False,
        mentionable=False,
        icon=None,
        unicode_emoji=None,
        flags=0,
    )


def changed(role: Role, body: EditRole) -> Role:
    """The role with what was given, the icon as its hash. Null counts as not given, but clears icon and emoji."""
    colors = role.colors
    if body.colors:
        colors = RoleColors(
            _given(body.colors.primary_color, colors.primary_color),
            _given_or_none(body.colors.secondary_color),
            _given_or_none(body.colors.tertiary_color),
        )
        if colors.tertiary_color is not None:
            colors = HOLOGRAPHIC
    elif not isinstance(body.color, UnsetType | None):
        colors = RoleColors(body.color)
    return msgspec.structs.replace(
        role,
        name=_given(body.name, role.name),
        permissions=Permissions(int.__and__(_given(body.permissions, role.permissions), ALL)),
        color=colors.primary_color,
        colors=colors,
        hoist=_given(body.hoist, role.hoist),
        mentionable=_given(body.mentionable, role.mentionable),
        icon=role.icon if body.icon is UNSET else body.icon or None,
        unicode_emoji=role.unicode_emoji if body.unicode_emoji is UNSET else body.unicode_emoji or None,
    )


def require_features(features: Collection[str], body: EditRole) -> None:
    """Raises 50101 for what only guilds with a feature have. Docs: resources/guild#guild-object-guild-features.

    Raises 50035 for an emoji that is not a standard one.
    """
    if body.unicode_emoji and not is_emoji(body.unicode_emoji):
        raise Problem.invalid("unicode_emoji", form_codes.BASE_TYPE_INVALID, reason="Not a standard emoji.")
    if (body.icon or body.unicode_emoji) and ROLE_ICONS not in features:
        raise Problem(codes.GUILD_NEEDS_MORE_BOOSTS)
    colors = (body.colors.secondary_color, body.colors.tertiary_color) if body.colors else ()
    if any(isinstance(color, int) for color in colors) and ENHANCED_ROLE_COLORS not in features:
        raise Problem(codes.GUILD_NEEDS_MORE_BOOSTS)


def require_grant(here: GuildAccess, after: int, before: int = 0) -> None:
    """Raises 50013 when the caller gives a role a permission that he does not hold himself."""
    if not hierarchy.may_grant(here.permissions, after, before):
        raise Problem(codes.MISSING_PERMISSIONS)


def moved(here: GuildAccess, roles: Iterable[Role], body: Iterable[EditRolePosition]) -> list[Role]:
    """The roles that get another position. A caller moves only roles beneath his own, and only there.

    What counts is the order: libraries number all roles of a guild anew to move one of them, those above it too.
    Raises 10011 for an unknown role, 50028 for @everyone away from 0, 50013 for a role out of reach.
    """
    by_id = {role.id: role for role in roles}
    result: list[Role] = []
    for entry in body:
        if entry.id is None or isinstance(entry.position, UnsetType | None):
            continue
        role = by_id.get(entry.id)
        if role is None:
            raise Problem(codes.UNKNOWN_ROLE)
        if role.id == here.guild_id and entry.position != 0:
            raise Problem(codes.INVALID_ROLE)
        if role.position != entry.position:
            result.append(msgspec.structs.replace(role, position=entry.position))
    before: dict[int, RoleBits] = {role.id: RoleBits(role.permissions, role.position) for role in by_id.values()}
    after = before | {int(role.id): RoleBits(role.permissions, role.position) for role in result}
    out_of_reach = sum(not _below(here, before, role_id) for role_id in before)
    if _from_highest(here, before)[:out_of_reach] != _from_highest(here, after)[:out_of_reach]:
        raise Problem(codes.MISSING_PERMISSIONS)
    return result


def _from_highest(here: GuildAccess, roles: Mapping[int, RoleBits]) -> list[int]:
    return sorted(
        roles, key=lambda role_id: hierarchy.rank_of_role(here.guild_id, role_id, roles[role_id]), reverse=True
    )


def require_below(here: GuildAccess, role: Role) -> None:
    """Raises 50013 unless the caller stands above the role, which the state at hand need not know yet."""
    roles = {**here.state.roles, role.id: RoleBits(role.permissions, role.position)}
    if not _below(here, roles, role.id):
        raise Problem(codes.MISSING_PERMISSIONS)


def _below(here: GuildAccess, roles: Mapping[int, RoleBits], role_id: int) -> bool:
    state = here.state
    return hierarchy.outranks_role(state.owner_id, state.guild_id, roles, here.user_id, here.member, role_id)


def _given(value: T | UnsetType | None, otherwise: T) -> T:
    return otherwise if isinstance(value, UnsetType | None) else value


def _given_or_none(value: T | UnsetType | None) -> T | None:
    return None if isinstance(value, UnsetType) else value
