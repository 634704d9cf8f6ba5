"""From what is searched for to patterns that names of threads have to match, all of them. Pure.

Names are short and a channel's threads are few beside its messages, so they have no index: the names are looked at.
"""

from itertools import pairwise
from typing import Final

from domain.message_search import words
from domain.message_search.words import Part

_GAP: Final = "[^[:alnum:]]"
_BEGINS, _ENDS = "(?<![[:alnum:]])", "(?![[:alnum:]])"
_MOST_APART: Final = 16


def patterns(sought: str, slop: int) -> list[str] | None:
    """PostgreSQL's regular expressions, to be compared without case. None when nothing can match."""
    if not sought.strip():
        return []
    parts = words.parts(sought)
    if not parts:
        return None
    near = [_near(*pair, slop) for pair in pairwise(parts)] if slop <= _MOST_APART else []
    return [*(_part(one) for one in parts), *near]


def _part(part: Part) -> str:
    pieces = [_word(one) for one in part.words]
    if part.is_open:
        pieces[-1] = pieces[-1].removesuffix(_ENDS)
    return f"{_GAP}*".join(pieces)


def _word(word: str) -> str:
    return word if words.is_sign(word) else f"{_BEGINS}{word}{_ENDS}"


def _near(left: Part, right: Part, slop: int) -> str:
    onwards = _apart(_part(left), _part(right), slop)
    # Changed places cost two steps, as in messages (conditions.py).
    return f"{onwards}|{_apart(_part(right), _part(left), slop - 2)}" if slop > 1 else onwards


def _apart(first: str, second: str, most: int) -> str:
    """One after the other, with at most so many words between."""
    return f"{first}{_GAP}*([[:alnum:]]+{_GAP}+){{0,{most}}}{second}"
