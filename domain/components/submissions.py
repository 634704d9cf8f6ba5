"""What a user filled into a modal, laid beside the modal that he was shown. Pure.

The modal says what stands where; of the submission only the `custom_id`s and what belongs to each are taken. So an
application gets every component that it sent, and nothing else, in its own order.
Docs: interactions/receiving-and-responding#interaction-object-modal-submit-data-structure.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from core import form_codes
from core.problems import Faults
from domain.components import file_types, find, values
from domain.components.paths import Steps
from domain.components.records import (
    ActionRow,
    AnySelect,
    Button,
    Checkbox,
    CheckboxGroup,
    ComponentType,
    FileUpload,
    Label,
    LabelChild,
    ModalComponent,
    RadioGroup,
    Submitted,
    SubmittedActionRow,
    SubmittedChoice,
    SubmittedComponent,
    SubmittedLabel,
    SubmittedSwitch,
    SubmittedText,
    SubmittedTextDisplay,
    SubmittedValues,
    TextInput,
    UploadedFile,
)
from domain.components.requests import SubmittedComponentRequest

_LONGEST_TEXT: Final = 4000


def check(
    components: Sequence[ModalComponent],
    submitted: Sequence[SubmittedComponentRequest],
    faults: Faults,
    files: Mapping[str, UploadedFile] | None = None,
) -> list[SubmittedComponent]:
    """What the application gets of the submission; worth nothing when there are faults.

    `files` are the uploads by the ids that the client gave them. Whether picked users, roles and channels exist, is
    not looked at here.
    """
    form = _Form(submitted, faults, files or {})
    result = [form.top(one) for one in components]
    form.refuse_unknown({one.custom_id for one in find.interactive(components) if one.custom_id})
    return result


def _leaves(
    submitted: Sequence[SubmittedComponentRequest], path: Steps
) -> Iterator[tuple[Steps, SubmittedComponentRequest]]:
    for index, one in enumerate(submitted):
        at = (*path, index)
        if one.custom_id is not None:
            yield at, one
        if one.component is not None and one.component.custom_id is not None:
            yield (*at, "component"), one.component
        yield from _leaves(one.components or (), (*at, "components"))


class _Form:
    def __init__(
        self,
        submitted: Sequence[SubmittedComponentRequest],
        faults: Faults,
        files: Mapping[str, UploadedFile],
    ) -> None:
        self._faults = faults
        self._files = files
        self._filled: dict[str, tuple[Steps, SubmittedComponentRequest]] = {}
        for at, one in _leaves(submitted, ("data", "components")):
            custom_id = one.custom_id or ""
            if custom_id in self._filled:
                faults.add((*at, "custom_id"), form_codes.COMPONENT_CUSTOM_ID_DUPLICATED)
            self._filled[custom_id] = at, one

    def refuse_unknown(self, known: set[str]) -> None:
        for custom_id, (at, _) in self._filled.items():
            if custom_id not in known:
                self._fail((*at, "custom_id"), "The modal has no such component.")

    def top(self, one: ModalComponent) -> SubmittedComponent:
        match one:
            case ActionRow():
                texts = [self._leaf(child) for child in one.components if not isinstance(child, Button)]
                return SubmittedActionRow(1, one.id, texts)
            case Label():
                return SubmittedLabel(18, one.id, self._leaf(one.component))
            case _:
                return SubmittedTextDisplay(10, one.id)

    def _leaf(self, one: LabelChild) -> Submitted:
        nothing = ("data", "components"), SubmittedComponentRequest()
        at, filled = self._filled.get(one.custom_id, nothing)
        match one:
            case TextInput():
                value = self._text(one, filled.value, (*at, "value"))
                return SubmittedText(ComponentType.TEXT_INPUT, one.id, one.custom_id, value)
            case Checkbox():
                return SubmittedSwitch(ComponentType.CHECKBOX, one.id, one.custom_id, self._switch(filled.value, at))
            case RadioGroup():
                choice = self._choice(one, filled.value, (*at, "value"))
                return SubmittedChoice(ComponentType.RADIO_GROUP, one.id, one.custom_id, choice)
            case CheckboxGroup():
                picked = self._group(one, filled.values or [], (*at, "values"))
                return SubmittedValues(ComponentType.CHECKBOX_GROUP, one.id, one.custom_id, picked)
            case FileUpload():
                uploads = self._uploads(one, filled.values or [], (*at, "values"))
                return SubmittedValues(ComponentType.FILE_UPLOAD, one.id, one.custom_id, uploads)
            case _:
                picked = self._selected(one, filled.values or [], (*at, "values"))
                kind = one.__struct_config__.tag
                assert isinstance(kind, int)
                return SubmittedValues(kind, one.id, one.custom_id, picked)

    def _text(self, one: TextInput, value: str | bool | None, at: Steps) -> str:
        if isinstance(value, bool):
            self._faults.add(at, form_codes.STRING_TYPE_CONVERT, value=value)
            return ""
        if not value:
            self._require(one.required, at)
            return ""
        least, most = one.min_length or 0, one.max_length or _LONGEST_TEXT
        if not least <= len(value) <= most:
            self._faults.add(at, form_codes.BASE_TYPE_BAD_LENGTH, min=least, max=most)
        return value

    def _switch(self, value: str | bool | None, at: Steps) -> bool:
        if isinstance(value, str):
            self._faults.add((*at, "value"), form_codes.BOOLEAN_TYPE_CONVERT)
        return value is True

    def _choice(self, one: RadioGroup, value: str | bool | None, at: Steps) -> str | None:
        if value is None:
            self._require(one.required, at)
        elif value not in [option.value for option in one.options]:
            self._fail(at, "No such option.")
        return value if isinstance(value, str) else None

    def _group(self, one: CheckboxGroup, picked: list[str], at: Steps) -> list[str]:
        if self._count_is_right(one, len(picked), at):
            if len(set(picked)) < len(picked):
                self._fail(at, "A value is there twice.")
            elif not {option.value for option in one.options}.issuperset(picked):
                self._fail(at, "No such option.")
        return picked

    def _uploads(self, one: FileUpload, picked: list[str], at: Steps) -> list[str]:
        if self._count_is_right(one, len(picked), at) and len(set(picked)) < len(picked):
            self._fail(at, "A file is there twice.")
        found: list[str] = []
        for index, key in enumerate(picked):
            file = self._files.get(key)
            if file is None:
                self._fail((*at, index), "No such file.")
            elif one.file_types and not file_types.fits(file.filename, one.file_types):
                self._fail((*at, index), "A file of this type is not asked for.")
            else:
                found.append(str(int(file.id)))
        return found

    def _selected(self, one: AnySelect, picked: list[str], at: Steps) -> list[str]:
        if picked or one.required is False:
            values.picked(one, picked, one.min_values if picked else 0, self._faults, at)
        else:
            self._require(True, at)
        return picked

    def _count_is_right(self, one: CheckboxGroup | FileUpload, count: int, at: Steps) -> bool:
        if not count:
            self._require(one.required, at)
            return False
        if one.min_values <= count <= one.max_values:
            return True
        self._faults.add(at, form_codes.BASE_TYPE_BAD_LENGTH, min=one.min_values, max=one.max_values)
        return False

    def _require(self, required: bool, at: Steps) -> None:
        if required:
            self._faults.add(at, form_codes.BASE_TYPE_REQUIRED)

    def _fail(self, at: Steps, reason: str) -> None:
        self._faults.add(at, form_codes.COMPONENT_VALIDATION_FAILED, reason=reason)
