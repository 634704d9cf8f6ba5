"""Role connections as they go over the wire.

Docs: resources/application-role-connection-metadata, resources/user#application-role-connection-object.
"""

import enum
from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from core.wire import UNSET, UnsetType
from domain.guilds.records import Locale

MOST_RECORDS = 5
LONGEST_VALUE = 100

# In Python `$` is also before a line break at the end.
Key = Annotated[str, Meta(min_length=1, max_length=50, pattern=r"^[a-z0-9_]*$(?!\n)")]
Name = Annotated[str, Meta(min_length=1, max_length=100)]
Description = Annotated[str, Meta(min_length=1, max_length=200)]


class MetadataType(enum.IntEnum):
    """How a guild compares a user's value with its own. Docs: #application-role-connection-metadata-type."""

    INTEGER_LESS_THAN_OR_EQUAL = 1
    INTEGER_GREATER_THAN_OR_EQUAL = 2
    INTEGER_EQUAL = 3
    INTEGER_NOT_EQUAL = 4
    DATETIME_LESS_THAN_OR_EQUAL = 5
    DATETIME_GREATER_THAN_OR_EQUAL = 6
    BOOLEAN_EQUAL = 7
    BOOLEAN_NOT_EQUAL = 8


class MetadataRecord(msgspec.Struct):
    type: int
    key: str
    name: str
    description: str
    name_localizations: dict[str, str] | UnsetType = UNSET
    description_localizations: dict[str, str] | UnsetType = UNSET


class NewMetadataRecord(msgspec.Struct):
    type: Literal[1, 2, 3, 4, 5, 6, 7, 8]
    key: Key
    name: Name
    description: Description
    name_localizations: dict[Locale, Name | None] | UnsetType | None = UNSET
    description_localizations: dict[Locale, Description | None] | UnsetType | None = UNSET


NewMetadata: TypeAlias = Annotated[list[NewMetadataRecord], Meta(max_length=MOST_RECORDS)]

# Published as texts; applications send numbers and booleans as well.
Value: TypeAlias = Annotated[str, Meta(min_length=1, max_length=LONGEST_VALUE)] | int | bool


class EditRoleConnection(msgspec.Struct):
    """Takes the place of what there was: what is absent or null is empty."""

    platform_name: Annotated[str, Meta(max_length=50)] | UnsetType | None = UNSET
    platform_username: Annotated[str, Meta(max_length=100)] | UnsetType | None = UNSET
    metadata: Annotated[dict[str, Value], Meta(max_length=MOST_RECORDS)] | UnsetType | None = UNSET


class RoleConnection(msgspec.Struct):
    platform_name: str | UnsetType = UNSET
    platform_username: str | None = None
    metadata: dict[str, str] = {}
