"""What a command must be like, beyond what the types of requests.py say. Pure.

A command is judged as it would be kept, so that creating and editing have the same rules. Paths are those of the
request: a command stands at `path`, which is empty, or its place in a list.
Docs: interactions/application-commands#application-command-object.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from core import form_codes
from core.problems import Faults
from core.wire import UnsetType
from domain.commands import names
from domain.commands.records import (
    AttachmentOption,
    ChannelOption,
    Choice,
    Command,
    CommandType,
    IntegerOption,
    NumberOption,
    Option,
    StringOption,
    SubCommand,
    SubCommandGroup,
)

LARGEST: Final = 8000
MOST: Final[Mapping[int, int]] = {
    CommandType.CHAT_INPUT: 100,
    CommandType.USER: 15,
    CommandType.MESSAGE: 15,
    CommandType.PRIMARY_ENTRY_POINT: 1,
}
"""Commands of a type, in one guild or everywhere."""

MOST_CREATED_A_DAY: Final = 200

_PERMISSION_BITS: Final = 2**54 - 1
_MEDIA: Final = frozenset(("image", "video", "audio"))

Steps: TypeAlias = tuple[str | int, ...]


def check(command: Command, path: Steps, faults: Faults) -> None:
    """Notes what is wrong with the command."""
    if command.type == CommandType.CHAT_INPUT:
        _check_chat_input(command, path, faults)
    else:
        _check_menu(command, path, faults)
    if command.handler and command.type != CommandType.PRIMARY_ENTRY_POINT:
        _refuse((*path, "handler"), "Only entry point commands have a handler.", faults)
    if command.guild_id and command.type == CommandType.PRIMARY_ENTRY_POINT:
        faults.add((*path, "type"), form_codes.BASE_TYPE_CHOICES, choices="(1, 2, 3)")
    if (command.default_member_permissions or 0) > _PERMISSION_BITS:
        where = (*path, "default_member_permissions")
        faults.add(where, form_codes.NUMBER_TYPE_MAX, kind="int", max=_PERMISSION_BITS)
    _check_set(command.contexts, (*path, "contexts"), faults)
    _check_set(command.integration_types, (*path, "integration_types"), faults)
    if size(command) > LARGEST:
        faults.add(path, form_codes.APPLICATION_COMMAND_TOO_LARGE, max=LARGEST)


def size(command: Command) -> int:
    """Characters of names, descriptions and values; of translations the longest counts.

    Docs: interactions/application-commands#slash-commands.
    """
    return sum(_sizes(command))


def _check_chat_input(command: Command, path: Steps, faults: Faults) -> None:
    _check_names(command, path, faults)
    if not command.description:
        faults.add((*path, "description"), form_codes.BASE_TYPE_REQUIRED)
    _check_options(command.options or [], (*path, "options"), faults)


def _check_menu(command: Command, path: Steps, faults: Faults) -> None:
    """User, message and entry point commands."""
    if not command.name.strip():
        faults.add((*path, "name"), form_codes.BASE_TYPE_REQUIRED)
    if command.options:
        _refuse((*path, "options"), "Only chat input commands have options.", faults)
    if command.type == CommandType.PRIMARY_ENTRY_POINT:
        return
    if command.description:
        _refuse((*path, "description"), "Context menu commands cannot have description.", faults)
    if command.description_localizations:
        _refuse((*path, "description_localizations"), "Context menu commands cannot have description.", faults)


def _check_options(options: Sequence[Option], path: Steps, faults: Faults) -> None:
    nested = bool(options) and isinstance(options[0], SubCommand | SubCommandGroup)
    optional_seen = False
    for position, option in enumerate(options):
        here = (*path, position)
        if isinstance(option, SubCommand | SubCommandGroup) is not nested:
            faults.add(here, form_codes.APPLICATION_COMMAND_OPTIONS_TYPE_INVALID)
        elif not nested and option.required is True and optional_seen:
            faults.add(here, form_codes.APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID)
        optional_seen = optional_seen or option.required is not True
        _check_option(option, here, faults)
    _check_distinct(options, path, faults)


def _check_option(option: Option, path: Steps, faults: Faults) -> None:
    _check_names(option, path, faults)
    match option:
        case SubCommand() | SubCommandGroup():
            _check_options(option.options or [], (*path, "options"), faults)
        case StringOption():
            _check_range(option.min_length, option.max_length, (*path, "max_length"), faults)
            _check_choices(option, path, faults)
        case IntegerOption() | NumberOption():
            _check_range(option.min_value, option.max_value, (*path, "max_value"), faults)
            _check_choices(option, path, faults)
        case ChannelOption():
            _check_set(option.channel_types, (*path, "channel_types"), faults)
        case AttachmentOption():
            for position, kind in enumerate(option.file_types or ()):
                if kind not in _MEDIA and not kind.startswith("."):
                    _refuse((*path, "file_types", position), "Must be image, video, audio or an extension.", faults)
        case _:
            pass


def _check_choices(option: StringOption | IntegerOption | NumberOption, path: Steps, faults: Faults) -> None:
    if option.choices and option.autocomplete is True:
        _refuse((*path, "autocomplete"), "Options with choices cannot have autocomplete.", faults)
    seen: set[str] = set()
    for position, choice in enumerate(option.choices or ()):
        if choice.name in seen:
            where = (*path, "choices", position, "name")
            _refuse(where, f"Choice name {choice.name} is already used in these choices.", faults)
        seen.add(choice.name)


def _check_names(named: Command | Option, path: Steps, faults: Faults) -> None:
    _check_name(named.name, (*path, "name"), faults)
    for locale, name in (named.name_localizations or {}).items():
        _check_name(name, (*path, "name_localizations", locale), faults)


def _check_name(name: str, path: Steps, faults: Faults) -> None:
    if not names.is_well_formed(name):
        faults.add(path, form_codes.STRING_TYPE_REGEX)
        faults.add(path, form_codes.APPLICATION_COMMAND_INVALID_NAME)
    elif not names.is_lower_case(name):
        faults.add(path, form_codes.APPLICATION_COMMAND_INVALID_NAME)


def _check_distinct(options: Sequence[Option], path: Steps, faults: Faults) -> None:
    """No two options are called alike, nor one in some language as another is there, or by default."""
    owners: dict[str, int] = {}
    for position, option in enumerate(options):
        if owners.setdefault(option.name, position) != position:
            faults.add((*path, position), form_codes.APPLICATION_COMMAND_OPTIONS_NAME_INVALID, name=option.name)
    localized: dict[tuple[str, str], int] = {}
    for position, option in enumerate(options):
        for locale, name in (option.name_localizations or {}).items():
            taken = localized.setdefault((locale, name), position) != position
            if taken or owners.get(name, position) != position:
                where = (*path, position, "name_localizations", locale)
                faults.add(where, form_codes.APPLICATION_COMMAND_OPTIONS_NAME_INVALID, name=name)


def _check_range(least: float | UnsetType, most: float | UnsetType, path: Steps, faults: Faults) -> None:
    if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
        _refuse(path, "The minimum must not be greater than the maximum.", faults)


def _check_set(values: Iterable[int] | UnsetType | None, path: Steps, faults: Faults) -> None:
    seen: set[int] = set()
    for position, value in enumerate(values or ()):
        if value in seen:
            faults.add((*path, position), form_codes.SET_TYPE_ALREADY_CONTAINS_VALUE)
        seen.add(value)


def _refuse(path: Steps, reason: str, faults: Faults) -> None:
    faults.add(path, form_codes.BASE_TYPE_INVALID, reason=reason)


def _sizes(named: Command | Option) -> Iterator[int]:
    yield _longest(named.name, named.name_localizations)
    yield _longest(named.description, named.description_localizations)
    if isinstance(named, Command | SubCommand | SubCommandGroup):
        for option in named.options or ():
            yield from _sizes(option)
    elif isinstance(named, StringOption | IntegerOption | NumberOption):
        choices: Iterable[Choice] = named.choices or ()
        for choice in choices:
            yield _longest(choice.name, choice.name_localizations) + len(str(choice.value))


def _longest(text: str, localizations: Mapping[str, str] | UnsetType | None) -> int:
    return max(map(len, (text, *(localizations or {}).values())))
