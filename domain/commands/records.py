"""Application commands as they are kept and shown. What is asked of them is in requests.py.

Docs: interactions/application-commands#application-command-object.
"""

import enum
from typing import ClassVar, TypeAlias

import msgspec

from core.wire import UNSET, Permissions, Snowflake, UnsetType


class CommandType(enum.IntEnum):
    """Docs: interactions/application-commands#application-command-object-application-command-types."""

    CHAT_INPUT = 1
    USER = 2
    MESSAGE = 3
    PRIMARY_ENTRY_POINT = 4


class OptionType(enum.IntEnum):
    """Docs: interactions/application-commands#application-command-object-application-command-option-type."""

    SUB_COMMAND = 1
    SUB_COMMAND_GROUP = 2
    STRING = 3
    INTEGER = 4
    BOOLEAN = 5
    USER = 6
    CHANNEL = 7
    ROLE = 8
    MENTIONABLE = 9
    NUMBER = 10
    ATTACHMENT = 11


class Context(enum.IntEnum):
    """Where a command is used.

    Docs: interactions/receiving-and-responding#interaction-object-interaction-context-types.
    """

    GUILD = 0
    BOT_DM = 1
    PRIVATE_CHANNEL = 2


class IntegrationType(enum.IntEnum):
    """By whose install. Docs: resources/application#application-object-application-integration-types."""

    GUILD_INSTALL = 0
    USER_INSTALL = 1


class Handler(enum.IntEnum):
    """Docs: interactions/application-commands#application-command-object-entry-point-command-handler-types."""

    APP_HANDLER = 1
    LAUNCH_ACTIVITY = 2


Localizations: TypeAlias = dict[str, str]


class Named(msgspec.Struct, kw_only=True):
    """What has a name in several languages. `name_localized` stands in lists that do not show all of them."""

    name: str
    name_localized: str | UnsetType = UNSET
    name_localizations: Localizations | UnsetType | None = None


class StringChoice(Named, kw_only=True):
    value: str


class IntegerChoice(Named, kw_only=True):
    value: int


class NumberChoice(Named, kw_only=True):
    value: float


class Described(Named, kw_only=True):
    description: str
    description_localized: str | UnsetType = UNSET
    description_localizations: Localizations | UnsetType | None = None


class _Option(Described, kw_only=True, tag_field="type"):
    required: bool | UnsetType = UNSET

    type: ClassVar[OptionType]


class StringOption(_Option, kw_only=True, tag=3):
    type = OptionType.STRING
    autocomplete: bool | UnsetType = UNSET
    choices: list[StringChoice] | UnsetType = UNSET
    min_length: int | UnsetType = UNSET
    max_length: int | UnsetType = UNSET


class IntegerOption(_Option, kw_only=True, tag=4):
    type = OptionType.INTEGER
    autocomplete: bool | UnsetType = UNSET
    choices: list[IntegerChoice] | UnsetType = UNSET
    min_value: int | UnsetType = UNSET
    max_value: int | UnsetType = UNSET


class BooleanOption(_Option, kw_only=True, tag=5):
    type = OptionType.BOOLEAN


class UserOption(_Option, kw_only=True, tag=6):
    type = OptionType.USER


class ChannelOption(_Option, kw_only=True, tag=7):
    type = OptionType.CHANNEL
    channel_types: list[int] | UnsetType = UNSET


class RoleOption(_Option, kw_only=True, tag=8):
    type = OptionType.ROLE


class MentionableOption(_Option, kw_only=True, tag=9):
    type = OptionType.MENTIONABLE


class NumberOption(_Option, kw_only=True, tag=10):
    type = OptionType.NUMBER
    autocomplete: bool | UnsetType = UNSET
    choices: list[NumberChoice] | UnsetType = UNSET
    min_value: float | UnsetType = UNSET
    max_value: float | UnsetType = UNSET


class AttachmentOption(_Option, kw_only=True, tag=11):
    type = OptionType.ATTACHMENT
    file_types: list[str] | UnsetType = UNSET


ValueOption: TypeAlias = (
    StringOption
    | IntegerOption
    | BooleanOption
    | UserOption
    | ChannelOption
    | RoleOption
    | MentionableOption
    | NumberOption
    | AttachmentOption
)
"""An option that a user gives a value."""


class SubCommand(_Option, kw_only=True, tag=1):
    type = OptionType.SUB_COMMAND
    options: list[ValueOption] | UnsetType = UNSET


class SubCommandGroup(_Option, kw_only=True, tag=2):
    type = OptionType.SUB_COMMAND_GROUP
    options: list[SubCommand] | UnsetType = UNSET


Option: TypeAlias = SubCommand | SubCommandGroup | ValueOption
Choice: TypeAlias = StringChoice | IntegerChoice | NumberChoice


class Command(Described, kw_only=True):
    """A command. Those of a guild have `guild_id`, and none of the fields that say where a command is to be had."""

    id: Snowflake
    application_id: Snowflake
    version: Snowflake
    default_member_permissions: Permissions | None = None
    type: int = CommandType.CHAT_INPUT
    guild_id: Snowflake | UnsetType = UNSET
    dm_permission: bool | UnsetType = UNSET
    contexts: list[int] | UnsetType | None = UNSET
    integration_types: list[int] | UnsetType = UNSET
    options: list[Option] | UnsetType = UNSET
    nsfw: bool = False
    handler: int | UnsetType = UNSET

    def is_in_context(self, context: Context) -> bool:
        """Whether it may be used there. `dm_permission` counts as long as there are no `contexts`."""
        if self.guild_id:
            return context == Context.GUILD
        if self.contexts:
            return context in self.contexts
        return context == Context.GUILD or self.dm_permission is not False

    def is_for(self, kind: IntegrationType) -> bool:
        """Whether it comes with this kind of install."""
        return kind in (self.integration_types or (IntegrationType.GUILD_INSTALL,))


class PermissionTarget(enum.IntEnum):
    """Docs: interactions/application-commands#application-command-permissions-object."""

    ROLE = 1
    USER = 2
    CHANNEL = 3


class CommandPermission(msgspec.Struct):
    """For a role, a user or a channel. The guild's id is @everyone, one less is all channels."""

    id: Snowflake
    type: int
    permission: bool


class CommandPermissions(msgspec.Struct):
    """Who may use a command in a guild, or all commands of an application: then `id` is the application's."""

    id: Snowflake
    application_id: Snowflake
    guild_id: Snowflake
    permissions: list[CommandPermission]
