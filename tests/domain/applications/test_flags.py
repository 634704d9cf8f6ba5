"""Which intents an application may ask for."""

from domain.applications.flags import LIMITED_INTENTS, disallowed_intents
from domain.applications.rules import changed_flags

MEMBERS, PRESENCES, CONTENT = 1 << 1, 1 << 8, 1 << 15


def test_each_intent_has_its_flags():
    every = MEMBERS | PRESENCES | CONTENT | 1
    assert disallowed_intents(0, every) == MEMBERS | PRESENCES | CONTENT
    assert disallowed_intents(1 << 15, every) == PRESENCES | CONTENT
    assert disallowed_intents(1 << 12 | 1 << 18, every) == MEMBERS
    assert disallowed_intents(int(LIMITED_INTENTS), every) == 0


def test_other_flags_stay():
    assert changed_flags(1 << 5 | 1 << 13, 1 << 15 | 1 << 7) == 1 << 5 | 1 << 15
