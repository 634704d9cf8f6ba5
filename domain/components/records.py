"""Components as they are kept and shown: of messages, and of the modals that users are asked to fill in.

What applications send of them is in requests.py. A component is known by its `type`, a number.

    ActionRow ─ Button … | one select | TextInput (in old modals)
    Section ─ TextDisplay …, accessory: Button | Thumbnail
    TextDisplay, MediaGallery, FileComponent, Separator
    Container ─ all of the above
    Label (in modals) ─ a select | TextInput | FileUpload | RadioGroup | CheckboxGroup | Checkbox

Docs: components/reference.
"""

import enum
from typing import Literal, TypeAlias

import msgspec

from core.wire import UNSET, Snowflake, UnsetType


class ComponentType(enum.IntEnum):
    """Docs: components/reference#component-object-component-types."""

    ACTION_ROW = 1
    BUTTON = 2
    STRING_SELECT = 3
    TEXT_INPUT = 4
    USER_SELECT = 5
    ROLE_SELECT = 6
    MENTIONABLE_SELECT = 7
    CHANNEL_SELECT = 8
    SECTION = 9
    TEXT_DISPLAY = 10
    THUMBNAIL = 11
    MEDIA_GALLERY = 12
    FILE = 13
    SEPARATOR = 14
    CONTAINER = 17
    LABEL = 18
    FILE_UPLOAD = 19
    RADIO_GROUP = 21
    CHECKBOX_GROUP = 22
    CHECKBOX = 23


class ButtonStyle(enum.IntEnum):
    """Docs: components/reference#button-button-styles."""

    PRIMARY = 1
    SECONDARY = 2
    SUCCESS = 3
    DANGER = 4
    LINK = 5
    PREMIUM = 6


class TextInputStyle(enum.IntEnum):
    SHORT = 1
    PARAGRAPH = 2


class Spacing(enum.IntEnum):
    SMALL = 1
    LARGE = 2


class ComponentEmoji(msgspec.Struct):
    """A Unicode emoji by its name, a custom one by its id."""

    name: str
    id: Snowflake | UnsetType = UNSET
    animated: bool | UnsetType = UNSET


class UserSelectDefault(msgspec.Struct, tag_field="type", tag="user"):
    id: Snowflake


class RoleSelectDefault(msgspec.Struct, tag_field="type", tag="role"):
    id: Snowflake


class ChannelSelectDefault(msgspec.Struct, tag_field="type", tag="channel"):
    id: Snowflake


class Button(msgspec.Struct, kw_only=True, tag_field="type", tag=2):
    id: int
    style: ButtonStyle
    custom_id: str | UnsetType = UNSET
    label: str | UnsetType = UNSET
    disabled: bool | UnsetType = UNSET
    emoji: ComponentEmoji | UnsetType = UNSET
    url: str | UnsetType = UNSET
    sku_id: Snowflake | UnsetType = UNSET


class Select(msgspec.Struct, kw_only=True):
    """What all selects have. `required` says something in modals alone."""

    id: int
    custom_id: str
    placeholder: str | UnsetType = UNSET
    min_values: int
    max_values: int
    disabled: bool | UnsetType = UNSET
    required: bool | UnsetType = UNSET


class StringSelectOption(msgspec.Struct, kw_only=True):
    label: str
    value: str
    description: str | UnsetType = UNSET
    emoji: ComponentEmoji | UnsetType = UNSET
    default: bool | UnsetType = UNSET


class StringSelect(Select, kw_only=True, tag_field="type", tag=3):
    options: list[StringSelectOption]


class UserSelect(Select, kw_only=True, tag_field="type", tag=5):
    default_values: list[UserSelectDefault] | UnsetType = UNSET


class RoleSelect(Select, kw_only=True, tag_field="type", tag=6):
    default_values: list[RoleSelectDefault] | UnsetType = UNSET


class MentionableSelect(Select, kw_only=True, tag_field="type", tag=7):
    default_values: list[RoleSelectDefault | UserSelectDefault] | UnsetType = UNSET


class ChannelSelect(Select, kw_only=True, tag_field="type", tag=8):
    channel_types: list[int] | UnsetType = UNSET
    default_values: list[ChannelSelectDefault] | UnsetType = UNSET


class TextInput(msgspec.Struct, kw_only=True, tag_field="type", tag=4):
    id: int
    custom_id: str
    style: TextInputStyle
    label: str | None
    value: str | UnsetType = UNSET
    placeholder: str | UnsetType = UNSET
    required: bool
    min_length: int | None
    max_length: int | None


class ActionRow(msgspec.Struct, kw_only=True, tag_field="type", tag=1):
    id: int
    components: list[Button | StringSelect | UserSelect | RoleSelect | MentionableSelect | ChannelSelect | TextInput]


class TextDisplay(msgspec.Struct, kw_only=True, tag_field="type", tag=10):
    id: int
    content: str


class UnfurledMedia(msgspec.Struct, kw_only=True):
    """A picture, a video or a file. As it is kept, `url` may be `attachment://name`; readers get a signed link."""

    id: Snowflake
    url: str
    proxy_url: str
    width: int | UnsetType | None = UNSET
    height: int | UnsetType | None = UNSET
    content_type: str | UnsetType | None = UNSET
    attachment_id: Snowflake | UnsetType = UNSET


class Thumbnail(msgspec.Struct, kw_only=True, tag_field="type", tag=11):
    id: int
    media: UnfurledMedia
    description: str | None
    spoiler: bool


class Section(msgspec.Struct, kw_only=True, tag_field="type", tag=9):
    id: int
    components: list[TextDisplay]
    accessory: Button | Thumbnail


class MediaGalleryItem(msgspec.Struct, kw_only=True):
    media: UnfurledMedia
    description: str | None
    spoiler: bool


class MediaGallery(msgspec.Struct, kw_only=True, tag_field="type", tag=12):
    id: int
    items: list[MediaGalleryItem]


class FileComponent(msgspec.Struct, kw_only=True, tag_field="type", tag=13):
    """A file of the message; `name` and `size` are the attachment's, put in where the message is read."""

    id: int
    file: UnfurledMedia
    name: str | None = None
    size: int | None = None
    spoiler: bool


class Separator(msgspec.Struct, kw_only=True, tag_field="type", tag=14):
    id: int
    spacing: Spacing
    divider: bool


class Container(msgspec.Struct, kw_only=True, tag_field="type", tag=17):
    id: int
    accent_color: int | None
    components: list[ActionRow | Section | TextDisplay | MediaGallery | FileComponent | Separator]
    spoiler: bool


class FileUpload(msgspec.Struct, kw_only=True, tag_field="type", tag=19):
    id: int
    custom_id: str
    min_values: int
    max_values: int
    required: bool
    file_types: list[str] | UnsetType = UNSET


class GroupOption(msgspec.Struct, kw_only=True):
    value: str
    label: str
    description: str | UnsetType = UNSET
    default: bool | UnsetType = UNSET


class RadioGroup(msgspec.Struct, kw_only=True, tag_field="type", tag=21):
    id: int
    custom_id: str
    options: list[GroupOption]
    required: bool


class CheckboxGroup(msgspec.Struct, kw_only=True, tag_field="type", tag=22):
    id: int
    custom_id: str
    options: list[GroupOption]
    min_values: int
    max_values: int
    required: bool


class Checkbox(msgspec.Struct, kw_only=True, tag_field="type", tag=23):
    id: int
    custom_id: str
    default: bool


LabelChild: TypeAlias = (
    TextInput
    | StringSelect
    | UserSelect
    | RoleSelect
    | MentionableSelect
    | ChannelSelect
    | FileUpload
    | RadioGroup
    | CheckboxGroup
    | Checkbox
)


class Label(msgspec.Struct, kw_only=True, tag_field="type", tag=18):
    id: int
    label: str
    description: str | UnsetType = UNSET
    component: LabelChild


MessageComponent: TypeAlias = ActionRow | Section | TextDisplay | MediaGallery | FileComponent | Separator | Container
"""What may stand at the top of a message."""

ModalComponent: TypeAlias = ActionRow | TextDisplay | Label
"""What may stand at the top of a modal."""

AnySelect: TypeAlias = StringSelect | UserSelect | RoleSelect | MentionableSelect | ChannelSelect
Interactive: TypeAlias = Button | LabelChild
"""What has a `custom_id`; of buttons, all but links and premium ones."""

Component: TypeAlias = MessageComponent | Label | Interactive | Thumbnail


class Modal(msgspec.Struct):
    """A form that a user is asked to fill in, as it is kept and shown to him."""

    custom_id: str
    title: str
    components: list[ModalComponent]


class UploadedFile(msgspec.Struct):
    """A file that a user put into a file upload."""

    id: Snowflake
    filename: str


class SubmittedText(msgspec.Struct):
    """Of a text input. Docs: components/reference#text-input-text-input-interaction-response-structure."""

    type: int
    id: int
    custom_id: str
    value: str


class SubmittedChoice(msgspec.Struct):
    """Of a radio group."""

    type: int
    id: int
    custom_id: str
    value: str | None


class SubmittedSwitch(msgspec.Struct):
    """Of a checkbox."""

    type: int
    id: int
    custom_id: str
    value: bool


class SubmittedValues(msgspec.Struct):
    """Of a select, a checkbox group or a file upload."""

    type: int
    id: int
    custom_id: str
    values: list[str]


Submitted: TypeAlias = SubmittedText | SubmittedChoice | SubmittedSwitch | SubmittedValues


class SubmittedLabel(msgspec.Struct):
    type: Literal[18]
    id: int
    component: Submitted


class SubmittedActionRow(msgspec.Struct):
    type: Literal[1]
    id: int
    components: list[Submitted]


class SubmittedTextDisplay(msgspec.Struct):
    type: Literal[10]
    id: int


SubmittedComponent: TypeAlias = SubmittedLabel | SubmittedActionRow | SubmittedTextDisplay
"""What an application gets of each component at the top of a modal, in the modal's order."""
