"""What users may be called."""

import re

from hypothesis import given
from hypothesis import strategies as st

from core.problems import Faults
from domain.users import rules


def fits(name: str) -> bool:
    faults = Faults()
    rules.check_username(faults, "username", name)
    return not faults


def test_usernames():
    assert all(fits(name) for name in ("ab", "a.b_c", "_9", "x" * 32, ".a."))
    assert not any(fits(name) for name in ("a", "A1", "a..b", "a b", "é.e", "x" * 33, "here", "my.discord", "a\n"))


@given(st.text(max_size=40))
def test_a_clean_name_stays_clean(name: str):
    clean = rules.clean(name)
    assert rules.clean(clean) == clean
    assert clean == clean.strip()
    assert not re.search("[\u200b\u202e\n]|  ", clean)


@given(st.text(min_size=1, max_size=32))
def test_a_proposal_is_of_the_right_signs(name: str):
    assert re.fullmatch(r"[a-z0-9_.]{2,24}", rules.username_from(name))
    assert ".." not in rules.username_from(name)
