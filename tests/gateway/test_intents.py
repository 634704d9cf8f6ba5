"""Which intents a bot may have."""

import pytest

from gateway import intents

PRESENCES, MEMBERS, CONTENT = 1 << 8, 1 << 1, 1 << 15


@pytest.mark.parametrize(
    ("wanted", "flags", "number"),
    [
        (0, 0, None),
        (intents.ALL & ~(PRESENCES | MEMBERS | CONTENT), 0, None),
        (1 << 17, 0, 4013),
        (1 << 40, 0, 4013),
        (-1, ~0, 4013),
        (PRESENCES, 0, 4014),
        (MEMBERS, 1 << 13 | 1 << 19, 4014),
        (CONTENT, 1 << 15, 4014),
        (PRESENCES, 1 << 12, None),
        (PRESENCES, 1 << 13, None),
        (MEMBERS, 1 << 14, None),
        (MEMBERS, 1 << 15, None),
        (CONTENT, 1 << 18, None),
        (CONTENT, 1 << 19, None),
        (intents.ALL, 1 << 13 | 1 << 15 | 1 << 19, None),
    ],
)
def test_refusal(wanted: int, flags: int, number: int | None):
    refusal = intents.refusal(wanted, flags)
    assert (refusal and refusal.number) == number


def test_the_same_event_needs_another_intent_in_a_dm():
    assert intents.IN_GUILDS["MESSAGE_CREATE"] == 1 << 9
    assert intents.DIRECT["MESSAGE_CREATE"] == 1 << 12
    assert "INTERACTION_CREATE" not in intents.IN_GUILDS
    assert intents.IN_GUILDS["THREAD_MEMBERS_UPDATE"] == 1 << 0 | 1 << 1
