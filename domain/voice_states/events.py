"""What the gateway is told of voice. Docs: events/gateway-events#voice."""

import msgspec

from core.events import Draft, guild_topic, user_topic
from core.wire import Snowflake, Timestamp
from domain.voice_states.records import MemberVoiceState


class VoiceServer(msgspec.Struct):
    """No endpoint: there is no voice server yet, and clients wait for one."""

    token: str
    guild_id: Snowflake
    endpoint: str | None = None


class SessionVoiceServer(VoiceServer, kw_only=True):
    """For gateway nodes alone: they tell the one session."""

    session_id: str


class VoiceChannelStatus(msgspec.Struct):
    id: Snowflake
    guild_id: Snowflake
    status: str | None


class VoiceChannelStartTime(msgspec.Struct):
    """In seconds; null when the last one left."""

    id: Snowflake
    guild_id: Snowflake
    voice_start_time: int | None


EVENTS = {
    "VOICE_STATE_UPDATE": MemberVoiceState,
    "VOICE_SERVER_UPDATE": VoiceServer,
    "VOICE_CHANNEL_STATUS_UPDATE": VoiceChannelStatus,
    "VOICE_CHANNEL_START_TIME_UPDATE": VoiceChannelStartTime,
}


def voice_state_update(guild_id: int, state: MemberVoiceState, channel_id: int) -> Draft:
    """`channel_id`: where he is, or was when he left; those who see it are told."""
    return Draft(guild_topic(guild_id), "VOICE_STATE_UPDATE", state, channel_id=channel_id, user_id=state.user_id)


def voice_server(guild_id: int, user_id: int, session_id: str, token: str) -> Draft:
    payload = SessionVoiceServer(token, Snowflake(guild_id), session_id=session_id)
    return Draft(user_topic(user_id), "_VOICE_SERVER", payload)


def voice_channel_status_update(guild_id: int, channel_id: int, status: str | None) -> Draft:
    payload = VoiceChannelStatus(Snowflake(channel_id), Snowflake(guild_id), status)
    return Draft(guild_topic(guild_id), "VOICE_CHANNEL_STATUS_UPDATE", payload, channel_id=channel_id)


def voice_channel_start_time_update(guild_id: int, channel_id: int, since: Timestamp | None) -> Draft:
    payload = VoiceChannelStartTime(Snowflake(channel_id), Snowflake(guild_id), since and since // 1_000_000)
    return Draft(guild_topic(guild_id), "VOICE_CHANNEL_START_TIME_UPDATE", payload, channel_id=channel_id)
