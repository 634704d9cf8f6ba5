"""Lobbies as they go over the wire. Docs: resources/lobby; user-side: gateway/gateway-events#lobbies."""

from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.channels.records import Channel
from domain.messages.records import MessageLobbyMember
from domain.users.records import User

MOST_MEMBERS: Final = 1000
MOST_LOBBIES: Final = 100
"""Of a user, in lobbies of one application. Docs: managing-lobbies#lobby-members."""

IDLE_TIMEOUT_S: Final = 300

CAN_LINK_LOBBY: Final = 1 << 0
"""A member's flag."""
REQUIRE_APPLICATION_AUTHORIZATION: Final = 1 << 0
"""A lobby's flag."""

_Key = Annotated[str, Meta(max_length=1024)]
_Value = Annotated[str, Meta(max_length=1024)]
Metadata = Annotated[dict[_Key, _Value], Meta(max_length=25)]
ModerationMetadata = Annotated[dict[_Key, Annotated[str, Meta(max_length=2000)]], Meta(max_length=5)]
_IdleTimeout = Annotated[int, Meta(ge=5, le=604800)]
_AdditionalName = Annotated[str, Meta(min_length=1, max_length=80)]
_Url = Annotated[str, Meta(min_length=1, max_length=512, extra_json_schema={"format": "uri"})]


class LinkedChannel(Channel, kw_only=True):
    """The guild's text channel that a lobby is linked to."""

    guild_id: Snowflake  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - always there
    name: str  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - always there
    position: int  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - always there


class LobbyMember(msgspec.Struct, kw_only=True):
    id: Snowflake
    metadata: dict[str, str] | None
    flags: int
    additional_name: str | UnsetType = UNSET


class Lobby(msgspec.Struct, kw_only=True):
    """`override_event_webhooks_url` is the application's own affair: its bot sees it, members do not."""

    id: Snowflake
    application_id: Snowflake
    metadata: dict[str, str] | None
    members: list[LobbyMember]
    flags: int
    linked_channel: LinkedChannel | UnsetType = UNSET
    override_event_webhooks_url: str | UnsetType | None = UNSET


class StoredLobby(msgspec.Struct, kw_only=True):
    """A lobby without those who are in it."""

    id: Snowflake
    application_id: Snowflake
    metadata: dict[str, str] | None
    flags: int
    idle_timeout_seconds: int
    override_event_webhooks_url: str | None
    has_secret: bool
    linked_guild_id: Snowflake | None = None
    linked_channel_id: Snowflake | None = None


class GatewayLobbyMember(LobbyMember, kw_only=True):
    """`connected`: to a call in the lobby; there are none here."""

    user: User
    connected: bool = False


class GatewayLobby(msgspec.Struct, kw_only=True):
    id: Snowflake
    application_id: Snowflake
    metadata: dict[str, str] | None
    members: list[GatewayLobbyMember]
    flags: int
    linked_channel: LinkedChannel | UnsetType = UNSET
    voice_states: list[None] = []


class LobbyDeleted(msgspec.Struct):
    id: Snowflake
    reason: Literal["deleted", "removed"]


class LobbyMemberEvent(msgspec.Struct):
    member: GatewayLobbyMember
    lobby_id: Snowflake
    application_id: Snowflake


class LobbyMessage(msgspec.Struct, kw_only=True):
    """A message of a lobby. `channel_id` is the lobby's own id, or the linked channel that it was said in.

    `metadata` goes with the message once and is not kept. What the application's moderation said of it is there for
    the application's own sessions.
    """

    id: Snowflake
    type: int
    content: str
    lobby_id: Snowflake
    channel_id: Snowflake
    author: User
    lobby_member: MessageLobbyMember | UnsetType = UNSET
    metadata: dict[str, str] | UnsetType = UNSET
    moderation_metadata: dict[str, str] | UnsetType = UNSET
    flags: int
    application_id: Snowflake | UnsetType = UNSET
    timestamp: Timestamp | UnsetType = UNSET
    edited_timestamp: Timestamp | UnsetType = UNSET


class LobbyMessageDeleted(msgspec.Struct):
    id: Snowflake
    lobby_id: Snowflake


class StoredLobbyMessage(msgspec.Struct, kw_only=True):
    lobby_id: int
    id: int
    channel_id: int
    author_id: int
    content: str
    type: int = 0
    flags: int = 0
    additional_name: str | None = None
    edited_at: Timestamp | None = None
    moderation_metadata: dict[str, str] | None = None


class LobbyGuildInvite(msgspec.Struct):
    code: str


class SetLobbyMember(msgspec.Struct, kw_only=True):
    """What is left out of a new member, or null, is at its default; `additional_name` stays when it is left out."""

    metadata: Metadata | UnsetType | None = UNSET
    flags: Literal[1] | UnsetType | None = UNSET
    additional_name: _AdditionalName | UnsetType | None = UNSET


class NewLobbyMember(msgspec.Struct, kw_only=True):
    id: Snowflake
    metadata: Metadata | UnsetType | None = UNSET
    flags: Literal[1] | UnsetType | None = UNSET


class BulkLobbyMember(SetLobbyMember, kw_only=True):
    id: Snowflake
    remove_member: bool | UnsetType | None = UNSET


class CreateLobby(msgspec.Struct, kw_only=True):
    idle_timeout_seconds: _IdleTimeout | UnsetType | None = UNSET
    members: Annotated[list[NewLobbyMember], Meta(max_length=25)] | UnsetType | None = UNSET
    metadata: Metadata | UnsetType | None = UNSET
    flags: Literal[1] | UnsetType | None = UNSET
    override_event_webhooks_url: _Url | UnsetType | None = UNSET


class EditLobby(CreateLobby, kw_only=True):
    """`members` are those who shall be in it, in place of whoever is."""


class CreateOrJoinLobby(msgspec.Struct, kw_only=True):
    secret: Annotated[str, Meta(max_length=250)]
    idle_timeout_seconds: _IdleTimeout | UnsetType | None = UNSET
    lobby_metadata: Metadata | UnsetType | None = UNSET
    member_metadata: Metadata | UnsetType | None = UNSET
    flags: Literal[1] | UnsetType | None = UNSET


class LinkChannel(msgspec.Struct):
    """Without a channel, what is linked is unlinked."""

    channel_id: Snowflake | UnsetType | None = UNSET


class ListLobbyMessages(msgspec.Struct):
    limit: Annotated[int, Meta(ge=1, le=200)] = 50
