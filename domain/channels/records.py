"""Channels as they go over the wire: one record for all types, with the fields that a type does not have left out.

Docs: resources/channel#channel-object.
"""

import enum
from typing import Annotated, Literal

import msgspec

from core.wire import UNSET, Permissions, Snowflake, Timestamp, UnsetType
from domain.overwrites.records import Overwrite, SetOverwrites
from domain.threads.records import (
    AppliedTags,
    ArchiveAfter,
    DefaultReaction,
    ForumTag,
    SetDefaultReaction,
    SetForumTag,
    ThreadMember,
    ThreadMetadata,
)
from domain.users.records import User


class ChannelType(enum.IntEnum):
    """The types that exist so far. Docs: resources/channel#channel-object-channel-types."""

    GUILD_TEXT = 0
    DM = 1
    GUILD_VOICE = 2
    GROUP_DM = 3
    GUILD_CATEGORY = 4
    GUILD_ANNOUNCEMENT = 5
    ANNOUNCEMENT_THREAD = 10
    PUBLIC_THREAD = 11
    PRIVATE_THREAD = 12
    GUILD_STAGE_VOICE = 13
    GUILD_FORUM = 15
    GUILD_MEDIA = 16


TEXT_TYPES = frozenset({ChannelType.GUILD_TEXT, ChannelType.GUILD_ANNOUNCEMENT})
"""Those between which a channel may be converted."""

FORUM_TYPES = frozenset({ChannelType.GUILD_FORUM, ChannelType.GUILD_MEDIA})
"""Those that hold nothing but threads."""

TOPIC_TYPES = TEXT_TYPES | FORUM_TYPES
"""Those with a topic, and with threads."""

VOICE_TYPES = frozenset({ChannelType.GUILD_VOICE, ChannelType.GUILD_STAGE_VOICE})
"""Those where people speak."""

MESSAGE_TYPES = frozenset(ChannelType) - {ChannelType.GUILD_CATEGORY} - FORUM_TYPES
"""Those that hold messages."""

HEAD_TYPES = MESSAGE_TYPES | FORUM_TYPES
"""Those with a last message; that of a forum is its newest thread."""


DIRECTORY = 14
"""The type of channels that list guilds for a hub. There are no hubs here, so none can be made."""


class GroupNick(msgspec.Struct):
    """What a group DM calls one of its recipients."""

    id: Snowflake
    nick: str


class LinkedLobby(msgspec.Struct):
    """The lobby that a channel is linked to. Docs (user-side): resources/channel#linked-lobby-object."""

    application_id: Snowflake
    lobby_id: Snowflake
    linked_by: Snowflake
    linked_at: Timestamp
    require_application_authorization: bool


class Channel(msgspec.Struct, kw_only=True):
    """A channel. `recipients` of a private one are those beside the user whom it is shown to.

    A thread has a record of its own (`Thread`); what it has beside other channels stands here for the contract.
    """

    id: Snowflake
    type: int
    last_message_id: Snowflake | UnsetType | None = UNSET
    flags: int = 0
    last_pin_timestamp: Timestamp | UnsetType | None = UNSET
    guild_id: Snowflake | UnsetType = UNSET
    name: str | UnsetType | None = UNSET
    parent_id: Snowflake | UnsetType | None = UNSET
    rate_limit_per_user: int | UnsetType = UNSET
    bitrate: int | UnsetType = UNSET
    user_limit: int | UnsetType = UNSET
    rtc_region: str | UnsetType | None = UNSET
    video_quality_mode: int | UnsetType = UNSET
    permissions: Permissions | UnsetType = UNSET  # of the caller, in resolved data of interactions
    topic: str | UnsetType | None = UNSET
    default_auto_archive_duration: int | UnsetType = UNSET
    default_thread_rate_limit_per_user: int | UnsetType = UNSET
    position: int | UnsetType = UNSET
    permission_overwrites: list[Overwrite] | UnsetType = UNSET
    nsfw: bool | UnsetType = UNSET
    recipients: list[User] | UnsetType = UNSET
    icon: str | UnsetType | None = UNSET
    owner_id: Snowflake | UnsetType = UNSET
    managed: bool | UnsetType = UNSET
    application_id: Snowflake | UnsetType = UNSET
    nicks: list[GroupNick] | UnsetType = UNSET
    available_tags: list[ForumTag] | UnsetType = UNSET
    default_reaction_emoji: DefaultReaction | UnsetType | None = UNSET
    default_sort_order: int | UnsetType | None = UNSET
    default_forum_layout: int | UnsetType = UNSET
    default_tag_setting: str | UnsetType | None = UNSET
    thread_metadata: ThreadMetadata | UnsetType = UNSET
    message_count: int | UnsetType = UNSET
    member_count: int | UnsetType = UNSET
    total_message_sent: int | UnsetType = UNSET
    applied_tags: list[Snowflake] | UnsetType = UNSET
    member: ThreadMember | UnsetType = UNSET
    linked_lobby: LinkedLobby | UnsetType = UNSET

    @property
    def overwrites(self) -> list[Overwrite]:
        return self.permission_overwrites or []

    @property
    def parent(self) -> Snowflake | None:
        return self.parent_id or None


# What channels of a guild, and private ones, have for sure: for the contract.
GuildChannel = msgspec.defstruct(
    "GuildChannel",
    [("guild_id", Snowflake), ("name", str), ("position", int)],
    bases=(Channel,),
    kw_only=True,
    module=__name__,
)
PrivateChannel = msgspec.defstruct(
    "PrivateChannel", [("recipients", list[User])], bases=(Channel,), kw_only=True, module=__name__
)


_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
_PrivateName = Annotated[str, msgspec.Meta(max_length=100)]
_Topic = Annotated[str, msgspec.Meta(max_length=4096)]
_Nick = Annotated[str, msgspec.Meta(max_length=32)]
_AccessToken = Annotated[str, msgspec.Meta(max_length=10240)]
_Slowmode = Annotated[int, msgspec.Meta(ge=0, le=21600)]
# Of these the most depends on the type.
_Bitrate = Annotated[int, msgspec.Meta(ge=8000, lt=2**31)]
_UserLimit = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]
_Position = Annotated[int, msgspec.Meta(ge=0, lt=2**31)]
_Region = Annotated[str, msgspec.Meta(max_length=100)]


class _ChannelSettings(msgspec.Struct, kw_only=True):
    """What may be given for a channel of a guild. Fields that its type does not have are passed over."""

    position: _Position | UnsetType | None = UNSET
    topic: _Topic | UnsetType | None = UNSET
    bitrate: _Bitrate | UnsetType | None = UNSET
    user_limit: _UserLimit | UnsetType | None = UNSET
    nsfw: bool | UnsetType | None = UNSET
    rate_limit_per_user: _Slowmode | UnsetType | None = UNSET
    parent_id: Snowflake | UnsetType | None = UNSET
    permission_overwrites: SetOverwrites | UnsetType | None = UNSET
    rtc_region: _Region | UnsetType | None = UNSET
    video_quality_mode: Literal[1, 2] | UnsetType | None = UNSET
    default_auto_archive_duration: ArchiveAfter | UnsetType | None = UNSET
    default_thread_rate_limit_per_user: _Slowmode | UnsetType | None = UNSET
    default_reaction_emoji: SetDefaultReaction | UnsetType | None = UNSET
    default_sort_order: Literal[0, 1] | UnsetType | None = UNSET
    default_forum_layout: Literal[0, 1, 2] | UnsetType | None = UNSET
    default_tag_setting: Literal["match_all", "match_some"] | UnsetType | None = UNSET
    flags: int | UnsetType | None = UNSET


_MOST_TAGS = 20


class CreateChannel(_ChannelSettings, kw_only=True):
    """A channel to be made in a guild."""

    type: Literal[0, 2, 4, 5, 13, 14, 15, 16] | UnsetType | None = UNSET
    name: _Name
    available_tags: Annotated[list[SetForumTag | None], msgspec.Meta(max_length=_MOST_TAGS)] | UnsetType | None = UNSET


class EditChannel(_ChannelSettings, kw_only=True):
    """Changes of a channel: of a guild's, of a thread, or (name and icon) of a group DM."""

    type: Literal[0, 2, 4, 5, 13, 14, 15, 16] | UnsetType | None = UNSET
    name: _PrivateName | UnsetType | None = UNSET
    available_tags: Annotated[list[SetForumTag], msgspec.Meta(max_length=_MOST_TAGS)] | UnsetType | None = UNSET
    archived: bool | UnsetType | None = UNSET
    locked: bool | UnsetType | None = UNSET
    invitable: bool | UnsetType | None = UNSET
    auto_archive_duration: ArchiveAfter | UnsetType | None = UNSET
    applied_tags: AppliedTags | UnsetType | None = UNSET
    icon: str | UnsetType | None = UNSET


class MoveChannel(msgspec.Struct):
    """One channel of a bulk move."""

    id: Snowflake | UnsetType | None = UNSET
    position: _Position | UnsetType | None = UNSET
    parent_id: Snowflake | UnsetType | None = UNSET
    lock_permissions: bool | UnsetType | None = UNSET
    flags: int | UnsetType | None = UNSET


class CreatePrivateChannel(msgspec.Struct):
    """A DM with one user, or a group DM: a user's with several, where oneself may be among the recipients, or a bot's.

    `access_tokens` are of users who let the bot's application add them to groups.
    """

    recipient_id: Snowflake | UnsetType | None = UNSET
    recipients: list[Snowflake] | UnsetType | None = UNSET
    access_tokens: list[_AccessToken] | UnsetType | None = UNSET
    nicks: dict[Snowflake, _Nick | None] | UnsetType | None = UNSET


class AddRecipient(msgspec.Struct):
    """How a group DM calls a new recipient, and of a bot's group the token by which he agreed."""

    access_token: _AccessToken | UnsetType | None = UNSET
    nick: _Nick | UnsetType | None = UNSET
