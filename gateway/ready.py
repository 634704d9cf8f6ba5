"""READY and GUILD_CREATE, as the session gets them. Docs: events/gateway-events#ready, #guild-create."""

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType, encode
from domain.channels.records import Channel
from domain.guilds.records import GuildSnapshot, UnavailableGuild
from domain.join_requests.records import JoinRequest
from domain.members.records import Member
from domain.presences import Presence
from domain.read_states.records import ReadState
from domain.relationships.records import Relationship
from domain.scheduled_events.records import ScheduledEvent
from domain.stage_instances.records import StageInstance
from domain.threads.records import Thread
from domain.user_settings.guild_records import UserGuildSettings
from domain.user_settings.records import UserSettings
from domain.users.records import CurrentUser
from domain.voice_states.records import VoiceState
from gateway.session import Session


class ReadyApplication(msgspec.Struct):
    id: Snowflake
    flags: int


class Ready(msgspec.Struct, kw_only=True):
    v: int
    user: CurrentUser
    guilds: list[UnavailableGuild]
    session_id: str
    session_type: str = "normal"
    resume_gateway_url: str
    shard: tuple[int, int] | UnsetType = UNSET
    application: ReadyApplication | UnsetType = UNSET
    private_channels: list[Channel]
    relationships: list[Relationship] = []
    presences: list[Any] = []
    user_settings: UserSettings | dict[str, Any] = {}
    user_guild_settings: list[UserGuildSettings] | UnsetType = UNSET
    read_state: list[ReadState] | UnsetType = UNSET
    notes: dict[str, str] | UnsetType = UNSET
    geo_ordered_rtc_regions: list[str] = []
    guild_join_requests: list[JoinRequest] = []
    auth: dict[str, Any] = {}


class GuildCreate(GuildSnapshot, kw_only=True):
    """What `guild_create` puts together from bytes."""

    joined_at: Timestamp
    members: list[Member]
    threads: list[Thread]
    presences: list[Presence]
    unavailable: bool | UnsetType = UNSET


class InChannels(msgspec.Struct):
    """What stands in channels that not everybody sees: each session gets what its user may see."""

    voice_states: Sequence[VoiceState] = ()
    stage_instances: Sequence[StageInstance] = ()
    guild_scheduled_events: Sequence[ScheduledEvent] = ()


# As an encoded snapshot has it; quotes inside a text are escaped, so it stands nowhere else.
_NONE_IN_CHANNELS = encode(InChannels())[1:-1]

EVENTS = {"READY": Ready, "GUILD_CREATE": GuildCreate}


def guild_create(
    snapshot: bytes,
    session: Session,
    members: Iterable[Member],
    presences: Iterable[bytes],
    threads: list[Thread],
    in_channels: InChannels,
    *,
    initial: bool,
) -> bytes:
    """The payload: the guild's part, encoded once per change of the guild, and the session's own part.

    `initial`: the guild stood in READY; libraries tell a guild that became available from one that was joined by it.
    """
    listed = list(members)
    if in_channels.voice_states or in_channels.stage_instances or in_channels.guild_scheduled_events:
        snapshot = snapshot.replace(_NONE_IN_CHANNELS, encode(in_channels)[1:-1], 1)
    own = next(member for member in listed if member.user.id == session.user_id)
    return b"".join(
        (
            snapshot[:-1],
            b',"joined_at":',
            encode(own.joined_at),
            b',"members":',
            encode(listed),
            b',"threads":',
            encode(threads),
            b',"presences":[',
            b",".join(presences),
            b'],"unavailable":false}' if initial else b"]}",
        )
    )
