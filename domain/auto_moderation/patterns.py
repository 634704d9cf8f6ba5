"""Keywords and moderators' patterns over RE2, whose time grows with the text alone, whoever wrote the pattern.

All keywords of a list become one pattern. A `*` at the end of a keyword lets its word go on, one at the beginning lets
it begin before; without, the keyword is a whole word or phrase, with blanks or punctuation around it. Letters of either
case are the same. What is on the allow list is blotted out before, with marks that no client can send (NUL).
Docs: resources/auto-moderation#auto-moderation-rule-object-keyword-matching-strategies.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import re2

_KEYWORDS_BYTES: Final = 16 << 20
"""The most that RE2 takes for one; 1000 keywords of 60 letters take less than half, and compile in 30 ms."""
_PATTERN_BYTES: Final = 1 << 20
_BEFORE: Final = r"(?:^|[^\pL\pN_])"
_AFTER: Final = r"(?:$|[^\pL\pN_])"
_IN_WORD: Final = r"[\pL\pN_]*"
_BLOT: Final = " \0 "
_INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\U000e0000-\U000e0fff]"
)
"""Unicode's Default_Ignorable_Code_Point: what is shown as nothing."""


class Match(NamedTuple):
    """What was configured, and what of the text it fits."""

    keyword: str
    content: str


class PatternError(Exception):
    """The text says what is wrong with the pattern."""


def compile_pattern(pattern: str) -> "re2.Regexp":
    """A pattern of a moderator's. Raises PatternError."""
    return _compiled(pattern, _PATTERN_BYTES)


def _compiled(pattern: str, most_bytes: int) -> "re2.Regexp":
    options = re2.Options()
    options.max_mem = most_bytes
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as problem:
        said = problem.args[0] if problem.args else b""
        raise PatternError(said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)) from problem


class KeywordList:
    """Keywords as one pattern. Making it raises PatternError for more than can be.

    `with_words`: what is found is the whole word where a `*` lets it go on.
    """

    def __init__(self, keywords: Iterable[str], *, with_words: bool = False) -> None:
        self._by_text: dict[tuple[int, str], str] = {}
        """As configured, by the group of the pattern that it is in, and without its `*`."""
        self._pattern = self._joined(keywords, _IN_WORD if with_words else "")

    def search(self, text: str) -> Match | None:
        """The first keyword in the text."""
        found = self._pattern.search(text) if self._pattern is not None else None
        if found is None:
            return None
        group, content = next((one, said) for one in range(1, 5) if (said := found.group(one)) is not None)
        return Match(self._by_text.get((group, content.lower()), content), content)

    def blotted(self, text: str) -> str:
        """The text without the keywords. Neighbours share the blank between them, so it takes a second look."""
        return self._blotted_once(self._blotted_once(text))

    def _blotted_once(self, text: str) -> str:
        if self._pattern is None:
            return text
        kept: list[str] = []
        at = 0
        for found in self._pattern.finditer(text):
            start, end = next(span for span in map(found.span, range(1, 5)) if span != (-1, -1))
            kept += text[at:start], _BLOT
            at = end
        return "".join(kept) + text[at:]

    def _joined(self, keywords: Iterable[str], more: str) -> "re2.Regexp | None":
        kinds: dict[tuple[bool, bool], dict[str, str]] = {}  # each keyword by what it is without its `*`
        for keyword in keywords:
            written = keyword.strip()
            bare = written.strip("*").strip()
            if bare:
                kinds.setdefault((written.startswith("*"), written.endswith("*")), {}).setdefault(bare, keyword)
        if not kinds:
            return None
        whole: list[str] = []
        for group, ((start, end), words) in enumerate(sorted(kinds.items()), 1):
            for bare, keyword in words.items():
                self._by_text.setdefault((group, bare.lower()), keyword)
            any_of = "|".join(map(re2.escape, words))
            whole.append(f"{'(' + more if start else _BEFORE + '('}(?:{any_of}){more + ')' if end else ')' + _AFTER}")
        return _compiled(f"(?i)(?:{'|'.join(whole)})", _KEYWORDS_BYTES)


class WordFilter:
    """The words of one rule: keywords, patterns, and what is allowed all the same."""

    def __init__(self, keywords: Sequence[str], patterns: Sequence[str], allowed: Sequence[str]) -> None:
        self._keywords = KeywordList(keywords)
        self._patterns = [(pattern, compile_pattern(pattern)) for pattern in patterns]
        self._allowed = KeywordList(allowed, with_words=True)

    def search(self, text: str) -> Match | None:
        """In the text as it is, and as it is seen: a letter without width parts no word."""
        found = self._search_allowing(text)
        if found is None and not text.isascii() and (seen := _INVISIBLE.sub("", text)) != text:
            found = self._search_allowing(seen)
        return found

    def _search_allowing(self, text: str) -> Match | None:
        found = self._search(text)
        return found and self._search(self._allowed.blotted(text))

    def _search(self, text: str) -> Match | None:
        found = self._keywords.search(text)
        if found is not None:
            return found
        for written, pattern in self._patterns:
            fitting = pattern.search(text)
            if fitting is not None:
                return Match(written, fitting.group(0) or "")
        return None
