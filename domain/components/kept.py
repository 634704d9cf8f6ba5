"""From components as they are sent to components as they are kept: with ids, and with what was left out. Pure.

Each component without an id gets the next number that no other one has, from the top down.
Docs: components/reference#anatomy-of-a-component.
"""

import itertools
from collections.abc import Callable, Sequence

from core import snowflakes
from core.wire import UNSET, Snowflake, UnsetType
from domain.components import records as r
from domain.components import requests as q
from domain.components.paths import AnyRequest, every


def message(
    components: Sequence[q.MessageComponentRequest], localized: Callable[[str], str] = str
) -> list[r.MessageComponent]:
    """`localized` makes `attachment://name` of a link to a file of the same message."""
    keeper = _Keeper(components, localized)
    return [keeper.top(one) for one in components]


def modal(sent: q.ModalRequest) -> r.Modal:
    keeper = _Keeper(sent.components, str)
    return r.Modal(sent.custom_id, sent.title, [keeper.modal_top(one) for one in sent.components])


class _Keeper:
    def __init__(self, components: Sequence[AnyRequest], localized: Callable[[str], str]) -> None:
        self._taken = {one.id for _, one in every(components, ()) if one.id}
        self._numbers = itertools.count(1)
        self._localized = localized

    def top(self, one: q.MessageComponentRequest) -> r.MessageComponent:
        if isinstance(one, q.ContainerRequest):
            return r.Container(
                id=self._id(one.id),
                accent_color=one.accent_color,
                components=[self._part(part) for part in one.components],
                spoiler=bool(one.spoiler),
            )
        return self._part(one)

    def modal_top(self, one: q.ModalComponentRequest) -> r.ModalComponent:
        match one:
            case q.TextDisplayRequest():
                return self._text(one)
            case q.ModalActionRowRequest():
                return r.ActionRow(id=self._id(one.id), components=[self._text_input(text) for text in one.components])
            case q.LabelRequest():
                return r.Label(
                    id=self._id(one.id),
                    label=one.label,
                    description=one.description or UNSET,
                    component=self._labelled(one.component),
                )

    def _id(self, given: int | None) -> int:
        return given or next(number for number in self._numbers if number not in self._taken)

    def _part(
        self,
        one: q.ActionRowRequest
        | q.SectionRequest
        | q.TextDisplayRequest
        | q.MediaGalleryRequest
        | q.FileComponentRequest
        | q.SeparatorRequest,
    ) -> r.ActionRow | r.Section | r.TextDisplay | r.MediaGallery | r.FileComponent | r.Separator:
        match one:
            case q.ActionRowRequest():
                return r.ActionRow(id=self._id(one.id), components=[self._used(child) for child in one.components])
            case q.SectionRequest():
                return r.Section(
                    id=self._id(one.id),
                    components=[self._text(text) for text in one.components],
                    accessory=self._accessory(one.accessory),
                )
            case q.TextDisplayRequest():
                return self._text(one)
            case q.MediaGalleryRequest():
                return r.MediaGallery(id=self._id(one.id), items=[self._item(item) for item in one.items])
            case q.FileComponentRequest():
                return r.FileComponent(id=self._id(one.id), file=self._media(one.file), spoiler=bool(one.spoiler))
            case q.SeparatorRequest():
                spacing = one.spacing or r.Spacing.SMALL
                return r.Separator(id=self._id(one.id), spacing=spacing, divider=one.divider is not False)

    def _accessory(self, one: q.ButtonRequest | q.ThumbnailRequest) -> r.Button | r.Thumbnail:
        if isinstance(one, q.ButtonRequest):
            return self._button(one)
        return r.Thumbnail(
            id=self._id(one.id), media=self._media(one.media), description=one.description, spoiler=bool(one.spoiler)
        )

    def _text(self, one: q.TextDisplayRequest) -> r.TextDisplay:
        return r.TextDisplay(id=self._id(one.id), content=one.content.strip())

    def _item(self, one: q.MediaGalleryItemRequest) -> r.MediaGalleryItem:
        return r.MediaGalleryItem(media=self._media(one.media), description=one.description, spoiler=bool(one.spoiler))

    def _media(self, one: q.UnfurledMediaRequest) -> r.UnfurledMedia:
        url = self._localized(one.url.strip())
        return r.UnfurledMedia(
            id=Snowflake(snowflakes.make()), url=url, proxy_url=url, width=None, height=None, content_type=None
        )

    def _used(self, one: q.ButtonRequest | q.AnySelectRequest) -> r.Button | r.AnySelect:
        return self._button(one) if isinstance(one, q.ButtonRequest) else self._select(one)

    def _button(self, one: q.ButtonRequest) -> r.Button:
        return r.Button(
            id=self._id(one.id),
            style=one.style,
            custom_id=one.custom_id or UNSET,
            label=one.label or UNSET,
            disabled=one.disabled or UNSET,
            emoji=_emoji(one.emoji),
            url=one.url or UNSET,
            sku_id=one.sku_id or UNSET,
        )

    def _select(self, one: q.AnySelectRequest, *, required: bool | UnsetType = UNSET) -> r.AnySelect:
        common = r.Select(
            id=self._id(one.id),
            custom_id=one.custom_id,
            placeholder=one.placeholder or UNSET,
            min_values=_or(one.min_values, 1),
            max_values=_or(one.max_values, 1),
            disabled=one.disabled or UNSET,
            required=required,
        )
        fields = {name: getattr(common, name) for name in r.Select.__struct_fields__}
        match one:
            case q.StringSelectRequest():
                return r.StringSelect(**fields, options=[_option(option) for option in one.options])
            case q.UserSelectRequest():
                return r.UserSelect(**fields, default_values=one.default_values or UNSET)
            case q.RoleSelectRequest():
                return r.RoleSelect(**fields, default_values=one.default_values or UNSET)
            case q.MentionableSelectRequest():
                return r.MentionableSelect(**fields, default_values=one.default_values or UNSET)
            case q.ChannelSelectRequest():
                kinds = list(dict.fromkeys(int(kind) for kind in one.channel_types or ()))
                return r.ChannelSelect(
                    **fields, channel_types=kinds or UNSET, default_values=one.default_values or UNSET
                )

    def _labelled(self, one: q.LabelChildRequest) -> r.LabelChild:
        required = getattr(one, "required", None) is not False
        match one:
            case q.TextInputRequest():
                return self._text_input(one)
            case q.FileUploadRequest():
                return r.FileUpload(
                    id=self._id(one.id),
                    custom_id=one.custom_id,
                    min_values=_or(one.min_values, 1),
                    max_values=_or(one.max_values, 1),
                    required=required,
                    file_types=[kind.lower() for kind in one.file_types or ()] or UNSET,
                )
            case q.RadioGroupRequest():
                options = [_group_option(option) for option in one.options]
                return r.RadioGroup(id=self._id(one.id), custom_id=one.custom_id, options=options, required=required)
            case q.CheckboxGroupRequest():
                return r.CheckboxGroup(
                    id=self._id(one.id),
                    custom_id=one.custom_id,
                    options=[_group_option(option) for option in one.options],
                    min_values=_or(one.min_values, 1),
                    max_values=_or(one.max_values, len(one.options)),
                    required=required,
                )
            case q.CheckboxRequest():
                return r.Checkbox(id=self._id(one.id), custom_id=one.custom_id, default=bool(one.default))
            case _:
                return self._select(one, required=required)

    def _text_input(self, one: q.TextInputRequest) -> r.TextInput:
        return r.TextInput(
            id=self._id(one.id),
            custom_id=one.custom_id,
            style=one.style,
            label=one.label,
            value=one.value or UNSET,
            placeholder=one.placeholder or UNSET,
            required=one.required is not False,
            min_length=one.min_length,
            max_length=one.max_length,
        )


def _or(given: int | None, default: int) -> int:
    return default if given is None else given


def _emoji(one: q.ComponentEmojiRequest | None) -> r.ComponentEmoji | UnsetType:
    """What a custom emoji is was looked up before (domain/emojis/in_components.py)."""
    if one is None:
        return UNSET
    if one.id is None:
        return r.ComponentEmoji(one.name or "")
    return r.ComponentEmoji(one.name or "", one.id, bool(one.animated))


def _option(one: q.StringSelectOptionRequest) -> r.StringSelectOption:
    return r.StringSelectOption(
        label=one.label,
        value=one.value,
        description=one.description or UNSET,
        emoji=_emoji(one.emoji),
        default=one.default or UNSET,
    )


def _group_option(one: q.GroupOptionRequest) -> r.GroupOption:
    return r.GroupOption(
        value=one.value, label=one.label, description=one.description or UNSET, default=one.default or UNSET
    )
