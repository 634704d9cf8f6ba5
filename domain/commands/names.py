r"""Names of chat input commands and of options: `^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$`, in lower case.

Letters and numbers of any script; of Devanagari and Thai also their vowel signs, without which their words cannot
be written. Python's own tables know categories; the two scripts are the ranges of Unicode's Scripts.txt.
Docs: interactions/application-commands#application-command-object-application-command-naming.
"""

import unicodedata
from typing import Final

MOST_CHARACTERS: Final = 32

_DEVANAGARI: Final = ((0x900, 0x950), (0x955, 0x963), (0x966, 0x97F), (0xA8E0, 0xA8FF), (0x11B00, 0x11B09))
_THAI: Final = ((0xE01, 0xE3A), (0xE40, 0xE5B))
_RANGES: Final = _DEVANAGARI + _THAI


def is_well_formed(name: str) -> bool:
    """Whether it has only the characters that names have, and neither too many nor none."""
    return 1 <= len(name) <= MOST_CHARACTERS and all(_is_allowed(character) for character in name)


def is_lower_case(name: str) -> bool:
    """Whether every letter that has a lower case is in it."""
    return all(character.lower() == character for character in name)


def _is_allowed(character: str) -> bool:
    if character in "-_'" or unicodedata.category(character)[0] in "LN":
        return True
    point = ord(character)
    return any(first <= point <= last for first, last in _RANGES)
