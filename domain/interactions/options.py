"""What a user gave for a command's options, against what the command says of them. Pure.

While he is still writing (autocomplete) values may be missing, or be of no use yet; then one option has the focus.
Docs: interactions/application-commands#application-command-object-application-command-option-structure,
#autocomplete.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from core import form_codes
from core.problems import Faults
from core.wire import UNSET
from domain.commands.records import (
    AttachmentOption,
    BooleanOption,
    ChannelOption,
    Choice,
    IntegerOption,
    NumberOption,
    Option,
    OptionType,
    StringOption,
    SubCommand,
    SubCommandGroup,
    ValueOption,
)
from domain.components import file_types
from domain.components.records import UploadedFile
from domain.interactions.records import DataOption, OptionValue
from domain.interactions.references import Kind, Reference
from domain.interactions.requests import SentOption

_Path = tuple[str | int, ...]

LARGEST: Final = 2**53
"""Numbers lie within this of zero, so that every client can hold them."""
_LONGEST: Final = 6000

_KINDS: Final = {
    OptionType.USER: Kind.USER,
    OptionType.CHANNEL: Kind.CHANNEL,
    OptionType.ROLE: Kind.ROLE,
    OptionType.MENTIONABLE: Kind.MENTIONABLE,
}


class Checked(msgspec.Struct):
    """The options as the application gets them, what their values refer to, and the sub-command's path of names."""

    options: list[DataOption]
    references: list[Reference]
    names: list[str]


def check(
    defined: Sequence[Option],
    sent: Sequence[SentOption],
    faults: Faults,
    files: Mapping[int, UploadedFile] | None = None,
    *,
    partial: bool = False,
) -> Checked:
    """What is wrong goes to `faults`; then what is given back is of no use.

    `files` are those that came with it, by the number of the upload. `partial`: for autocomplete.
    """
    checking = _Checking(faults, files or {}, partial)
    options = checking.level(defined, sent, ("data", "options"))
    if partial and checking.focused != 1:
        faults.add(("data", "options"), form_codes.BASE_TYPE_INVALID, reason="One option must have the focus.")
    return Checked(options, checking.references, checking.names)


class _Checking:
    def __init__(self, faults: Faults, files: Mapping[int, UploadedFile], partial: bool) -> None:
        self.faults = faults
        self.files = files
        self.partial = partial
        self.focused = 0
        self.references: list[Reference] = []
        self.names: list[str] = []

    def level(self, defined: Sequence[Option], sent: Sequence[SentOption], path: _Path) -> list[DataOption]:
        nested = [option for option in defined if isinstance(option, SubCommand | SubCommandGroup)]
        if nested:
            return self._sub_command(nested, sent, path)
        by_name = {option.name: option for option in defined if not isinstance(option, SubCommand | SubCommandGroup)}
        given: dict[str, DataOption] = {}
        for position, one in enumerate(sent):
            option = by_name.get(one.name)
            where = (*path, position)
            if option is None:
                self.faults.add((*where, "name"), form_codes.BASE_TYPE_INVALID, reason="Unknown option.")
            elif one.name in given:
                self.faults.add((*where, "name"), form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)
            elif one.type != option.type:
                self.faults.add((*where, "type"), form_codes.BASE_TYPE_CHOICES, choices=f"({int(option.type)},)")
            else:
                given[one.name] = self._parameter(option, one, where)
        if not self.partial:
            for option in by_name.values():
                if option.required and option.name not in given:
                    self.faults.add((*path, option.name), form_codes.BASE_TYPE_REQUIRED)
        return list(given.values())

    def _sub_command(
        self, defined: Sequence[SubCommand | SubCommandGroup], sent: Sequence[SentOption], path: _Path
    ) -> list[DataOption]:
        if len(sent) != 1:
            self.faults.add(path, form_codes.BASE_TYPE_BAD_LENGTH, min=1, max=1)
            return []
        one = sent[0]
        option = next((each for each in defined if each.name == one.name and each.type == one.type), None)
        if option is None:
            self.faults.add((*path, 0, "name"), form_codes.BASE_TYPE_INVALID, reason="Unknown sub-command.")
            return []
        self.names.append(option.name)
        inner = self.level(option.options or (), one.options or (), (*path, 0, "options"))
        return [DataOption(type=int(option.type), name=option.name, options=inner)]

    def _parameter(self, option: ValueOption, sent: SentOption, path: _Path) -> DataOption:
        given = DataOption(type=int(option.type), name=option.name)
        value = sent.value
        if value is UNSET or value is None:
            self.faults.add((*path, "value"), form_codes.BASE_TYPE_REQUIRED)
        elif not self.partial:
            given.value = self._value(option, value, (*path, "value"))
        else:
            given.value = value
            if sent.focused:
                self._focus(option, path)
                given.focused = True
                given.value = str(value)
        return given

    def _focus(self, option: ValueOption, path: _Path) -> None:
        self.focused += 1
        if not (isinstance(option, StringOption | IntegerOption | NumberOption) and option.autocomplete):
            self.faults.add((*path, "focused"), form_codes.BASE_TYPE_INVALID, reason="This option has no autocomplete.")

    def _value(self, option: ValueOption, value: OptionValue, path: _Path) -> OptionValue:
        """The value as the application gets it."""
        match option:
            case StringOption():
                self._check_string(option, value, path)
                self._check_choice(option.choices or (), value, path)
            case IntegerOption() | NumberOption():
                self._check_number(option, value, path)
                self._check_choice(option.choices or (), value, path)
            case BooleanOption():
                if not isinstance(value, bool):
                    self.faults.add(path, form_codes.BOOLEAN_TYPE_CONVERT)
            case AttachmentOption():
                return self._attach(option, value, path)
            case _:
                types = (option.channel_types or ()) if isinstance(option, ChannelOption) else ()
                return self._refer(_KINDS[option.type], types, value, path)
        return value

    def _check_choice(self, choices: Sequence[Choice], value: OptionValue, path: _Path) -> None:
        if choices and not any(choice.value == value for choice in choices):
            listed = ", ".join(repr(choice.value) for choice in choices)
            self.faults.add(path, form_codes.BASE_TYPE_CHOICES, choices=f"({listed})")

    def _check_string(self, option: StringOption, value: OptionValue, path: _Path) -> None:
        if not isinstance(value, str):
            self.faults.add(path, form_codes.STRING_TYPE_CONVERT, value=str(value)[:40])
            return
        least, most = option.min_length or 0, option.max_length or _LONGEST
        if len(value) < least:
            self.faults.add(path, form_codes.BASE_TYPE_MIN_LENGTH, min=least)
        elif len(value) > most:
            self.faults.add(path, form_codes.BASE_TYPE_MAX_LENGTH, max=most)

    def _check_number(self, option: IntegerOption | NumberOption, value: OptionValue, path: _Path) -> None:
        kind = int if isinstance(option, IntegerOption) else float
        if isinstance(value, bool | str) or (kind is int and not isinstance(value, int)):
            self.faults.add(path, form_codes.NUMBER_TYPE_COERCE, value=str(value)[:40], kind=kind.__name__)
            return
        least = -LARGEST if option.min_value is UNSET else max(option.min_value, -LARGEST)
        most = LARGEST if option.max_value is UNSET else min(option.max_value, LARGEST)
        if value < least:
            self.faults.add(path, form_codes.NUMBER_TYPE_MIN, kind=kind.__name__, min=least)
        elif value > most:
            self.faults.add(path, form_codes.NUMBER_TYPE_MAX, kind=kind.__name__, max=most)

    def _refer(self, kind: Kind, types: Sequence[int], value: OptionValue, path: _Path) -> str:
        """An id, as a string whatever it was sent as."""
        number = self._snowflake(value, path)
        self.references.append(Reference(kind, number, path, types))
        return str(number)

    def _attach(self, option: AttachmentOption, value: OptionValue, path: _Path) -> str:
        """The id of the attachment that the upload with this number became."""
        file = self.files.get(self._snowflake(value, path))
        if file is None:
            self.faults.add(path, form_codes.BASE_TYPE_INVALID, reason="No such file.")
            return ""
        if option.file_types and not file_types.fits(file.filename, option.file_types):
            self.faults.add(path, form_codes.BASE_TYPE_INVALID, reason="A file of this type is not asked for.")
        self.references.append(Reference(Kind.FILE, file.id, path))
        return str(int(file.id))

    def _snowflake(self, value: OptionValue, path: _Path) -> int:
        number = snowflake(value)
        if number is None:
            self.faults.add(path, form_codes.NUMBER_TYPE_COERCE, value=str(value)[:40], kind="snowflake")
            return 0
        return number


def snowflake(value: object) -> int | None:
    """The id that a value is, as a number or as digits; None when it is none."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19:
        value = int(value)
    return value if type(value) is int and 0 <= value < 2**63 else None
