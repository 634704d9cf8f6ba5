"""Threads as they go over the wire. Docs: resources/channel#channel-object, #thread-metadata-object."""

from typing import Annotated, Final, Literal

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.members.records import Member

ANNOUNCEMENT_THREAD: Final = 10
PUBLIC_THREAD: Final = 11

PINNED: Final = 1 << 1
REQUIRE_TAG: Final = 1 << 4
"""Channel flags. Docs: resources/channel#channel-object-channel-flags."""

MOST_COUNTED_MEMBERS: Final = 50


class ThreadMetadata(msgspec.Struct, kw_only=True):
    archived: bool
    archive_timestamp: Timestamp
    auto_archive_duration: int
    locked: bool
    create_timestamp: Timestamp
    invitable: bool | UnsetType = UNSET


class ThreadMember(msgspec.Struct, kw_only=True):
    id: Snowflake
    user_id: Snowflake
    join_timestamp: Timestamp
    flags: int
    member: Member | UnsetType = UNSET


class Thread(msgspec.Struct, kw_only=True):
    """A thread. `member` is the caller's, where he has joined it."""

    id: Snowflake
    type: int
    guild_id: Snowflake
    parent_id: Snowflake
    owner_id: Snowflake
    name: str
    flags: int
    last_message_id: Snowflake | None
    last_pin_timestamp: Timestamp | None
    rate_limit_per_user: int
    thread_metadata: ThreadMetadata
    message_count: int
    member_count: int
    total_message_sent: int
    bitrate: int | UnsetType = UNSET
    user_limit: int | UnsetType = UNSET
    rtc_region: str | UnsetType | None = UNSET
    video_quality_mode: int | UnsetType = UNSET
    permissions: str | UnsetType = UNSET
    applied_tags: list[Snowflake] | UnsetType = UNSET
    member: ThreadMember | UnsetType = UNSET


class ForumTag(msgspec.Struct):
    """Docs: resources/channel#forum-tag-object."""

    id: Snowflake
    name: str
    moderated: bool
    emoji_id: Snowflake | None
    emoji_name: str | None


class DefaultReaction(msgspec.Struct):
    """Docs: resources/channel#default-reaction-object."""

    emoji_id: Snowflake | None = None
    emoji_name: str | None = None


ArchiveAfter = Literal[60, 1440, 4320, 10080]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
_Slowmode = Annotated[int, msgspec.Meta(ge=0, le=21600)]
AppliedTags = Annotated[list[Snowflake], msgspec.Meta(max_length=5)]


class CreateThreadFromMessage(msgspec.Struct, kw_only=True):
    name: _Name
    auto_archive_duration: ArchiveAfter | None = None
    rate_limit_per_user: _Slowmode | None = None


class SetForumTag(msgspec.Struct, kw_only=True):
    """A tag of a forum as it shall be; without an id that the forum has, a new one."""

    name: Annotated[str, msgspec.Meta(max_length=50)]
    emoji_id: Snowflake | None = None
    emoji_name: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    moderated: bool | None = None
    id: Snowflake | None = None


class SetDefaultReaction(msgspec.Struct, kw_only=True):
    emoji_id: Snowflake | None = None
    emoji_name: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class ListThreadMembers(msgspec.Struct):
    """Pages are only cut with `with_member`. Docs: resources/channel#list-thread-members."""

    with_member: bool = False
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 100
    after: Snowflake | UnsetType = UNSET


class GetThreadMember(msgspec.Struct):
    with_member: bool = False


class ListArchived(msgspec.Struct):
    before: Timestamp | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=2, le=100)] = 50


class ListMyArchived(msgspec.Struct):
    before: Snowflake | UnsetType = UNSET
    limit: Annotated[int, msgspec.Meta(ge=2, le=100)] = 50
