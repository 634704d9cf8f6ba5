"""Guild templates as they go over the wire. Docs: resources/guild-template.

What a template keeps of its guild has no ids of its own: roles and channels are counted, @everyone is role 0, and
what names one of them names its number.
"""

from typing import Annotated

import msgspec

from core.wire import UNSET, Permissions, Snowflake, Timestamp, UnsetType
from domain.guilds.records import Name as GuildName
from domain.overwrites.records import Overwrite
from domain.roles.records import RoleColors
from domain.threads.records import DefaultReaction
from domain.users.records import User

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
Description = Annotated[str, msgspec.Meta(max_length=120)]


class TemplateRole(msgspec.Struct, kw_only=True):
    id: int
    name: str
    permissions: Permissions
    color: int
    colors: RoleColors | None
    hoist: bool
    mentionable: bool
    icon: str | None
    unicode_emoji: str | None


class TemplateTag(msgspec.Struct, kw_only=True):
    """A tag of a forum. Emojis of the source guild stay behind."""

    id: int | None
    name: str
    emoji_id: Snowflake | None
    emoji_name: str | None
    moderated: bool | None


class TemplateChannel(msgspec.Struct, kw_only=True):
    """A channel of any type, with the fields of all types."""

    id: int | None
    type: int
    name: str | None
    position: int | None
    topic: str | None
    bitrate: int
    user_limit: int
    nsfw: bool
    rate_limit_per_user: int
    parent_id: Snowflake | None
    default_auto_archive_duration: int | None
    permission_overwrites: list[Overwrite]
    available_tags: list[TemplateTag] | None
    template: str = ""
    default_reaction_emoji: DefaultReaction | None
    default_thread_rate_limit_per_user: int | None
    default_sort_order: int | None
    default_forum_layout: int | None
    default_tag_setting: str | None
    theme_color: int | None = None


class TemplateSnapshot(msgspec.Struct, kw_only=True):
    """What a template keeps of its guild. Roles go from @everyone to the highest, and down to the lowest."""

    name: str
    description: str | None
    region: str | None
    verification_level: int
    default_message_notifications: int
    explicit_content_filter: int
    preferred_locale: str
    afk_channel_id: Snowflake | None
    afk_timeout: int
    system_channel_id: Snowflake | None
    system_channel_flags: int
    icon_hash: None = None
    roles: list[TemplateRole]
    channels: list[TemplateChannel]


class Template(msgspec.Struct, kw_only=True):
    """`is_dirty`: the guild is not as it was when the template was synced last; null for who but looks at it."""

    code: str
    name: str
    description: str | None
    usage_count: int
    creator_id: Snowflake
    creator: User | None
    created_at: Timestamp
    updated_at: Timestamp
    source_guild_id: Snowflake
    serialized_source_guild: TemplateSnapshot
    is_dirty: bool | None


class CreateTemplate(msgspec.Struct):
    name: Name
    description: Description | UnsetType | None = UNSET


class EditTemplate(msgspec.Struct):
    name: Name | UnsetType = UNSET
    description: Description | UnsetType | None = UNSET


class UseTemplate(msgspec.Struct):
    """A guild to be made from a template."""

    name: GuildName
    icon: str | UnsetType | None = UNSET
