"""What users' clients send to invoke something. Docs (user-side): interactions/receiving-and-responding
#create-interaction.
"""

from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta

from core.wire import UNSET, Snowflake, UnsetType
from domain.components.requests import SubmittedComponentRequest
from domain.messages.requests import AttachmentRequest

Nonce = Annotated[str, Meta(max_length=25)]
CustomId = Annotated[str, Meta(min_length=1, max_length=100)]
Files = Annotated[list[AttachmentRequest], Meta(max_length=10)]


class SentOption(msgspec.Struct):
    """An option of a command. The value of an attachment is the number in `files[n]`."""

    type: int
    name: Annotated[str, Meta(min_length=1, max_length=32)]
    value: str | int | float | bool | UnsetType | None = UNSET
    options: "Annotated[list[SentOption], Meta(max_length=25)] | UnsetType | None" = UNSET
    focused: bool | UnsetType | None = UNSET


class SentCommand(msgspec.Struct, kw_only=True):
    """A command by id, as the client knows it: an outdated version is refused."""

    id: Snowflake
    version: Snowflake
    type: int | UnsetType | None = UNSET
    name: str | UnsetType | None = UNSET
    options: Annotated[list[SentOption], Meta(max_length=25)] | UnsetType | None = UNSET
    target_id: Snowflake | UnsetType | None = UNSET
    attachments: Files | UnsetType | None = UNSET


class SentComponent(msgspec.Struct, kw_only=True):
    """A button that was pressed, or a select with what was picked."""

    custom_id: CustomId
    component_type: int | UnsetType | None = UNSET
    type: int | UnsetType | None = UNSET
    values: Annotated[list[str], Meta(max_length=25)] | UnsetType | None = UNSET


class SentModal(msgspec.Struct, kw_only=True):
    """A modal by the id of the interaction that it answered."""

    id: Snowflake
    custom_id: CustomId
    components: Annotated[list[SubmittedComponentRequest], Meta(max_length=5)]
    attachments: Files | UnsetType | None = UNSET


class _Invocation(msgspec.Struct, kw_only=True):
    application_id: Snowflake
    channel_id: Snowflake
    guild_id: Snowflake | UnsetType | None = UNSET
    session_id: str | UnsetType | None = UNSET
    nonce: Nonce | UnsetType | None = UNSET


class InvokeCommand(_Invocation, kw_only=True, tag_field="type", tag=2):
    data: SentCommand


class UseComponent(_Invocation, kw_only=True, tag_field="type", tag=3):
    message_id: Snowflake
    message_flags: int | UnsetType | None = UNSET
    data: SentComponent


class Autocomplete(_Invocation, kw_only=True, tag_field="type", tag=4):
    data: SentCommand


class SubmitModal(_Invocation, kw_only=True, tag_field="type", tag=5):
    data: SentModal


Invocation: TypeAlias = InvokeCommand | UseComponent | Autocomplete | SubmitModal
