"""Components as applications send them, in messages and in modals, and what users submit of modals.

Docs: components/reference. The limits are those of the published contract.
"""

from typing import Annotated, Literal, TypeAlias

import msgspec

from core.wire import Snowflake
from domain.components.records import (
    ButtonStyle,
    ChannelSelectDefault,
    RoleSelectDefault,
    Spacing,
    TextInputStyle,
    UserSelectDefault,
)

Id = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
"""0 is as good as none."""
CustomId = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
OptionText = Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
OptionDescription = Annotated[str, msgspec.Meta(max_length=100)]
AltText = Annotated[str, msgspec.Meta(min_length=1, max_length=1024)]


class ComponentEmojiRequest(msgspec.Struct):
    id: Snowflake | None = None
    name: Annotated[str, msgspec.Meta(max_length=32)] | None = None
    animated: bool | None = None


class ButtonRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=2):
    id: Id | None = None
    style: ButtonStyle
    custom_id: CustomId | None = None
    label: Annotated[str, msgspec.Meta(max_length=80)] | None = None
    disabled: bool | None = None
    url: Annotated[str, msgspec.Meta(max_length=512)] | None = None
    sku_id: Snowflake | None = None
    emoji: ComponentEmojiRequest | None = None


class SelectRequest(msgspec.Struct, kw_only=True):
    id: Id | None = None
    custom_id: CustomId
    placeholder: Annotated[str, msgspec.Meta(max_length=150)] | None = None
    min_values: Annotated[int, msgspec.Meta(ge=0, le=25)] | None = None
    max_values: Annotated[int, msgspec.Meta(ge=1, le=25)] | None = None
    disabled: bool | None = None
    required: bool | None = None


class StringSelectOptionRequest(msgspec.Struct, kw_only=True):
    label: OptionText
    value: OptionText
    description: OptionDescription | None = None
    default: bool | None = None
    emoji: ComponentEmojiRequest | None = None


class StringSelectRequest(SelectRequest, kw_only=True, tag_field="type", tag=3):
    options: Annotated[list[StringSelectOptionRequest], msgspec.Meta(min_length=1, max_length=25)]


class UserSelectRequest(SelectRequest, kw_only=True, tag_field="type", tag=5):
    default_values: Annotated[list[UserSelectDefault], msgspec.Meta(max_length=25)] | None = None


class RoleSelectRequest(SelectRequest, kw_only=True, tag_field="type", tag=6):
    default_values: Annotated[list[RoleSelectDefault], msgspec.Meta(max_length=25)] | None = None


class MentionableSelectRequest(SelectRequest, kw_only=True, tag_field="type", tag=7):
    default_values: Annotated[list[RoleSelectDefault | UserSelectDefault], msgspec.Meta(max_length=25)] | None = None


class ChannelSelectRequest(SelectRequest, kw_only=True, tag_field="type", tag=8):
    default_values: Annotated[list[ChannelSelectDefault], msgspec.Meta(max_length=25)] | None = None
    channel_types: list[Literal[0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15, 16]] | None = None


class TextInputRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=4):
    id: Id | None = None
    custom_id: CustomId
    style: TextInputStyle
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=45)] | None = None
    value: Annotated[str, msgspec.Meta(max_length=4000)] | None = None
    placeholder: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    required: bool | None = None
    min_length: Annotated[int, msgspec.Meta(ge=0, le=4000)] | None = None
    max_length: Annotated[int, msgspec.Meta(ge=1, le=4000)] | None = None


AnySelectRequest: TypeAlias = (
    StringSelectRequest | UserSelectRequest | RoleSelectRequest | MentionableSelectRequest | ChannelSelectRequest
)


class ActionRowRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=1):
    id: Id | None = None
    components: Annotated[list[ButtonRequest | AnySelectRequest], msgspec.Meta(min_length=1, max_length=5)]


class TextDisplayRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=10):
    id: Id | None = None
    content: Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class UnfurledMediaRequest(msgspec.Struct):
    """The rest of a media item is not the application's to say."""

    url: Annotated[str, msgspec.Meta(max_length=2048)]


class ThumbnailRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=11):
    id: Id | None = None
    description: AltText | None = None
    spoiler: bool | None = None
    media: UnfurledMediaRequest


class SectionRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=9):
    id: Id | None = None
    components: Annotated[list[TextDisplayRequest], msgspec.Meta(min_length=1, max_length=3)]
    accessory: ButtonRequest | ThumbnailRequest


class MediaGalleryItemRequest(msgspec.Struct, kw_only=True):
    description: AltText | None = None
    spoiler: bool | None = None
    media: UnfurledMediaRequest


class MediaGalleryRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=12):
    id: Id | None = None
    items: Annotated[list[MediaGalleryItemRequest], msgspec.Meta(min_length=1, max_length=10)]


class FileComponentRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=13):
    id: Id | None = None
    spoiler: bool | None = None
    file: UnfurledMediaRequest


class SeparatorRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=14):
    id: Id | None = None
    spacing: Spacing | None = None
    divider: bool | None = None


class ContainerRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=17):
    id: Id | None = None
    accent_color: Annotated[int, msgspec.Meta(ge=0, le=0xFFFFFF)] | None = None
    components: Annotated[
        list[
            ActionRowRequest
            | SectionRequest
            | TextDisplayRequest
            | MediaGalleryRequest
            | FileComponentRequest
            | SeparatorRequest
        ],
        msgspec.Meta(min_length=1, max_length=40),
    ]
    spoiler: bool | None = None


MessageComponentRequest: TypeAlias = (
    ActionRowRequest
    | SectionRequest
    | TextDisplayRequest
    | MediaGalleryRequest
    | FileComponentRequest
    | SeparatorRequest
    | ContainerRequest
)
MessageComponents = Annotated[list[MessageComponentRequest], msgspec.Meta(max_length=40)]


class FileUploadRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=19):
    id: Id | None = None
    custom_id: CustomId
    min_values: Annotated[int, msgspec.Meta(ge=0, le=10)] | None = None
    max_values: Annotated[int, msgspec.Meta(ge=1, le=10)] | None = None
    required: bool | None = None
    file_types: Annotated[list[str], msgspec.Meta(max_length=10)] | None = None


class GroupOptionRequest(msgspec.Struct, kw_only=True):
    label: OptionText
    value: OptionText
    description: OptionDescription | None = None
    default: bool | None = None


class RadioGroupRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=21):
    id: Id | None = None
    custom_id: CustomId
    required: bool | None = None
    options: Annotated[list[GroupOptionRequest], msgspec.Meta(min_length=2, max_length=10)]


class CheckboxGroupRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=22):
    id: Id | None = None
    custom_id: CustomId
    min_values: Annotated[int, msgspec.Meta(ge=0, le=10)] | None = None
    max_values: Annotated[int, msgspec.Meta(ge=1, le=10)] | None = None
    required: bool | None = None
    options: Annotated[list[GroupOptionRequest], msgspec.Meta(min_length=1, max_length=10)]


class CheckboxRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=23):
    id: Id | None = None
    custom_id: CustomId
    default: bool | None = None


class ModalActionRowRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=1):
    """The old way of a text input into a modal; a label is the new one."""

    id: Id | None = None
    components: Annotated[list[TextInputRequest], msgspec.Meta(min_length=1, max_length=5)]


LabelChildRequest: TypeAlias = (
    TextInputRequest | AnySelectRequest | FileUploadRequest | RadioGroupRequest | CheckboxGroupRequest | CheckboxRequest
)


class LabelRequest(msgspec.Struct, kw_only=True, tag_field="type", tag=18):
    id: Id | None = None
    label: Annotated[str, msgspec.Meta(min_length=1, max_length=45)]
    description: Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | None = None
    component: LabelChildRequest


ModalComponentRequest: TypeAlias = ModalActionRowRequest | LabelRequest | TextDisplayRequest


class ModalRequest(msgspec.Struct):
    """Docs: interactions/receiving-and-responding#interaction-response-object-modal."""

    custom_id: CustomId
    title: Annotated[str, msgspec.Meta(min_length=1, max_length=45)]
    components: Annotated[list[ModalComponentRequest], msgspec.Meta(min_length=1, max_length=5)]


class SubmittedComponentRequest(msgspec.Struct, kw_only=True):
    """What a user's client submits of one component of a modal, or of one that holds others.

    Only `custom_id` and what was filled in count; where it stands, the modal knows.
    """

    type: int | None = None
    id: Id | None = None
    custom_id: str | None = None
    value: str | bool | None = None
    values: Annotated[list[str], msgspec.Meta(max_length=25)] | None = None
    component: "SubmittedComponentRequest | None" = None
    components: "Annotated[list[SubmittedComponentRequest], msgspec.Meta(max_length=5)] | None" = None
