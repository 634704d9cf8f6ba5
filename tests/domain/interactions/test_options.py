"""What users give for options."""

from typing import Any

import pytest

from core.problems import Faults, Problem
from core.wire import Snowflake, convert
from domain.commands.records import Option
from domain.components.records import UploadedFile
from domain.interactions import options
from domain.interactions.options import Checked
from domain.interactions.references import Kind, Reference
from domain.interactions.requests import SentOption

_OPTIONS: Any = list[Option]


def defined(*fields: dict[str, Any]) -> Any:
    return convert([{"description": "it", "name": "a"} | one for one in fields], _OPTIONS)


def sent(*fields: dict[str, Any]) -> list[SentOption]:
    return convert([{"name": "a"} | one for one in fields], list[SentOption])


def check(known: Any, given: list[SentOption], **more: Any) -> Checked:
    faults = Faults()
    checked = options.check(known, given, faults, **more)
    faults.raise_if_any()
    return checked


def _fault(known: Any, given: list[SentOption], **more: Any) -> tuple[tuple[str | int, ...], str]:
    with pytest.raises(Problem) as refused:
        check(known, given, **more)
    (fault,) = refused.value.faults
    return fault.path[2:], fault.code


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ({"type": 3}, ""),
        ({"type": 3, "min_length": 2, "max_length": 3}, "abc"),
        ({"type": 3, "choices": [{"name": "x", "value": "y"}]}, "y"),
        ({"type": 4}, -(2**53)),
        ({"type": 4, "min_value": 0, "max_value": 0}, 0),
        ({"type": 4, "choices": [{"name": "x", "value": 7}]}, 7),
        ({"type": 5}, False),
        ({"type": 10}, 0.5),
        ({"type": 10, "max_value": 2.5}, 2),
    ],
)
def test_values_that_fit(option: dict[str, Any], value: Any):
    (given,) = check(defined(option), sent({"type": option["type"], "value": value})).options
    assert (given.value, type(given.value)) == (value, type(value))


@pytest.mark.parametrize(
    ("option", "value", "code"),
    [
        ({"type": 3}, 1, "STRING_TYPE_CONVERT"),
        ({"type": 3}, "x" * 6001, "BASE_TYPE_MAX_LENGTH"),
        ({"type": 3, "min_length": 2}, "x", "BASE_TYPE_MIN_LENGTH"),
        ({"type": 3, "choices": [{"name": "x", "value": "y"}]}, "x", "BASE_TYPE_CHOICES"),
        ({"type": 4}, 1.0, "NUMBER_TYPE_COERCE"),
        ({"type": 4}, True, "NUMBER_TYPE_COERCE"),
        ({"type": 4}, "1", "NUMBER_TYPE_COERCE"),
        ({"type": 4}, 2**53 + 1, "NUMBER_TYPE_MAX"),
        ({"type": 4}, 10**400, "NUMBER_TYPE_MAX"),
        ({"type": 4, "min_value": 1}, 0, "NUMBER_TYPE_MIN"),
        ({"type": 5}, "true", "BOOLEAN_TYPE_CONVERT"),
        ({"type": 6}, "someone", "NUMBER_TYPE_COERCE"),
        ({"type": 6}, -1, "NUMBER_TYPE_COERCE"),
        ({"type": 6}, True, "NUMBER_TYPE_COERCE"),
        ({"type": 10}, -1e300, "NUMBER_TYPE_MIN"),
        ({"type": 3}, None, "BASE_TYPE_REQUIRED"),
    ],
)
def test_values_that_do_not(option: dict[str, Any], value: Any, code: str):
    assert _fault(defined(option), sent({"type": option["type"], "value": value})) == ((0, "value"), code)


def test_which_options_there_are():
    known = defined({"type": 3, "required": True}, {"type": 4, "name": "b"})
    assert _fault(known, []) == (("a",), "BASE_TYPE_REQUIRED")
    word = {"type": 3, "value": "x"}
    assert _fault(known, sent(word, word)) == ((1, "name"), "SET_TYPE_ALREADY_CONTAINS_VALUE")
    assert _fault(known, sent(word, {"type": 3, "name": "c"})) == ((1, "name"), "BASE_TYPE_INVALID")
    assert _fault(known, sent(word, {"type": 3, "name": "b", "value": ""})) == ((1, "type"), "BASE_TYPE_CHOICES")


def test_sub_commands():
    inner = {"type": 1, "name": "c", "description": "", "options": [{"type": 5, "name": "d", "description": ""}]}
    known = defined({"type": 2, "options": [inner]}, {"type": 1, "name": "b"})
    chosen = {"type": 2, "options": [{"type": 1, "name": "c", "options": [{"type": 5, "name": "d", "value": True}]}]}
    checked = check(known, sent(chosen))
    assert checked.names == ["a", "c"]
    assert checked.options[0].options[0].options[0].value is True  # pyright: ignore[reportIndexIssue, reportOptionalSubscript]
    assert _fault(known, []) == ((), "BASE_TYPE_BAD_LENGTH")
    assert _fault(known, sent({"type": 2})) == ((0, "options"), "BASE_TYPE_BAD_LENGTH")
    assert _fault(known, sent({"type": 1, "name": "c"})) == ((0, "name"), "BASE_TYPE_INVALID")


def test_ids_are_noted():
    known = defined({"type": 7, "channel_types": [2]}, {"type": 11, "name": "b"})
    files = {1: UploadedFile(Snowflake(77), "a.txt")}
    checked = check(known, sent({"type": 7, "value": 5}, {"type": 11, "name": "b", "value": "1"}), files=files)
    assert [one.value for one in checked.options] == ["5", "77"]
    channel, file = checked.references
    assert channel == Reference(Kind.CHANNEL, 5, ("data", "options", 0, "value"), [2])
    assert (file.kind, file.id) == (Kind.FILE, 77)


def test_files_are_of_the_types_that_are_asked_for():
    known, given = defined({"type": 11, "file_types": ["image"]}), sent({"type": 11, "value": 0})
    check(known, given, files={0: UploadedFile(Snowflake(7), "a.png")})
    assert _fault(known, given, files={0: UploadedFile(Snowflake(7), "a.txt")}) == ((0, "value"), "BASE_TYPE_INVALID")
    assert _fault(known, given) == ((0, "value"), "BASE_TYPE_INVALID")


def test_autocomplete_takes_what_is_there_so_far():
    known = defined({"type": 4, "autocomplete": True, "min_value": 5}, {"type": 3, "name": "b", "required": True})
    checked = check(known, sent({"type": 4, "value": 1, "focused": True}), partial=True)
    assert (checked.options[0].value, checked.options[0].focused) == ("1", True)
    assert _fault(known, sent({"type": 4, "value": "1"}), partial=True) == ((), "BASE_TYPE_INVALID")
    both = sent({"type": 4, "value": "", "focused": True}, {"type": 3, "name": "b", "value": "x"})
    assert [one.focused for one in check(known, both, partial=True).options] == [True, options.UNSET]
    other = sent({"type": 3, "name": "b", "value": "x", "focused": True})
    assert _fault(known, other, partial=True) == ((0, "focused"), "BASE_TYPE_INVALID")
