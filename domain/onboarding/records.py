"""Onboarding as it goes over the wire. Docs: resources/guild#guild-onboarding-object."""

import enum
from typing import Annotated, Literal

import msgspec

from core.wire import UNSET, Snowflake, UnsetType

DEFAULT, ADVANCED = 0, 1
"""Modes: what counts for the requirements, default channels alone or those of options too."""

FEWEST_CHANNELS = 7
FEWEST_WRITABLE = 5
"""What onboarding needs to be enabled: channels, and such of them where @everyone may send messages."""

Mode = Literal[0, 1]
PromptType = Literal[0, 1]
_Seen = dict[str, Annotated[int, msgspec.Meta(ge=0, le=2**53)]]


class Feature(enum.StrEnum):
    """What a guild is seen to have by its features."""

    ENABLED = "GUILD_ONBOARDING"
    EVER_ENABLED = "GUILD_ONBOARDING_EVER_ENABLED"
    HAS_PROMPTS = "GUILD_ONBOARDING_HAS_PROMPTS"


class MemberFlag(enum.IntFlag):
    """Docs: resources/guild#guild-member-object-guild-member-flags."""

    COMPLETED_ONBOARDING = 1 << 1
    STARTED_ONBOARDING = 1 << 3


class ShownEmoji(msgspec.Struct):
    """A custom emoji, one of unicode by its name, or none."""

    id: Snowflake | None = None
    name: str | None = None
    animated: bool = False


class PromptOption(msgspec.Struct):
    id: Snowflake
    title: str
    description: str
    emoji: ShownEmoji
    role_ids: list[Snowflake]
    channel_ids: list[Snowflake]


class Prompt(msgspec.Struct):
    id: Snowflake
    title: str
    options: list[PromptOption]
    single_select: bool
    required: bool
    in_onboarding: bool
    type: int


class Onboarding(msgspec.Struct, kw_only=True):
    guild_id: Snowflake
    prompts: list[Prompt]
    default_channel_ids: list[Snowflake]
    enabled: bool
    mode: int
    below_requirements: bool


class MyOnboarding(Onboarding, kw_only=True):
    """With what the calling user has answered."""

    responses: list[Snowflake] | UnsetType = UNSET
    onboarding_prompts_seen: dict[str, int] | UnsetType = UNSET
    onboarding_responses_seen: dict[str, int] | UnsetType = UNSET


class EditOptionEmoji(msgspec.Struct):
    id: Snowflake | None = None
    name: Annotated[str, msgspec.Meta(max_length=100)] | None = None


class EditPromptOption(msgspec.Struct, kw_only=True):
    """Its emoji is given in either of two shapes: by three fields, or as it is shown."""

    id: Snowflake | UnsetType | None = UNSET
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=50)]
    description: Annotated[str, msgspec.Meta(max_length=100)] | UnsetType | None = UNSET
    emoji: EditOptionEmoji | UnsetType | None = UNSET
    emoji_id: Snowflake | UnsetType | None = UNSET
    emoji_name: Annotated[str, msgspec.Meta(max_length=100)] | UnsetType | None = UNSET
    emoji_animated: bool | UnsetType | None = UNSET
    role_ids: Annotated[list[Snowflake], msgspec.Meta(max_length=50)] | UnsetType | None = UNSET
    channel_ids: Annotated[list[Snowflake], msgspec.Meta(max_length=50)] | UnsetType | None = UNSET

    def wanted_emoji(self) -> tuple[int | None, str | None]:
        """The id and the name of the emoji, as they are given."""
        if self.emoji:
            return self.emoji.id, self.emoji.name
        return self.emoji_id or None, self.emoji_name or None


class EditPrompt(msgspec.Struct, kw_only=True):
    """An id that no prompt of the guild has stands for a new one."""

    id: Snowflake
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    options: Annotated[list[EditPromptOption], msgspec.Meta(min_length=1, max_length=50)]
    single_select: bool | UnsetType | None = UNSET
    required: bool | UnsetType | None = UNSET
    in_onboarding: bool | UnsetType | None = UNSET
    type: PromptType | UnsetType | None = UNSET


class EditOnboarding(msgspec.Struct, kw_only=True):
    """What is not given stays, and so does what is null."""

    prompts: Annotated[list[EditPrompt], msgspec.Meta(max_length=15)] | UnsetType | None = UNSET
    enabled: bool | UnsetType | None = UNSET
    default_channel_ids: Annotated[list[Snowflake], msgspec.Meta(max_length=500)] | UnsetType | None = UNSET
    mode: Mode | UnsetType | None = UNSET


class Responses(msgspec.Struct):
    """What a user has answered. Seen is when, by the client's clock in milliseconds."""

    guild_id: Snowflake
    user_id: Snowflake
    onboarding_responses: list[Snowflake]
    onboarding_prompts_seen: dict[str, int]
    onboarding_responses_seen: dict[str, int]


class EditResponses(msgspec.Struct):
    onboarding_responses: Annotated[list[Snowflake], msgspec.Meta(max_length=750)] | UnsetType | None = UNSET
    onboarding_prompts_seen: Annotated[_Seen, msgspec.Meta(max_length=750)] | UnsetType | None = UNSET
    onboarding_responses_seen: Annotated[_Seen, msgspec.Meta(max_length=750)] | UnsetType | None = UNSET
