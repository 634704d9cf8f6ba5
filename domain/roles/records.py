"""Roles as they go over the wire. Docs: topics/permissions#role-object."""

from typing import Annotated

import msgspec

from core.wire import UNSET, Permissions, Snowflake, UnsetType

MOST_ROLES = 250  # of a guild, @everyone among them

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Color = Annotated[int, msgspec.Meta(ge=0, le=0xFFFFFF)]
Position = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]


class RoleColors(msgspec.Struct):
    """One color, a gradient of two, or the three of the holographic style."""

    primary_color: Color
    secondary_color: Color | None = None
    tertiary_color: Color | None = None


class SetRoleColors(msgspec.Struct):
    """Colors as they are given; without a first one the role keeps the color it has."""

    primary_color: Color | UnsetType | None = UNSET
    secondary_color: Color | UnsetType | None = UNSET
    tertiary_color: Color | UnsetType | None = UNSET


class RoleTags(msgspec.Struct):
    """Whom a managed role belongs to. Of what is a flag, null is yes and absent is no."""

    premium_subscriber: UnsetType | None = UNSET
    bot_id: Snowflake | UnsetType = UNSET
    integration_id: Snowflake | UnsetType = UNSET
    subscription_listing_id: Snowflake | UnsetType = UNSET
    available_for_purchase: UnsetType | None = UNSET
    guild_connections: UnsetType | None = UNSET


class Role(msgspec.Struct, kw_only=True):
    id: Snowflake
    name: str
    permissions: Permissions
    position: int
    color: int
    colors: RoleColors
    hoist: bool
    managed: bool
    mentionable: bool
    icon: str | None
    unicode_emoji: str | None
    tags: RoleTags | UnsetType = UNSET
    flags: int


class EditRole(msgspec.Struct):
    """What is not given stays; null is the default of a new role."""

    name: Name | UnsetType | None = UNSET
    permissions: Permissions | UnsetType | None = UNSET
    color: Color | UnsetType | None = UNSET
    colors: SetRoleColors | UnsetType | None = UNSET
    hoist: bool | UnsetType | None = UNSET
    mentionable: bool | UnsetType | None = UNSET
    icon: str | UnsetType | None = UNSET
    unicode_emoji: Annotated[str, msgspec.Meta(max_length=100)] | UnsetType | None = UNSET


class CreateRole(EditRole):
    """The same fields as for a change."""


class EditRolePosition(msgspec.Struct):
    id: Snowflake | None = None
    position: Position | UnsetType | None = UNSET
