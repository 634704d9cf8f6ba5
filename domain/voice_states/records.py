"""Voice states as they go over the wire, and what sessions ask for. Docs: resources/voice#voice-state-object."""

from typing import Annotated

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.members.records import Member


class VoiceState(msgspec.Struct, kw_only=True):
    """As GUILD_CREATE has it. `self_stream`: nobody streams, there being no media."""

    channel_id: Snowflake | None
    user_id: Snowflake
    session_id: str
    deaf: bool
    mute: bool
    self_deaf: bool
    self_mute: bool
    self_stream: bool | None = False
    self_video: bool
    suppress: bool
    request_to_speak_timestamp: Timestamp | None


class MemberVoiceState(VoiceState, kw_only=True):
    guild_id: Snowflake | None
    member: Member


class ChannelInVoice(msgspec.Struct):
    """What a voice channel has while somebody is in it; the moment in seconds."""

    id: Snowflake
    status: str | None
    voice_start_time: int | None


class Connect(msgspec.Struct):
    """Where a session wants to be, and how."""

    session_id: str
    node: str
    channel_id: Snowflake
    self_mute: bool
    self_deaf: bool
    self_video: bool


class Held(msgspec.Struct):
    """By which session somebody is in voice."""

    guild_id: int
    user_id: int
    session_id: str
    node: str


class EditVoiceState(msgspec.Struct):
    """`channel_id`: the stage that he is in."""

    suppress: bool | UnsetType | None = UNSET
    channel_id: Snowflake | UnsetType | None = UNSET


class EditMyVoiceState(msgspec.Struct):
    """`channel_id`: the stage that one is in."""

    request_to_speak_timestamp: Timestamp | UnsetType | None = UNSET
    suppress: bool | UnsetType | None = UNSET
    channel_id: Snowflake | UnsetType | None = UNSET


class SetVoiceStatus(msgspec.Struct):
    status: Annotated[str, msgspec.Meta(max_length=500)] | UnsetType | None = UNSET
