"""Users as they go over the wire. Docs: resources/user#user-object."""

import datetime as dt
from typing import Annotated

import msgspec
from msgspec import Meta

from core.wire import UNSET, Snowflake, UnsetType

SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 72

TEAM_PSEUDO_USER = 1 << 10
VERIFIED_BOT = 1 << 16
PROVISIONAL_ACCOUNT = 1 << 23
"""Flags of users. Docs: resources/user#user-object-user-flags, and user-side the same."""

Username = Annotated[str, Meta(min_length=2, max_length=32)]
DisplayName = Annotated[str, Meta(max_length=32)]
Email = Annotated[str, Meta(min_length=1, max_length=254)]
NewPassword = Annotated[str, Meta(min_length=SHORTEST_PASSWORD, max_length=LONGEST_PASSWORD)]
GivenPassword = Annotated[str, Meta(min_length=1, max_length=LONGEST_PASSWORD)]
Color = Annotated[int, Meta(ge=0, le=0xFFFFFF)]


class AvatarDecoration(msgspec.Struct):
    asset: str
    sku_id: Snowflake | None


class Nameplate(msgspec.Struct):
    sku_id: Snowflake | None
    asset: str
    label: str
    palette: str


class Collectibles(msgspec.Struct):
    nameplate: Nameplate | None


class PrimaryGuild(msgspec.Struct):
    identity_guild_id: Snowflake | None
    identity_enabled: bool | None
    tag: str | None
    badge: str | None


class User(msgspec.Struct):
    """What everyone may see of a user. Decorations and tags are not given out here, so these are null."""

    id: Snowflake
    username: str
    discriminator: str
    global_name: str | None
    avatar: str | None
    bot: bool | UnsetType = UNSET
    system: bool | UnsetType = UNSET
    banner: str | None = None
    accent_color: int | None = None
    public_flags: int = 0
    flags: int = 0
    avatar_decoration_data: AvatarDecoration | None = None
    collectibles: Collectibles | None = None
    primary_guild: PrimaryGuild | None = None


class CurrentUser(User, kw_only=True):
    """What a user sees of himself. `token` stands only in the answer to a change of the password."""

    mfa_enabled: bool
    locale: str
    premium_type: int | UnsetType
    email: str | UnsetType | None
    verified: bool | UnsetType
    bio: str
    token: str | UnsetType = UNSET


class ConnectionAccount(msgspec.Struct):
    id: str
    name: str | None


class ConnectionGuild(msgspec.Struct):
    id: Snowflake
    name: str
    icon: str | None


class ConnectionIntegration(msgspec.Struct):
    """An integration of a guild that an account elsewhere has."""

    id: str
    type: str
    account: ConnectionAccount
    guild: ConnectionGuild


class Connection(msgspec.Struct, kw_only=True):
    """An account elsewhere. Docs: resources/user#connection-object."""

    id: str
    name: str | None
    type: str
    revoked: bool | UnsetType = UNSET
    integrations: list[ConnectionIntegration] | UnsetType = UNSET
    verified: bool
    friend_sync: bool
    show_activity: bool
    two_way_link: bool
    visibility: int


class EditCurrentUser(msgspec.Struct, kw_only=True):
    """A change of oneself; some of it is for users alone, some needs the `password`."""

    username: Username | UnsetType = UNSET
    avatar: str | UnsetType | None = UNSET
    banner: str | UnsetType | None = UNSET
    global_name: DisplayName | UnsetType | None = UNSET
    accent_color: Color | UnsetType | None = UNSET
    bio: Annotated[str, Meta(max_length=190)] | UnsetType | None = UNSET
    email: Email | UnsetType = UNSET
    password: GivenPassword | UnsetType = UNSET
    new_password: NewPassword | UnsetType = UNSET


class Register(msgspec.Struct, kw_only=True):
    """One of `username` and `global_name` must be there. What else clients send serves what is not done here."""

    username: Username | UnsetType | None = UNSET
    global_name: DisplayName | UnsetType | None = UNSET
    email: Email | UnsetType | None = UNSET
    password: NewPassword | UnsetType | None = UNSET
    date_of_birth: dt.date | UnsetType | None = UNSET
    invite: str | UnsetType | None = UNSET


class Registered(msgspec.Struct):
    token: str


class Login(msgspec.Struct):
    login: Annotated[str, Meta(min_length=1, max_length=254)]
    password: GivenPassword


class LoginSettings(msgspec.Struct):
    """What a client needs before it has the rest."""

    locale: str
    theme: str = "dark"


class LoggedIn(msgspec.Struct):
    user_id: Snowflake
    token: str
    user_settings: LoginSettings
