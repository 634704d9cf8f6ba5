"""What is valid in a channel of a guild. Pure."""

import re
import string

from core import form_codes
from core.problems import Faults, Path, Problem
from core.wire import UNSET
from domain.channels import forums
from domain.channels.records import (
    FORUM_TYPES,
    HEAD_TYPES,
    TOPIC_TYPES,
    VOICE_TYPES,
    Channel,
    ChannelType,
    CreateChannel,
    EditChannel,
)
from domain.threads.records import REQUIRE_TAG
from domain.voice_states.regions import REGIONS

MOST_CHANNELS = 500
MOST_IN_CATEGORY = 50
MOST_TOPIC_CHARACTERS = 1024

_DEFAULT_BITRATE = 64000
_MOST_OF_VOICE = {
    ChannelType.GUILD_VOICE: {"user_limit": 99, "bitrate": 96000},
    ChannelType.GUILD_STAGE_VOICE: {"user_limit": 10_000, "bitrate": 64000},
}
"""Docs: resources/channel#modify-channel-json-params-guild-channel."""

_HIDE_MEDIA_DOWNLOAD_OPTIONS = 1 << 15
_IS_SPOILER_CHANNEL = 1 << 21
_SETTABLE_FLAGS = {
    ChannelType.GUILD_TEXT: _IS_SPOILER_CHANNEL,
    ChannelType.GUILD_ANNOUNCEMENT: _IS_SPOILER_CHANNEL,
    ChannelType.GUILD_VOICE: _IS_SPOILER_CHANNEL,
    ChannelType.GUILD_FORUM: _IS_SPOILER_CHANNEL | REQUIRE_TAG,
    ChannelType.GUILD_MEDIA: _IS_SPOILER_CHANNEL | REQUIRE_TAG | _HIDE_MEDIA_DOWNLOAD_OPTIONS,
}
"""Docs: resources/channel#channel-object-channel-flags."""
_LOST_IN_NAMES = str.maketrans("", "", "".join(set(string.punctuation) - set("-_")))


def name_of(kind: int, name: str) -> str:
    """The name as a channel of this type bears it: text channels are lower case, without spaces or punctuation."""
    if kind not in TOPIC_TYPES:
        return name.strip()
    return re.sub(r"[\s-]+", "-", name.lower().translate(_LOST_IN_NAMES)).strip("-")


def sorted_with(kind: int) -> frozenset[ChannelType]:
    """The types among which a channel has its position: clients show voice channels beneath text channels."""
    for together in (TOPIC_TYPES, VOICE_TYPES):
        if kind in together:
            return together
    return frozenset({ChannelType(kind)})


def apply(channel: Channel, body: CreateChannel | EditChannel) -> None:
    """Sets what the body gives and the channel's type has; null is the default. Raises 50035.

    Type, parent and overwrites are not set here: they need to know the rest of the guild.
    """
    faults = Faults()
    if body.name is not UNSET:
        channel.name = name_of(channel.type, body.name or "")
        if not channel.name:
            faults.add("name", form_codes.BASE_TYPE_REQUIRED)
    if isinstance(body.position, int):
        channel.position = body.position
    if body.nsfw is not UNSET and channel.type != ChannelType.GUILD_CATEGORY:
        channel.nsfw = bool(body.nsfw)
    if body.topic and len(body.topic) > MOST_TOPIC_CHARACTERS and channel.type not in FORUM_TYPES:
        faults.add("topic", form_codes.BASE_TYPE_MAX_LENGTH, max=MOST_TOPIC_CHARACTERS)
    for name, most in _MOST_OF_VOICE.get(ChannelType(channel.type), _MOST_OF_VOICE[ChannelType.GUILD_VOICE]).items():
        if (getattr(body, name) or 0) > most:
            faults.add(name, form_codes.NUMBER_TYPE_MAX, kind="int", max=most)
    faults.raise_if_any()
    if body.flags is not UNSET:
        set_flags(channel, body.flags or 0)
    if channel.type in TOPIC_TYPES:
        _apply_text(channel, body)
    if channel.type in FORUM_TYPES:
        forums.apply(channel, body)
    if channel.type in VOICE_TYPES:
        _apply_voice(channel, body)
    if channel.type == ChannelType.GUILD_STAGE_VOICE and body.topic is not UNSET:
        channel.topic = body.topic or None
    if channel.type != ChannelType.GUILD_CATEGORY and body.rate_limit_per_user is not UNSET:
        channel.rate_limit_per_user = body.rate_limit_per_user or 0


def set_flags(channel: Channel, flags: int, path: Path = "flags") -> None:
    """Sets those of the flags that channels of its type have. Raises 50035 for a spoiler that is for adults alone."""
    settable = _SETTABLE_FLAGS.get(ChannelType(channel.type), 0)
    channel.flags = channel.flags & ~settable | flags & settable
    if channel.flags & _IS_SPOILER_CHANNEL and channel.nsfw:
        raise Problem.invalid(path, form_codes.BASE_TYPE_INVALID, reason="Not for an age-restricted channel.")


def _apply_text(channel: Channel, body: CreateChannel | EditChannel) -> None:
    if body.topic is not UNSET:
        channel.topic = body.topic or None
    if body.default_auto_archive_duration is not UNSET:
        channel.default_auto_archive_duration = body.default_auto_archive_duration or UNSET
    if body.default_thread_rate_limit_per_user is not UNSET:
        channel.default_thread_rate_limit_per_user = body.default_thread_rate_limit_per_user or UNSET


def _apply_voice(channel: Channel, body: CreateChannel | EditChannel) -> None:
    if body.bitrate is not UNSET:
        channel.bitrate = body.bitrate or _DEFAULT_BITRATE
    if body.user_limit is not UNSET:
        channel.user_limit = body.user_limit or 0
    if body.rtc_region and body.rtc_region not in (known := [region.id for region in REGIONS]):
        raise Problem.invalid("rtc_region", form_codes.BASE_TYPE_CHOICES, choices=tuple(known))
    if body.rtc_region is not UNSET:
        channel.rtc_region = body.rtc_region
    if body.video_quality_mode is not UNSET:
        channel.video_quality_mode = body.video_quality_mode or UNSET


def fresh(channel: Channel) -> Channel:
    """The new channel with the defaults of its type."""
    channel.name = ""
    channel.parent_id = None
    channel.position = 0
    channel.nsfw = False
    channel.permission_overwrites = []
    if channel.type in HEAD_TYPES:
        channel.last_message_id = None
        channel.last_pin_timestamp = None
        channel.rate_limit_per_user = 0
    if channel.type in TOPIC_TYPES or channel.type == ChannelType.GUILD_STAGE_VOICE:
        channel.topic = None
    if channel.type in FORUM_TYPES:
        forums.furnish(channel)
    if channel.type in VOICE_TYPES:
        channel.bitrate = _DEFAULT_BITRATE
        channel.user_limit = 0
        channel.rtc_region = None
    return channel
