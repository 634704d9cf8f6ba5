"""What buttons, selects and the inputs of modals may be, beyond what their types say. Pure.

Docs: components/reference#button, #string-select and those that follow.
"""

from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import urlsplit

from emoji import is_emoji

from core import form_codes
from core.problems import Faults
from domain.components import file_types
from domain.components.paths import Steps
from domain.components.records import ButtonStyle
from domain.components.requests import (
    AnySelectRequest,
    ButtonRequest,
    CheckboxGroupRequest,
    ComponentEmojiRequest,
    FileUploadRequest,
    GroupOptionRequest,
    RadioGroupRequest,
    StringSelectOptionRequest,
    StringSelectRequest,
    TextInputRequest,
)

_LINK_SCHEMES: Final = ("http", "https", "discord")


def check_button(button: ButtonRequest, at: Steps, faults: Faults) -> None:
    """Each style has its own way to act, and no other."""
    match button.style:
        case ButtonStyle.LINK:
            _require_alone(button, "url", at, faults)
            if button.url:
                _check_link(button.url, (*at, "url"), faults)
        case ButtonStyle.PREMIUM:
            _require_alone(button, "sku_id", at, faults)
            for name in ("label", "emoji"):
                if getattr(button, name) is not None:
                    _refuse(name, at, faults, "A premium button cannot have this.")
        case _:
            _require_alone(button, "custom_id", at, faults)
    if button.style != ButtonStyle.PREMIUM and not button.label and button.emoji is None:
        faults.add((*at, "label"), form_codes.BASE_TYPE_REQUIRED)
    if button.emoji is not None:
        check_emoji(button.emoji, (*at, "emoji"), faults)


def check_emoji(emoji: ComponentEmojiRequest, at: Steps, faults: Faults) -> None:
    """A custom emoji is taken by its id: domain/emojis/in_components.py looks up what it is."""
    if emoji.id is None and not is_emoji(emoji.name or ""):
        faults.add((*at, "name"), form_codes.BUTTON_COMPONENT_INVALID_EMOJI)


def check_select(select: AnySelectRequest, at: Steps, faults: Faults) -> None:
    least, most = _counts(select.min_values, select.max_values, 1, at, faults)
    if isinstance(select, StringSelectRequest):
        if most > len(select.options):
            faults.add((*at, "options"), form_codes.BASE_TYPE_MIN_LENGTH, min=most)
        _check_options(select.options, most, at, faults)
        return
    ids: set[int] = set()
    for index, one in enumerate(select.default_values or ()):
        if one.id in ids:
            faults.add((*at, "default_values", index), form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)
        ids.add(one.id)
    if len(ids) > most:
        faults.add((*at, "default_values"), form_codes.SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES)
    elif ids and len(ids) < least:
        faults.add((*at, "default_values"), form_codes.BASE_TYPE_MIN_LENGTH, min=least)


def check_text_input(text: TextInputRequest, at: Steps, faults: Faults) -> None:
    least, most = text.min_length or 0, text.max_length or 4000
    if least > most:
        faults.add((*at, "min_length"), form_codes.NUMBER_TYPE_MAX, kind="int", max=most)
    elif text.value and not least <= len(text.value) <= most:
        faults.add((*at, "value"), form_codes.BASE_TYPE_BAD_LENGTH, min=least, max=most)


def check_file_upload(upload: FileUploadRequest, at: Steps, faults: Faults) -> None:
    _counts(upload.min_values, upload.max_values, 1, at, faults)
    for index, one in enumerate(upload.file_types or ()):
        if not file_types.is_valid(one):
            faults.add((*at, "file_types", index), form_codes.STRING_TYPE_REGEX)


def check_group(group: RadioGroupRequest | CheckboxGroupRequest, at: Steps, faults: Faults) -> None:
    most = 1
    if isinstance(group, CheckboxGroupRequest):
        _, most = _counts(group.min_values, group.max_values, len(group.options), at, faults)
        if most > len(group.options):
            faults.add((*at, "options"), form_codes.BASE_TYPE_MIN_LENGTH, min=most)
    _check_options(group.options, most, at, faults)


def _require_alone(button: ButtonRequest, wanted: str, at: Steps, faults: Faults) -> None:
    """Of the three ways to act, a button has the one of its style."""
    if not getattr(button, wanted):
        required = form_codes.BUTTON_COMPONENT_CUSTOM_ID_REQUIRED
        faults.add((*at, wanted), required if wanted == "custom_id" else form_codes.BASE_TYPE_REQUIRED)
    if button.custom_id is not None and button.url is not None:
        for name in ("custom_id", "url"):
            faults.add((*at, name), form_codes.BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE)
        return
    for name in {"custom_id", "url", "sku_id"} - {wanted}:
        if getattr(button, name) is not None:
            _refuse(name, at, faults, "A button of this style cannot have this.")


def _refuse(name: str, at: Steps, faults: Faults, reason: str) -> None:
    faults.add((*at, name), form_codes.BASE_TYPE_INVALID, reason=reason)


def _check_link(url: str, at: Steps, faults: Faults) -> None:
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = None
    if parts is None or not (parts.netloc or parts.path) or any(char.isspace() for char in url) or not parts.scheme:
        faults.add(at, form_codes.URL_TYPE_INVALID_URL)
    elif parts.scheme.lower() not in _LINK_SCHEMES:
        faults.add(at, form_codes.URL_TYPE_INVALID_SCHEME, scheme=parts.scheme, choices=str(_LINK_SCHEMES))


def _counts(least: int | None, most: int | None, default_most: int, at: Steps, faults: Faults) -> tuple[int, int]:
    """How many values may be chosen: at least, and at most."""
    fewest, highest = 1 if least is None else least, default_most if most is None else most
    if fewest > highest:
        faults.add((*at, "min_values"), form_codes.NUMBER_TYPE_MAX, kind="int", max=highest)
    return fewest, highest


def _check_options(
    options: Sequence[StringSelectOptionRequest | GroupOptionRequest], most: int, at: Steps, faults: Faults
) -> None:
    for index in _doubles(options):
        faults.add((*at, "options", index), form_codes.SELECT_COMPONENT_OPTION_VALUE_DUPLICATED)
    if sum(bool(option.default) for option in options) > most:
        faults.add((*at, "options"), form_codes.SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES)
    for index, option in enumerate(options):
        if isinstance(option, StringSelectOptionRequest) and option.emoji is not None:
            check_emoji(option.emoji, (*at, "options", index, "emoji"), faults)


def _doubles(options: Sequence[StringSelectOptionRequest | GroupOptionRequest]) -> Iterator[int]:
    seen: set[str] = set()
    for index, option in enumerate(options):
        if option.value in seen:
            yield index
        seen.add(option.value)
