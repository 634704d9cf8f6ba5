"""Welcome screens, and guides for new members. Docs: resources/guild#welcome-screen-object."""

from typing import Annotated, Literal

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.onboarding.records import EditOptionEmoji, ShownEmoji

WELCOME_SCREEN_ENABLED = "WELCOME_SCREEN_ENABLED"
GUILD_SERVER_GUIDE = "GUILD_SERVER_GUIDE"

FEWEST_ACTIONS = 3
"""What a guide needs to be enabled."""

VIEW, TALK = 0, 1

_Title = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]
_Description = Annotated[str, msgspec.Meta(max_length=200)]


class WelcomeChannel(msgspec.Struct):
    channel_id: Snowflake
    description: str
    emoji_id: Snowflake | None
    emoji_name: str | None


class WelcomeScreen(msgspec.Struct):
    description: str | None
    welcome_channels: list[WelcomeChannel]


class StoredWelcomeScreen(msgspec.Struct):
    enabled: bool
    screen: WelcomeScreen


class EditWelcomeChannel(msgspec.Struct):
    channel_id: Snowflake
    description: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    emoji_id: Snowflake | UnsetType | None = UNSET
    emoji_name: Annotated[str, msgspec.Meta(max_length=152133)] | UnsetType | None = UNSET


class EditWelcomeScreen(msgspec.Struct):
    description: Annotated[str, msgspec.Meta(max_length=140)] | UnsetType | None = UNSET
    welcome_channels: Annotated[list[EditWelcomeChannel], msgspec.Meta(max_length=5)] | UnsetType | None = UNSET
    enabled: bool | UnsetType | None = UNSET


class WelcomeMessage(msgspec.Struct):
    author_ids: Annotated[list[Snowflake], msgspec.Meta(max_length=10)]
    message: Annotated[str, msgspec.Meta(max_length=300)]


class ResourceChannel(msgspec.Struct, kw_only=True):
    channel_id: Snowflake
    title: str
    description: str
    emoji: ShownEmoji | UnsetType = UNSET
    icon: str | UnsetType = UNSET


class NewMemberAction(ResourceChannel, kw_only=True):
    action_type: int


class NewMemberWelcome(msgspec.Struct, kw_only=True):
    """The guide for new members."""

    guild_id: Snowflake
    enabled: bool
    welcome_message: WelcomeMessage
    new_member_actions: list[NewMemberAction]
    resource_channels: list[ResourceChannel]


class EditResourceChannel(msgspec.Struct, kw_only=True):
    channel_id: Snowflake
    title: _Title
    description: _Description | UnsetType | None = UNSET
    emoji: EditOptionEmoji | UnsetType | None = UNSET


class EditNewMemberAction(EditResourceChannel, kw_only=True):
    action_type: Literal[0, 1]


class EditNewMemberWelcome(msgspec.Struct, kw_only=True):
    """What is not given stays, and so does what is null."""

    enabled: bool | UnsetType | None = UNSET
    welcome_message: WelcomeMessage | UnsetType | None = UNSET
    new_member_actions: Annotated[list[EditNewMemberAction], msgspec.Meta(max_length=5)] | UnsetType | None = UNSET
    resource_channels: Annotated[list[EditResourceChannel], msgspec.Meta(max_length=7)] | UnsetType | None = UNSET
