"""Relationships as they go over the wire. Docs (user-side): resources/relationships."""

import enum
from typing import Annotated, Final, Literal

import msgspec
from msgspec import Meta

from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.users.records import User

MOST_FRIENDS: Final = 1000  # and so many requests each way
MOST_BLOCKED: Final = 5000  # those who are only ignored among them

Note = Annotated[str, Meta(max_length=120)]


class RelationshipType(enum.IntEnum):
    """Docs: #relationship-type. NONE stands in the list for who is ignored and nothing else."""

    NONE = 0
    FRIEND = 1
    BLOCKED = 2
    INCOMING_REQUEST = 3
    OUTGOING_REQUEST = 4


class Relationship(msgspec.Struct):
    """One user as another has him in his list. Nothing is found to be spam here."""

    id: Snowflake
    type: int
    user: User
    nickname: str | None
    user_ignored: bool
    is_spam_request: bool = False
    stranger_request: bool | UnsetType = UNSET
    origin_application_id: Snowflake | UnsetType = UNSET
    since: Timestamp | UnsetType = UNSET
    note: str | UnsetType = UNSET


class RelationshipAdded(Relationship, kw_only=True):
    should_notify: bool


class PartialRelationship(msgspec.Struct):
    """Docs: gateway/gateway-events#partial-relationship-structure."""

    id: Snowflake
    type: int
    nickname: str | None
    user_ignored: bool
    stranger_request: bool | UnsetType = UNSET
    since: Timestamp | UnsetType = UNSET


class StoredRelationship(msgspec.Struct):
    """A row: the user's side of it."""

    user_id: int
    other_id: int
    type: int = RelationshipType.NONE
    nickname: str | None = None
    user_ignored: bool = False
    stranger_request: bool | None = None
    origin_application_id: int | None = None
    since: Timestamp | None = None
    note: str | None = None


class SendFriendRequest(msgspec.Struct):
    """`discriminator` is that of old names, and of nobody here."""

    username: Annotated[str, Meta(min_length=1, max_length=32)]
    discriminator: str | int | None = None
    note: Note | None = None


class PutRelationship(msgspec.Struct):
    """-1: accept a request, or make one. What else clients send serves what is not done here."""

    type: Literal[-1, 1, 2] | None = None
    note: Note | None = None


class EditRelationship(msgspec.Struct):
    nickname: Annotated[str, Meta(max_length=32)] | UnsetType | None = UNSET


class BulkRemoveRelationships(msgspec.Struct):
    """A query. Only incoming requests are removed in bulk."""

    relationship_type: Literal[3] = 3
    only_spam: bool = False


class RemovalFilters(msgspec.Struct):
    """1: spam. 2: of those who are ignored. A request must fit all of them."""

    filters: Annotated[list[Literal[1, 2]], Meta(max_length=2)] | None = None
