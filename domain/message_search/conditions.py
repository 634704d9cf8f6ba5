"""From what is searched for to a query of PostgreSQL's full-text search. Pure.

The query is a template: `MARK` stands where each segment's mark comes. Everything goes into it, so that the index alone
says what fits; only who may see it, and where words have to stand, is asked of the rows.
"""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import msgspec

from core.wire import UNSET
from domain.message_search import terms, words
from domain.message_search.records import SearchMessages
from domain.message_search.terms import quoted
from domain.message_search.words import Part

MARK: Final = "\x01"
_MOST_WORDS: Final = 64
_MOST_APART: Final = 16
"""Words between two others that are told from "anywhere"; a message has few hundred words at most."""


class Template(msgspec.Struct):
    sought: str
    """What the index is asked."""
    placed: str
    """What then is asked of the rows: where the words stand. Empty when that does not matter."""


def template(asked: SearchMessages, channels: Iterable[int] = ()) -> Template | None:
    """None when nothing can fit. `channels`: where to look, if that is to be asked of the index."""
    parts = _parts(asked)
    if parts is None:
        return None
    conditions = [
        *(_word(part, place) for part in parts for place in range(len(part.words))),
        *_ids(asked),
        _any(terms.CHANNEL + terms.of_id(one) for one in channels),
        _any(terms.HOSTNAME + one.lower() for one in asked.link_hostname),
        _any(terms.PROVIDER + one for one in asked.embed_provider),
        _any(terms.EMBED_TYPE + one for one in asked.embed_type),
        _any(terms.EXTENSION + one.lower().lstrip(".") for one in asked.attachment_extension),
        _file_names(asked.attachment_filename),
        *_with_negations(terms.AUTHOR_TYPE, asked.author_type),
        *_with_negations(terms.HAS, asked.has),
        _flag(terms.EVERYONE, asked.mention_everyone),
        _flag(terms.PINNED, asked.pinned),
    ]
    given = [one for one in conditions if one]
    if all(one.startswith("!") for one in given):  # the index cannot begin with what is not there
        given.insert(0, _term(terms.EVERY))
    return Template(" & ".join(given), _placed(parts, asked.slop))


def rank(asked: SearchMessages) -> str:
    """The words alone, as what relevance goes by."""
    parts = _parts(asked) or []
    return " | ".join(_word(part, place) for part in parts for place in range(len(part.words))) or _term(terms.EVERY)


def _parts(asked: SearchMessages) -> list[Part] | None:
    """None for a content without any word: nothing fits it."""
    if asked.content is UNSET or not asked.content.strip():
        return []
    return words.parts(asked.content)[:_MOST_WORDS] or None


def _placed(parts: Sequence[Part], slop: int) -> str:
    """The words of a part follow each other, and each part is near the next, before or behind it."""
    phrases = [
        "(" + " <-> ".join(_word(part, place) for place in range(len(part.words))) + ")"
        for part in parts
        if len(part.words) > 1
    ]
    if slop <= _MOST_APART:
        phrases += [_near(*pair, slop) for pair in pairwise(parts)]
    return " & ".join(phrases)


def _near(left: Part, right: Part, slop: int) -> str:
    first, second = _word(left, len(left.words) - 1), _word(right, 0)
    onwards = [f"{first} <{distance}> {second}" for distance in range(1, slop + 2)]
    # Changed places cost as much as in other engines: two words next to each other are two steps from that.
    end, start = _word(right, len(right.words) - 1), _word(left, 0)
    backwards = [f"{end} <{distance}> {start}" for distance in range(1, slop)]
    return "(" + " | ".join(onwards + backwards) + ")"


def _word(part: Part, place: int) -> str:
    goes_on = part.is_open and place == len(part.words) - 1
    return _term(terms.WORD + part.words[place]) + (":*" if goes_on else "")


def _ids(asked: SearchMessages) -> list[str]:
    kinds = (
        (terms.AUTHOR, asked.author_id),
        (terms.MENTION, asked.mentions),
        (terms.ROLE, asked.mentions_role_id),
        (terms.REPLIED_USER, asked.replied_to_user_id),
        (terms.REPLIED_MESSAGE, asked.replied_to_message_id),
    )
    return [_any(kind + terms.of_id(one) for one in ids) for kind, ids in kinds]


def _file_names(names: Iterable[str]) -> str:
    """Names of which all words are in the file's; the last may go on."""
    found: list[str] = []
    for name in names:
        said = words.of(name)[:_MOST_WORDS]
        if said:
            *others, last = (_term(terms.FILE_WORD + one) for one in said)
            found.append("(" + " & ".join([*others, last + ":*"]) + ")")
    return "(" + " | ".join(found) + ")" if found else ""


def _with_negations(kind: str, values: Sequence[str]) -> list[str]:
    unwanted = [f"!{_term(kind + one[1:])}" for one in values if one.startswith("-")]
    return [*unwanted, _any(kind + one for one in values if not one.startswith("-"))]


def _flag(kind: str, wanted: object) -> str:
    if wanted is UNSET:
        return ""
    return _term(kind) if wanted else f"!{_term(kind)}"


def _any(values: Iterable[str]) -> str:
    found = [_term(one) for one in values]
    return "(" + " | ".join(found) + ")" if found else ""


def _term(term: str) -> str:
    return quoted(MARK, term)
