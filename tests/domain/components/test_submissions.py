"""Modals as users fill them in."""

from typing import Any

import pytest

from core import wire
from core.problems import Faults
from core.wire import Snowflake
from domain.components import kept, submissions
from domain.components.records import UploadedFile
from domain.components.requests import ModalRequest, SubmittedComponentRequest

OPTIONS = [{"label": one, "value": one} for one in "ab"]
FILES = {"0": UploadedFile(Snowflake(99), "a.PNG"), "1": UploadedFile(Snowflake(98), "b.txt")}


def submit(component: Any, *sent: Any) -> tuple[Any, list[tuple[Any, str]]]:
    components = [component if component["type"] in (1, 10) else {"type": 18, "label": "l", "component": component}]
    modal = kept.modal(wire.convert({"custom_id": "m", "title": "t", "components": components}, ModalRequest))
    faults = Faults()
    filled = wire.convert(list(sent), list[SubmittedComponentRequest])
    result = submissions.check(modal.components, filled, faults, FILES)
    return wire.decode(wire.encode(result), Any), [(fault.path, fault.code) for fault in faults.problem().faults]


def in_label(**filled: Any) -> Any:
    return {"type": 18, "component": {"custom_id": "c", **filled}}


TEXT = {"type": 4, "custom_id": "c", "style": 1, "min_length": 2, "max_length": 3}
SELECT = {"type": 3, "custom_id": "c", "options": OPTIONS}
USERS = {"type": 5, "custom_id": "c", "max_values": 2}
UPLOAD = {"type": 19, "custom_id": "c", "max_values": 2}
RADIO = {"type": 21, "custom_id": "c", "options": OPTIONS}
GROUP = {"type": 22, "custom_id": "c", "options": OPTIONS}
CHECKBOX = {"type": 23, "custom_id": "c"}
OPTIONAL = {"required": False}


@pytest.mark.parametrize(
    ("component", "filled", "got"),
    [
        (TEXT, {"value": "abc"}, {"value": "abc"}),
        (TEXT | OPTIONAL, {"value": ""}, {"value": ""}),
        (TEXT | OPTIONAL, {}, {"value": ""}),
        (SELECT, {"values": ["a"]}, {"values": ["a"]}),
        (SELECT | OPTIONAL, {"values": []}, {"values": []}),
        (USERS, {"values": ["5", "6"]}, {"values": ["5", "6"]}),
        (UPLOAD, {"values": ["1", "0"]}, {"values": ["98", "99"]}),
        (UPLOAD | {"file_types": ["image"]}, {"values": ["0"]}, {"values": ["99"]}),
        (RADIO, {"value": "b"}, {"value": "b"}),
        (RADIO | OPTIONAL, {}, {"value": None}),
        (GROUP, {"values": ["b", "a"]}, {"values": ["b", "a"]}),
        (CHECKBOX, {"value": True}, {"value": True}),
        (CHECKBOX, {}, {"value": False}),
    ],
)
def test_what_the_application_gets(component: Any, filled: Any, got: Any) -> None:
    (label,), faults = submit(component, in_label(**filled))
    assert faults == []
    inside = {"type": component["type"], "id": 2, "custom_id": "c", **got}
    assert label == {"type": 18, "id": 1, "component": inside}


@pytest.mark.parametrize(
    ("component", "filled", "field", "code"),
    [
        (TEXT, {}, "value", "BASE_TYPE_REQUIRED"),
        (TEXT, {"value": "a"}, "value", "BASE_TYPE_BAD_LENGTH"),
        (TEXT | OPTIONAL, {"value": "abcd"}, "value", "BASE_TYPE_BAD_LENGTH"),
        (TEXT, {"value": True}, "value", "STRING_TYPE_CONVERT"),
        (SELECT, {"values": []}, "values", "BASE_TYPE_REQUIRED"),
        (SELECT | OPTIONAL, {"values": ["x"]}, "values", "COMPONENT_VALIDATION_FAILED"),
        (USERS, {"values": ["x"]}, "values", "COMPONENT_VALIDATION_FAILED"),
        (UPLOAD, {}, "values", "BASE_TYPE_REQUIRED"),
        (UPLOAD, {"values": ["0", "0"]}, "values", "COMPONENT_VALIDATION_FAILED"),
        (UPLOAD | {"min_values": 2}, {"values": ["0"]}, "values", "BASE_TYPE_BAD_LENGTH"),
        (RADIO, {"value": "c"}, "value", "COMPONENT_VALIDATION_FAILED"),
        (RADIO, {}, "value", "BASE_TYPE_REQUIRED"),
        (GROUP, {"values": ["a", "a"]}, "values", "COMPONENT_VALIDATION_FAILED"),
        (GROUP, {"values": ["a", "c"]}, "values", "COMPONENT_VALIDATION_FAILED"),
        (CHECKBOX, {"value": "yes"}, "value", "BOOLEAN_TYPE_CONVERT"),
    ],
)
def test_what_is_refused(component: Any, filled: Any, field: str, code: str) -> None:
    assert submit(component, in_label(**filled))[1] == [(("data", "components", 0, "component", field), code)]


def test_files_are_known_and_of_a_kind_that_is_asked_for() -> None:
    at = ("data", "components", 0, "component", "values", 0)
    assert submit(UPLOAD, in_label(values=["7"]))[1] == [(at, "COMPONENT_VALIDATION_FAILED")]
    assert submit(UPLOAD | {"file_types": [".PDF"]}, in_label(values=["1"]))[1] == [(at, "COMPONENT_VALIDATION_FAILED")]


def test_the_modal_says_what_stands_where() -> None:
    row = {"type": 1, "components": [TEXT | {"label": "l"}]}
    result, faults = submit(row, {"type": 1, "components": [{"type": 4, "custom_id": "c", "value": "abc"}]})
    assert faults == []
    assert result == [{"type": 1, "id": 1, "components": [{"type": 4, "id": 2, "custom_id": "c", "value": "abc"}]}]
    assert submit({"type": 10, "content": "x"})[0] == [{"type": 10, "id": 1}]
    assert submit(TEXT, {"custom_id": "c", "value": "abc"})[1] == []


def test_what_the_modal_does_not_have_is_refused() -> None:
    again = [(("data", "components", 1, "component", "custom_id"), "COMPONENT_CUSTOM_ID_DUPLICATED")]
    assert submit(TEXT, in_label(value="abc"), in_label(value="abc"))[1] == again
    other = {"component": {"custom_id": "x", "value": "v"}}
    unknown = [(("data", "components", 1, "component", "custom_id"), "COMPONENT_VALIDATION_FAILED")]
    assert submit(TEXT, in_label(value="abc"), other)[1] == unknown
