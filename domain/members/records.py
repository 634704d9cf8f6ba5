"""Members as they go over the wire. Docs: resources/guild#guild-member-object."""

from typing import Annotated

import msgspec

from core.wire import UNSET, Permissions, Snowflake, Timestamp, UnsetType
from domain.guilds.state import member_bits
from domain.permissions.compute import MemberBits
from domain.users.records import AvatarDecoration, Collectibles, User

BYPASSES_VERIFICATION = 1 << 2
"""The only member flag that others may set. Docs: resources/guild#guild-member-object-guild-member-flags."""

LONGEST_TIMEOUT_S = 28 * 24 * 60 * 60

Nick = Annotated[str, msgspec.Meta(max_length=32)]


class SilentMember(msgspec.Struct, kw_only=True):
    """A member without its user, and without what is of voice."""

    avatar: str | None
    avatar_decoration_data: AvatarDecoration | None = None
    banner: str | None
    communication_disabled_until: Timestamp | None
    flags: int
    joined_at: Timestamp
    nick: str | None
    pending: bool
    premium_since: Timestamp | None
    roles: list[Snowflake]
    collectibles: Collectibles | None = None

    @property
    def bits(self) -> MemberBits:
        """What of him decides what he may."""
        return member_bits(map(int, self.roles), self.communication_disabled_until, self.flags, pending=self.pending)


class PartialMember(SilentMember, kw_only=True):
    """A member without its user, as it stands beside one."""

    mute: bool
    deaf: bool


class Member(PartialMember, kw_only=True):
    user: User


class PrivateMember(Member, kw_only=True):
    """A member as he sees himself."""

    permissions: Permissions | UnsetType = UNSET


class EditMember(msgspec.Struct):
    nick: Nick | UnsetType | None = UNSET
    roles: Annotated[list[Snowflake | None], msgspec.Meta(max_length=350)] | UnsetType | None = UNSET
    mute: bool | UnsetType | None = UNSET
    deaf: bool | UnsetType | None = UNSET
    channel_id: Snowflake | UnsetType | None = UNSET
    communication_disabled_until: Timestamp | UnsetType | None = UNSET
    flags: int | UnsetType | None = UNSET


class AddMember(msgspec.Struct):
    """`access_token` is of the user who is to join, and of the bot's own application."""

    access_token: Annotated[str, msgspec.Meta(max_length=10240)]
    nick: Nick | UnsetType | None = UNSET
    roles: Annotated[list[Snowflake | None], msgspec.Meta(max_length=250)] | UnsetType | None = UNSET
    mute: bool | UnsetType | None = UNSET
    deaf: bool | UnsetType | None = UNSET
    flags: int | UnsetType | None = UNSET


class EditMyMember(msgspec.Struct):
    nick: Nick | UnsetType | None = UNSET
    avatar: str | UnsetType | None = UNSET
    bio: Annotated[str, msgspec.Meta(max_length=190)] | UnsetType | None = UNSET
    banner: str | UnsetType | None = UNSET
