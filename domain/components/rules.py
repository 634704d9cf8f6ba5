"""What components an application may send, beyond what their types say. Pure.

Paths are those of the request: `components[0].components[1].custom_id`. What media refer to is looked at in media.py,
where the files of the message are known.
Docs: components/reference.
"""

from collections.abc import Sequence
from typing import Final

from core import form_codes
from core.problems import Faults
from domain.components import inputs
from domain.components.paths import AnyRequest, Steps, every
from domain.components.requests import (
    ActionRowRequest,
    ButtonRequest,
    CheckboxGroupRequest,
    CheckboxRequest,
    FileUploadRequest,
    LabelChildRequest,
    LabelRequest,
    MessageComponentRequest,
    ModalActionRowRequest,
    ModalRequest,
    RadioGroupRequest,
    SelectRequest,
    TextDisplayRequest,
    TextInputRequest,
)

MOST_ROWS: Final = 5
MOST_COMPONENTS: Final = 40
LONGEST_TEXT: Final = 4000
"""Characters of all text displays of a message together."""


def check_message(
    components: Sequence[MessageComponentRequest], is_v2: bool, faults: Faults, *, interactive: bool = True
) -> None:
    """Notes what is wrong with a message's components; `interactive`: whether its sender may be interacted with."""
    found = list(every(components, ("components",)))
    if is_v2:
        if len(found) > MOST_COMPONENTS:
            faults.add("components", form_codes.COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED, max=MOST_COMPONENTS)
        _check_texts(found, faults)
    else:
        _check_legacy(components, faults)
    _check_unique(found, faults)
    for at, one in found:
        match one:
            case ButtonRequest():
                inputs.check_button(one, at, faults)
            case SelectRequest():
                inputs.check_select(one, at, faults)
            case ActionRowRequest():
                _check_width(one, at, faults)
            case _:
                continue
        if not interactive and getattr(one, "custom_id", None):
            reason = "Only webhooks of applications may send interactive components."
            faults.add(at, form_codes.BASE_TYPE_INVALID, reason=reason)


def check_modal(modal: ModalRequest, faults: Faults, path: Steps = ()) -> None:
    """Notes what is wrong with a modal; `path` is where it stands in the request."""
    found = list(every(modal.components, (*path, "components")))
    _check_texts(found, faults)
    _check_unique(found, faults)
    for at, one in found:
        match one:
            case ModalActionRowRequest():
                for index, text in enumerate(one.components):
                    inside = (*at, "components", index)
                    if index:
                        faults.add(inside, form_codes.COMPONENT_LAYOUT_WIDTH_EXCEEDED)
                    if not text.label:
                        faults.add((*inside, "label"), form_codes.BASE_TYPE_REQUIRED)
                    inputs.check_text_input(text, inside, faults)
            case LabelRequest():
                _check_labelled(one.component, (*at, "component"), faults)
            case _:
                pass


def _check_labelled(one: LabelChildRequest, at: Steps, faults: Faults) -> None:
    match one:
        case TextInputRequest():
            inputs.check_text_input(one, at, faults)
        case FileUploadRequest():
            inputs.check_file_upload(one, at, faults)
        case RadioGroupRequest() | CheckboxGroupRequest():
            inputs.check_group(one, at, faults)
        case CheckboxRequest():
            pass
        case _:
            inputs.check_select(one, at, faults)
            if one.disabled:
                reason = "Components of a modal cannot be disabled."
                faults.add((*at, "disabled"), form_codes.BASE_TYPE_INVALID, reason=reason)
    if getattr(one, "required", None) is not False and getattr(one, "min_values", None) == 0:
        faults.add((*at, "min_values"), form_codes.NUMBER_TYPE_MIN, kind="int", min=1)


def _check_legacy(components: Sequence[MessageComponentRequest], faults: Faults) -> None:
    if len(components) > MOST_ROWS:
        faults.add("components", form_codes.BASE_TYPE_MAX_LENGTH, max=MOST_ROWS)
    for index, one in enumerate(components):
        if not isinstance(one, ActionRowRequest):
            at = ("components", index, "type")
            faults.add(at, form_codes.UNION_TYPE_CHOICES, field="type", choices="(1,)")


def _check_texts(found: Sequence[tuple[Steps, AnyRequest]], faults: Faults) -> None:
    total = 0
    for at, one in found:
        if isinstance(one, TextDisplayRequest):
            total += len(one.content.strip())
            if not one.content.strip():
                faults.add((*at, "content"), form_codes.BASE_TYPE_REQUIRED)
    if total > LONGEST_TEXT:
        top = found[0][0][:-1]
        faults.add(top, form_codes.COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED, max=LONGEST_TEXT)


def _check_unique(found: Sequence[tuple[Steps, AnyRequest]], faults: Faults) -> None:
    ids: set[int] = set()
    custom_ids: set[str] = set()
    for at, one in found:
        if one.id:
            if one.id in ids:
                faults.add((*at, "id"), form_codes.COMPONENT_ID_DUPLICATED)
            ids.add(one.id)
        custom_id = getattr(one, "custom_id", None)
        if custom_id:
            if custom_id in custom_ids:
                faults.add((*at, "custom_id"), form_codes.COMPONENT_CUSTOM_ID_DUPLICATED)
            custom_ids.add(custom_id)


def _check_width(row: ActionRowRequest, at: Steps, faults: Faults) -> None:
    """Five buttons fill a row, and so does one select."""
    if any(isinstance(one, SelectRequest) for one in row.components):
        for index in range(1, len(row.components)):
            faults.add((*at, "components", index), form_codes.COMPONENT_LAYOUT_WIDTH_EXCEEDED)
