"""What a guild shows of itself on other sites. Docs: resources/guild#get-guild-widget."""

from collections.abc import Iterable, Mapping

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from core.redis_wire import RedisWire
from core.wire import UNSET, Snowflake
from domain import presences
from domain.channels import queries as channels
from domain.channels.access import GuildAccess
from domain.channels.records import ChannelType
from domain.guilds import queries as guilds
from domain.guilds.records import Guild
from domain.guilds.state import GuildState
from domain.members import queries as members
from domain.members.records import Member
from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits
from domain.presences import Presence
from domain.voice_states import queries as voice_states
from domain.voice_states.records import MemberVoiceState
from domain.widgets import avatars
from domain.widgets.records import Widget, WidgetActivity, WidgetChannel, WidgetMember, WidgetSettings

MOST_MEMBERS = 100
_EVERYONE = MemberBits([], None)
_NOBODY = 0
_SPOKEN = (ChannelType.GUILD_VOICE, ChannelType.GUILD_STAGE_VOICE)


def settings_of(guild: Guild) -> WidgetSettings:
    return WidgetSettings(guild.widget_enabled, guild.widget_channel_id)


async def get_settings(reader: Reader, here: GuildAccess) -> WidgetSettings:
    here.require(Permission.MANAGE_GUILD)
    return settings_of(await guilds.get(reader, here.guild_id))


async def get_shown(reader: Reader, guild_id: int) -> Guild:
    """The guild, if it shows a widget. Raises 10004, 50004."""
    guild = await guilds.get(reader, guild_id)
    if not guild.widget_enabled:
        raise Problem(codes.GUILD_WIDGET_DISABLED)
    return guild


async def count_online(redis: RedisWire, guild_id: int) -> int:
    (count,) = await presences.counts(redis, [guild_id])
    return count


async def get(
    reader: Reader, redis: RedisWire, state: GuildState, guild: Guild, invite: str | None, public_url: str
) -> Widget:
    """The widget as anyone sees it, with some of those online, by their names."""
    voice = await _voice_channels(reader, state)
    seen = {channel.id for channel in voice}
    online = await presences.some(redis, guild.id, MOST_MEMBERS)
    people = await members.by_ids(reader, guild.id, online)
    speaking = {
        one.user_id: one
        for one in await voice_states.list_of_members(reader, guild.id, people)
        if one.channel_id in seen
    }
    return Widget(
        id=guild.id,
        name=guild.name,
        instant_invite=invite,
        channels=voice,
        members=_members([_member(public_url, guild.id, one, online, speaking) for one in people]),
        presence_count=await count_online(redis, guild.id),
    )


async def _voice_channels(reader: Reader, state: GuildState) -> list[WidgetChannel]:
    """Those that everyone may come into."""
    open_to_all = Permission.VIEW_CHANNEL | Permission.CONNECT
    return [
        WidgetChannel(channel.id, channel.name or "", channel.position or 0)
        for channel in await channels.list_of_guild(reader, state.guild_id)
        if channel.type in _SPOKEN
        and channel.id in state.channels
        and state.permissions(_NOBODY, _EVERYONE, channel.id) & open_to_all == open_to_all
    ]


def _members(people: Iterable[WidgetMember]) -> list[WidgetMember]:
    """By name, each with his number."""
    by_name = sorted(people, key=lambda one: one.username.lower())
    return [msgspec.structs.replace(one, id=str(number)) for number, one in enumerate(by_name)]


def _member(
    public_url: str,
    guild_id: int,
    member: Member,
    online: Mapping[int, Presence],
    speaking: Mapping[Snowflake, MemberVoiceState],
) -> WidgetMember:
    presence = online[member.user.id]
    activity = presence.activities[0] if presence.activities else None
    shown = WidgetMember(
        id="",
        username=member.nick or member.user.global_name or member.user.username,
        status=presence.status,
        activity=WidgetActivity(activity.name) if activity else UNSET,
        avatar_url=avatars.url(public_url, guild_id, member),
    )
    if (voice := speaking.get(member.user.id)) is not None:
        shown.channel_id = voice.channel_id or UNSET
        for field in "deaf", "mute", "self_deaf", "self_mute", "suppress":
            setattr(shown, field, getattr(voice, field))
    return shown
