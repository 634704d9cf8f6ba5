"""What applications ask of their commands: bodies, with the limits that types can say. The others are in rules.py.

Docs: interactions/application-commands#create-global-application-command.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec
from msgspec import Meta

from core.wire import UNSET, Permissions, Snowflake, UnsetType
from domain.guilds.records import Locale

MOST_OPTIONS = 25
MOST_CHOICES = 25
MOST_IN_BULK = 130
_INT53 = 2**53 - 1
_FLOAT53 = 2.0**53

Name = Annotated[str, Meta(min_length=1, max_length=32)]
Description = Annotated[str, Meta(min_length=1, max_length=100)]
NewLocalizations: TypeAlias = dict[Locale, Name | None] | UnsetType | None
LongLocalizations: TypeAlias = dict[Locale, Description | None] | UnsetType | None
Int53 = Annotated[int, Meta(ge=-_INT53, le=_INT53)]
Double = Annotated[float, Meta(ge=-_FLOAT53, le=_FLOAT53)]
ChannelTypes = list[Literal[0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16]]
FileType = Annotated[str, Meta(min_length=2, max_length=32)]


class _NewChoice(msgspec.Struct, kw_only=True):
    name: Annotated[str, Meta(min_length=1, max_length=100)]
    name_localizations: LongLocalizations = UNSET


class NewStringChoice(_NewChoice, kw_only=True):
    value: Annotated[str, Meta(max_length=6000)]


class NewIntegerChoice(_NewChoice, kw_only=True):
    value: Int53


class NewNumberChoice(_NewChoice, kw_only=True):
    value: Double


class _NewOption(msgspec.Struct, kw_only=True, tag_field="type"):
    name: Name
    name_localizations: NewLocalizations = UNSET
    description: Description
    description_localizations: LongLocalizations = UNSET
    required: bool | UnsetType | None = UNSET


class NewStringOption(_NewOption, kw_only=True, tag=3):
    autocomplete: bool | UnsetType | None = UNSET
    choices: Annotated[list[NewStringChoice], Meta(max_length=MOST_CHOICES)] | UnsetType | None = UNSET
    min_length: Annotated[int, Meta(ge=0, le=6000)] | UnsetType | None = UNSET
    max_length: Annotated[int, Meta(ge=1, le=6000)] | UnsetType | None = UNSET


class NewIntegerOption(_NewOption, kw_only=True, tag=4):
    autocomplete: bool | UnsetType | None = UNSET
    choices: Annotated[list[NewIntegerChoice], Meta(max_length=MOST_CHOICES)] | UnsetType | None = UNSET
    min_value: Int53 | UnsetType | None = UNSET
    max_value: Int53 | UnsetType | None = UNSET


class NewBooleanOption(_NewOption, kw_only=True, tag=5):
    pass


class NewUserOption(_NewOption, kw_only=True, tag=6):
    pass


class NewChannelOption(_NewOption, kw_only=True, tag=7):
    channel_types: ChannelTypes | UnsetType | None = UNSET


class NewRoleOption(_NewOption, kw_only=True, tag=8):
    pass


class NewMentionableOption(_NewOption, kw_only=True, tag=9):
    pass


class NewNumberOption(_NewOption, kw_only=True, tag=10):
    autocomplete: bool | UnsetType | None = UNSET
    choices: Annotated[list[NewNumberChoice], Meta(max_length=MOST_CHOICES)] | UnsetType | None = UNSET
    min_value: Double | UnsetType | None = UNSET
    max_value: Double | UnsetType | None = UNSET


class NewAttachmentOption(_NewOption, kw_only=True, tag=11):
    file_types: Annotated[list[FileType], Meta(max_length=10)] | UnsetType | None = UNSET


NewValueOption: TypeAlias = (
    NewStringOption
    | NewIntegerOption
    | NewBooleanOption
    | NewUserOption
    | NewChannelOption
    | NewRoleOption
    | NewMentionableOption
    | NewNumberOption
    | NewAttachmentOption
)


class NewSubCommand(_NewOption, kw_only=True, tag=1):
    options: Annotated[list[NewValueOption], Meta(max_length=MOST_OPTIONS)] | UnsetType | None = UNSET


class NewSubCommandGroup(_NewOption, kw_only=True, tag=2):
    options: Annotated[list[NewSubCommand], Meta(max_length=MOST_OPTIONS)] | UnsetType | None = UNSET


NewOption: TypeAlias = NewSubCommand | NewSubCommandGroup | NewValueOption
NewWithChoices: TypeAlias = NewStringOption | NewIntegerOption | NewNumberOption


class _CommandSettings(msgspec.Struct, kw_only=True):
    name_localizations: NewLocalizations = UNSET
    description: Annotated[str, Meta(max_length=100)] | UnsetType | None = UNSET
    description_localizations: LongLocalizations = UNSET
    options: Annotated[list[NewOption], Meta(max_length=MOST_OPTIONS)] | UnsetType | None = UNSET
    default_member_permissions: Permissions | UnsetType | None = UNSET
    default_permission: bool | UnsetType | None = UNSET
    dm_permission: bool | UnsetType | None = UNSET
    contexts: Annotated[list[Literal[0, 1, 2]], Meta(min_length=1)] | UnsetType | None = UNSET
    integration_types: Annotated[list[Literal[0, 1]], Meta(min_length=1)] | UnsetType | None = UNSET
    nsfw: bool | UnsetType | None = UNSET
    handler: Literal[1, 2] | UnsetType | None = UNSET


class EditCommand(_CommandSettings, kw_only=True):
    name: Name | UnsetType = UNSET


class CreateCommand(_CommandSettings, kw_only=True):
    name: Name
    type: Literal[1, 2, 3, 4] | UnsetType | None = UNSET


class OverwriteCommand(CreateCommand, kw_only=True):
    """A command of a whole list; `id` keeps the one that is there, under whatever name."""

    id: Snowflake | UnsetType | None = UNSET


class SetCommandPermission(msgspec.Struct):
    id: Snowflake
    type: Literal[1, 2, 3]
    permission: bool


class SetCommandPermissions(msgspec.Struct):
    permissions: Annotated[list[SetCommandPermission], Meta(max_length=100)] | UnsetType | None = UNSET
