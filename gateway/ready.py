"""READY and GUILD_CREATE, as the session gets them. Docs: events/gateway-events#ready, #guild-create."""

from collections.abc import Iterable
from typing import Any

import msgspec

from core.wire import UNSET, Snowflake, UnsetType, encode
from domain.members.records import Member
from domain.users.records import CurrentUser
from gateway.session import Session


class UnavailableGuild(msgspec.Struct):
    """In READY: its GUILD_CREATE will follow. As GUILD_DELETE with True: an outage; without: removed from it."""

    id: Snowflake
    unavailable: bool | UnsetType = UNSET


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
    private_channels: list[Any]
    relationships: list[Any] = []
    presences: list[Any] = []
    user_settings: dict[str, Any] = {}
    geo_ordered_rtc_regions: list[str] = []
    guild_join_requests: list[Any] = []
    auth: dict[str, Any] = {}


def guild_create(
    snapshot: bytes, session: Session, members: Iterable[Member], presences: Iterable[bytes], *, initial: bool
) -> bytes:
    """The payload: the guild's part, encoded once per change of the guild, and the session's own part.

    `initial`: the guild stood in READY; libraries tell a guild that became available from one that was joined by it.
    """
    listed = list(members)
    own = next(member for member in listed if member.user.id == session.user_id)
    return b"".join(
        (
            snapshot[:-1],
            b',"joined_at":',
            encode(own.joined_at),
            b',"members":',
            encode(listed),
            b',"presences":[',
            b",".join(presences),
            b'],"unavailable":false}' if initial else b"]}",
        )
    )
