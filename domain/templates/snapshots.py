"""From a guild to what a template keeps of it, and from there to the request for a guild like it. Pure.

Members, messages, bots and what belongs to them stay behind, and so do pictures and emojis.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from core.wire import Snowflake
from domain.channels.records import Channel, ChannelType
from domain.guilds.records import CreateGuild, CreateGuildChannel, CreateGuildRole, Guild
from domain.overwrites.records import ROLE, Overwrite, SetOverwrite
from domain.roles.records import Role, RoleColors, SetRoleColors
from domain.roles.rules import ENHANCED_ROLE_COLORS, ROLE_ICONS
from domain.templates.records import TemplateChannel, TemplateRole, TemplateSnapshot, TemplateTag, UseTemplate
from domain.threads.records import DefaultReaction, SetDefaultReaction, SetForumTag

_PLAIN_TYPES = {
    int(ChannelType.GUILD_ANNOUNCEMENT): int(ChannelType.GUILD_TEXT),
    int(ChannelType.GUILD_MEDIA): int(ChannelType.GUILD_FORUM),
    int(ChannelType.GUILD_STAGE_VOICE): int(ChannelType.GUILD_VOICE),
}
"""Every guild can have channels of these types; of the others, only guilds with a feature."""

_TYPES = frozenset(map(int, (ChannelType.GUILD_CATEGORY, *_PLAIN_TYPES.values())))
_DEFAULT_BITRATE = 64000
_DEFAULT_ARCHIVE_AFTER = 1440  # minutes; libraries read it of every channel
_OF_GUILD = (
    "description",
    "region",
    "verification_level",
    "default_message_notifications",
    "explicit_content_filter",
    "preferred_locale",
    "afk_timeout",
    "system_channel_flags",
)
_OF_CHANNEL = (
    "type",
    "name",
    "position",
    "topic",
    "bitrate",
    "user_limit",
    "nsfw",
    "rate_limit_per_user",
    "parent_id",
    "default_auto_archive_duration",
    "default_thread_rate_limit_per_user",
    "default_sort_order",
    "default_forum_layout",
    "default_tag_setting",
)


def take(guild: Guild, channels: Iterable[Channel]) -> TemplateSnapshot:
    """What a template keeps of the guild as it is now."""
    everyone, *others = guild.roles
    roles = [everyone, *(role for role in reversed(others) if not role.managed)]
    role_numbers = {int(role.id): number for number, role in enumerate(roles)}
    kept = _parents_first(channels)
    numbers = {int(channel.id): Snowflake(number) for number, channel in enumerate(kept, 1)}
    same: dict[str, Any] = {field: getattr(guild, field) for field in _OF_GUILD}
    return TemplateSnapshot(
        name=guild.name,
        afk_channel_id=numbers.get(guild.afk_channel_id or 0),
        system_channel_id=numbers.get(guild.system_channel_id or 0),
        roles=[_role(role, number) for number, role in enumerate(roles)],
        channels=[_channel(channel, numbers, role_numbers) for channel in kept],
        **same,
    )


def request(snapshot: TemplateSnapshot, wanted: UseTemplate, features: Collection[str]) -> CreateGuild:
    """The request for a guild like it, under another name and with these features."""
    same: dict[str, Any] = {field: getattr(snapshot, field) for field in _OF_GUILD}
    return CreateGuild(
        name=wanted.name,
        icon=wanted.icon,
        afk_channel_id=snapshot.afk_channel_id,
        system_channel_id=snapshot.system_channel_id,
        roles=[_requested_role(role, features) for role in snapshot.roles],
        channels=[_requested_channel(channel) for channel in snapshot.channels],
        **same,
    )


def _parents_first(channels: Iterable[Channel]) -> list[Channel]:
    """In the order of their positions, each category before what is in it."""
    kept = [channel for channel in channels if _PLAIN_TYPES.get(channel.type, channel.type) in _TYPES]
    kept.sort(key=lambda channel: (channel.position or 0, channel.id))
    children: dict[int, list[Channel]] = {int(channel.id): [] for channel in kept}
    for channel in kept:
        if channel.parent in children:
            children[channel.parent].append(channel)
    tops = [channel for channel in kept if channel.parent not in children]
    return [one for channel in tops for one in (channel, *children[channel.id])]


def _role(role: Role, number: int) -> TemplateRole:
    return TemplateRole(
        id=number,
        name=role.name,
        permissions=role.permissions,
        color=role.color,
        colors=role.colors,
        hoist=role.hoist,
        mentionable=role.mentionable,
        icon=None,
        unicode_emoji=role.unicode_emoji,
    )


def _channel(channel: Channel, numbers: Mapping[int, Snowflake], role_numbers: Mapping[int, int]) -> TemplateChannel:
    tags = channel.available_tags or []
    return TemplateChannel(
        id=int(numbers[channel.id]),
        type=_PLAIN_TYPES.get(channel.type, channel.type),
        name=channel.name or "",
        position=channel.position or 0,
        topic=channel.topic or None,
        bitrate=channel.bitrate or _DEFAULT_BITRATE,
        user_limit=channel.user_limit or 0,
        nsfw=bool(channel.nsfw),
        rate_limit_per_user=channel.rate_limit_per_user or 0,
        parent_id=numbers.get(channel.parent or 0),
        default_auto_archive_duration=channel.default_auto_archive_duration or _DEFAULT_ARCHIVE_AFTER,
        permission_overwrites=[
            Overwrite(Snowflake(role_numbers[one.id]), ROLE, one.allow, one.deny)
            for one in sorted(channel.overwrites, key=lambda one: role_numbers.get(one.id, 0))
            if one.type == ROLE and one.id in role_numbers
        ],
        available_tags=[
            TemplateTag(id=number, name=tag.name, emoji_id=None, emoji_name=tag.emoji_name, moderated=tag.moderated)
            for number, tag in enumerate(tags)
        ],
        default_reaction_emoji=_unicode(channel.default_reaction_emoji or None),
        default_thread_rate_limit_per_user=channel.default_thread_rate_limit_per_user or 0,
        default_sort_order=channel.default_sort_order if isinstance(channel.default_sort_order, int) else None,
        default_forum_layout=channel.default_forum_layout or None,
        default_tag_setting=channel.default_tag_setting or None,
    )


def _unicode(reaction: DefaultReaction | None) -> DefaultReaction | None:
    """The reaction, unless it is an emoji of the guild's own."""
    return reaction if reaction is not None and reaction.emoji_name is not None else None


def _requested_role(role: TemplateRole, features: Collection[str]) -> CreateGuildRole:
    """A role with one color and no emoji, unless the new guild has the features for more."""
    colors = role.colors if ENHANCED_ROLE_COLORS in features and role.colors else RoleColors(role.color)
    return CreateGuildRole(
        id=Snowflake(role.id),
        name=role.name,
        permissions=role.permissions,
        colors=SetRoleColors(colors.primary_color, colors.secondary_color, colors.tertiary_color),
        hoist=role.hoist,
        mentionable=role.mentionable,
        unicode_emoji=role.unicode_emoji if ROLE_ICONS in features else None,
    )


def _requested_channel(channel: TemplateChannel) -> CreateGuildChannel:
    reaction = channel.default_reaction_emoji
    same: dict[str, Any] = {field: getattr(channel, field) for field in _OF_CHANNEL}
    return CreateGuildChannel(
        id=Snowflake(channel.id or 0),
        permission_overwrites=_requested_overwrites(channel.permission_overwrites),
        available_tags=[
            SetForumTag(name=tag.name, emoji_name=tag.emoji_name, moderated=tag.moderated)
            for tag in channel.available_tags or ()
        ],
        default_reaction_emoji=SetDefaultReaction(emoji_name=reaction.emoji_name) if reaction else None,
        **same,
    )


def _requested_overwrites(overwrites: Sequence[Overwrite]) -> list[SetOverwrite]:
    return [SetOverwrite(id=one.id, type=ROLE, allow=one.allow, deny=one.deny) for one in overwrites]
