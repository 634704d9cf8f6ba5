from typing import Any

import pytest

from core import wire
from core.problems import Faults
from domain.components import kept, values
from domain.components.requests import MessageComponents

OPTIONS = [{"label": one, "value": one} for one in "abc"]
SELECT = {"type": 3, "custom_id": "s", "options": OPTIONS, "min_values": 1, "max_values": 2}
USERS = {"type": 5, "custom_id": "s", "min_values": 0}
BUTTON = {"type": 2, "style": 1, "label": "l", "custom_id": "s"}


@pytest.mark.parametrize(
    ("component", "picked", "reason"),
    [
        (SELECT, ["a"], None),
        (SELECT, ["c", "a"], None),
        (SELECT, [], "Must have between 1 and 2 values."),
        (SELECT, ["a", "b", "c"], "Must have between 1 and 2 values."),
        (SELECT, ["a", "a"], "A value is there twice."),
        (SELECT, ["a", "d"], "No such option."),
        (SELECT | {"disabled": True}, ["a"], "The component is disabled."),
        (USERS, [], None),
        (USERS, ["12345"], None),
        (USERS, ["you"], "Values must be ids."),
        (USERS, ["٣"], "Values must be ids."),
        (BUTTON, [], None),
        (BUTTON, ["a"], "A button has no values."),
        (BUTTON | {"disabled": True}, [], "The component is disabled."),
    ],
)
def test_what_a_user_may_pick(component: Any, picked: list[str], reason: str | None) -> None:
    (row,) = kept.message(wire.convert([{"type": 1, "components": [component]}], MessageComponents))
    faults = Faults()
    values.check(row.components[0], picked, faults)  # type: ignore[union-attr, arg-type]
    found = [(fault.path, fault.code, fault.message) for fault in faults.problem().faults]
    code = "COMPONENT_VALIDATION_FAILED"
    assert found == ([(("data",), code, f"Component validation failed: {reason}")] if reason else [])
