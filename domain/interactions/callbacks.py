"""What an application answers to an interaction, and what it is told back.

Docs: interactions/receiving-and-responding#interaction-response-object, #interaction-callback.
"""

import enum
from typing import Annotated, TypeAlias

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.components.requests import MessageComponents, ModalRequest
from domain.messages.embeds import MOST_EMBEDS, RichEmbed
from domain.messages.mentions import AllowedMentions
from domain.messages.records import Message
from domain.messages.requests import Attachments
from domain.polls.records import CreatePoll

MOST_CHOICES = 25

Content = Annotated[str, msgspec.Meta(max_length=2000)]
Embeds = Annotated[list[RichEmbed], msgspec.Meta(max_length=MOST_EMBEDS)]
Text = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]


class CallbackType(enum.IntEnum):
    """Docs: #interaction-response-object-interaction-callback-type."""

    PONG = 1
    CHANNEL_MESSAGE_WITH_SOURCE = 4
    DEFERRED_CHANNEL_MESSAGE_WITH_SOURCE = 5
    DEFERRED_UPDATE_MESSAGE = 6
    UPDATE_MESSAGE = 7
    APPLICATION_COMMAND_AUTOCOMPLETE_RESULT = 8
    MODAL = 9
    LAUNCH_ACTIVITY = 12


class AnswerMessage(msgspec.Struct):
    content: Content | None = None
    embeds: Embeds | None = None
    allowed_mentions: AllowedMentions | None = None
    components: MessageComponents | None = None
    attachments: Attachments | None = None
    poll: CreatePoll | None = None
    tts: bool | None = None
    flags: int | None = None


class UpdatedMessage(msgspec.Struct):
    """Absent means unchanged; null empties, save for `flags` and `attachments`."""

    content: Content | UnsetType | None = UNSET
    embeds: Embeds | UnsetType | None = UNSET
    allowed_mentions: AllowedMentions | UnsetType | None = UNSET
    components: MessageComponents | UnsetType | None = UNSET
    attachments: Attachments | UnsetType | None = UNSET
    flags: int | UnsetType | None = UNSET


class AutocompleteChoice(msgspec.Struct):
    name: Text
    value: Annotated[str, msgspec.Meta(max_length=100)] | Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)] | float
    name_localizations: dict[str, Text] | UnsetType | None = UNSET


class AutocompleteResult(msgspec.Struct):
    choices: Annotated[list[AutocompleteChoice | None], msgspec.Meta(max_length=MOST_CHOICES)] | None = None


class PongCallback(msgspec.Struct, tag_field="type", tag=1):
    """For endpoint checks alone."""


class MessageCallback(msgspec.Struct, tag_field="type", tag=4):
    data: AnswerMessage | None = None


class DeferredMessageCallback(msgspec.Struct, tag_field="type", tag=5):
    data: AnswerMessage | None = None


class DeferredUpdateCallback(msgspec.Struct, tag_field="type", tag=6):
    data: UpdatedMessage | None = None


class UpdateCallback(msgspec.Struct, tag_field="type", tag=7):
    data: UpdatedMessage | None = None


class AutocompleteCallback(msgspec.Struct, tag_field="type", tag=8):
    data: AutocompleteResult


class ModalCallback(msgspec.Struct, tag_field="type", tag=9):
    data: ModalRequest


class LaunchActivityCallback(msgspec.Struct, tag_field="type", tag=12):
    """Starts the activity that the application is."""


Callback: TypeAlias = (
    PongCallback
    | MessageCallback
    | DeferredMessageCallback
    | DeferredUpdateCallback
    | UpdateCallback
    | AutocompleteCallback
    | ModalCallback
    | LaunchActivityCallback
)


class CallbackQuery(msgspec.Struct):
    with_response: bool = False


class AnsweredInteraction(msgspec.Struct, kw_only=True):
    """The interaction, with what the answer made."""

    id: Snowflake
    type: int
    activity_instance_id: str | UnsetType | None = UNSET
    response_message_id: Snowflake | UnsetType = UNSET
    response_message_loading: bool | UnsetType = UNSET
    response_message_ephemeral: bool | UnsetType = UNSET
    channel_id: Snowflake
    guild_id: Snowflake | UnsetType = UNSET


class LaunchedActivity(msgspec.Struct):
    id: str


class CallbackResource(msgspec.Struct, kw_only=True):
    """What the answer made: a message of the types 4 and 7, an activity of type 12."""

    type: int
    message: Message | UnsetType = UNSET
    activity_instance: LaunchedActivity | UnsetType = UNSET


class CallbackResponse(msgspec.Struct, kw_only=True):
    interaction: AnsweredInteraction
    resource: CallbackResource | UnsetType = UNSET
