"""What a client may send, as records; the keys are those of the wire. Docs: events/gateway-events#send-events.

Unknown keys are ignored. Where clients in use send something else than documented, it is taken too, and said here.
"""

from typing import Any, Literal, TypeAlias

import msgspec

from core.wire import UNSET, Snowflake, UnsetType, convert
from domain.presences import Activity

Status = Literal["online", "dnd", "idle", "invisible", "offline"]


class Heartbeat(msgspec.Struct, frozen=True):
    sequence: int | None


class UpdatePresence(msgspec.Struct):
    """`game` is the former single activity, which two large libraries still send."""

    status: Status = "online"
    since: float | None = None
    activities: list[Activity] | None = None
    game: Activity | None = None
    afk: bool | None = False

    def all_activities(self) -> list[Activity]:
        if self.activities is not None:
            return self.activities
        return [self.game] if self.game is not None else []


class Identify(msgspec.Struct):
    token: str
    properties: dict[str, Any] | None = None
    compress: bool | None = False
    large_threshold: int | None = 50
    shard: list[int] | None = None
    presence: UpdatePresence | None = None
    intents: int | UnsetType = UNSET


class Resume(msgspec.Struct):
    token: str
    session_id: str
    seq: int


class UpdateVoiceState(msgspec.Struct):
    guild_id: Snowflake | None
    channel_id: Snowflake | None
    self_mute: bool = False
    self_deaf: bool = False
    self_video: bool = False


class RequestChannelInfo(msgspec.Struct):
    guild_id: Snowflake
    fields: list[str]


OneOrMore: TypeAlias = int | str | list[int | str]
"""One id or several; `ids` reads them."""


class RequestGuildMembers(msgspec.Struct):
    """`guild_id` may be a list of one, as older libraries send it."""

    guild_id: OneOrMore
    query: str | None = None
    limit: int | None = None
    presences: bool | None = False
    user_ids: OneOrMore | None = None
    nonce: str | None = None


class RequestSoundboardSounds(msgspec.Struct):
    guild_ids: list[Snowflake]


def ids(given: OneOrMore) -> list[Snowflake]:
    """Raises msgspec.ValidationError for what is no id."""
    return convert(given if isinstance(given, list) else [given], list[Snowflake])


Command: TypeAlias = (
    Heartbeat
    | Identify
    | Resume
    | UpdatePresence
    | UpdateVoiceState
    | RequestGuildMembers
    | RequestChannelInfo
    | RequestSoundboardSounds
)
