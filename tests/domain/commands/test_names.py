"""Names: letters and numbers of every script, in lower case."""

import re
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import names

LETTERS_AND_NUMBERS = st.characters(categories=("L", "N"))


@pytest.mark.parametrize(
    "name",
    [
        *("ping", "a-b_c'd", "größe", "привет", "生日", "γενέθλια", "नमस्ते", "हिन्दी", "สวัสดี"),
        *("เพิ่ม", "①", "ªº", "x" * 32, "\U0001d400"),
    ],
)
def test_good_names(name: str) -> None:
    assert names.is_well_formed(name) and names.is_lower_case(name)


@pytest.mark.parametrize("name", ["", "x" * 33, "a b", "a.b", "a!", "👍", "a\n", "a\u0301", "\u200d", "€", "a/b", "\0"])
def test_what_no_name_has(name: str) -> None:
    assert not names.is_well_formed(name)


@pytest.mark.parametrize("name", ["Ping", "GRÖSSE", "ПРИВЕТ", "ǅ", "İ", "Σ"])
def test_what_has_a_lower_case_must_be_in_it(name: str) -> None:
    assert names.is_well_formed(name) and not names.is_lower_case(name)


@given(st.text(LETTERS_AND_NUMBERS, min_size=1, max_size=32))
def test_letters_and_numbers_of_all_scripts_are_allowed(name: str) -> None:
    assert names.is_well_formed(name)


@given(st.text(min_size=1, max_size=40))
def test_ascii_names_are_those_of_the_pattern(text: str) -> None:
    name = text.encode("ascii", "ignore").decode()
    assert names.is_well_formed(name) == bool(re.fullmatch(r"[-_'a-zA-Z0-9]{1,32}", name))


@given(st.characters(exclude_categories=("L", "N")))
def test_other_characters_belong_to_the_two_scripts_or_are_the_three_signs(character: str) -> None:
    if names.is_well_formed(character):
        name = unicodedata.name(character, "")
        assert character in "-_'" or name.startswith(("DEVANAGARI", "THAI"))


def test_a_sign_that_scripts_share_belongs_to_none() -> None:
    danda = "\u0964"  # used by many scripts: Common in Scripts.txt
    assert not names.is_well_formed(danda)
    assert not names.is_well_formed("฿")


@given(st.text(LETTERS_AND_NUMBERS, min_size=1, max_size=10))
def test_lowering_gives_lower_case(name: str) -> None:
    lowered = "".join(character.lower() for character in name)
    assert names.is_lower_case(lowered)
    assert names.is_lower_case(string.ascii_lowercase)
