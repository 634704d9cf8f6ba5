"""What counts as a word, in messages as in what is searched for.

Words are runs of letters and digits, whatever the language, compared without case and compatibility forms. Scripts that
do not part words by spaces, and emojis, are taken sign by sign: what follows each other there is searched as a phrase.
"""

import re
import unicodedata
from typing import Final

import msgspec

MOST_IN_WORD: Final = 64
"""Characters; what is longer is cut, in messages as in searches."""


def _marks() -> str:
    """The combining marks, which belong to the word before them, as ranges for a pattern."""
    blocks = (range(0x300, 0x2100), range(0x302A, 0x309B), range(0xA66F, 0xABEE), range(0xFE20, 0xFE30))
    marks = [one for block in blocks for one in block if unicodedata.category(chr(one)).startswith("M")]
    ranges: list[tuple[int, int]] = []
    for one in marks:
        if ranges and ranges[-1][1] == one - 1:
            ranges[-1] = (ranges[-1][0], one)
        else:
            ranges.append((one, one))
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


# Thai to Khmer without Tibetan, kana, ideographs; then symbols and emojis.
_ALONE: Final = (
    r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    r"\u2600-\u27bf\U0001f000-\U0001faff"
)
_WORD: Final = re.compile(f"[{_ALONE}]|(?:(?![{_ALONE}])(?:[^\\W_]|[{_marks()}]))+")
_SIGN: Final = re.compile(f"[{_ALONE}]")
_PART: Final = re.compile(r'"([^"]*)"|([^\s"]+)')


class Part(msgspec.Struct):
    """Words that have to follow each other: what stood in quotes, or without a space between."""

    words: list[str]
    is_open: bool = False  # the last word may go on


def of(text: str) -> list[str]:
    """The words of a text, in order."""
    plain = text.casefold() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()
    return [word[:MOST_IN_WORD] for word in _WORD.findall(plain)]


def parts(sought: str) -> list[Part]:
    """What is searched for. The last word is one that is perhaps still being written."""
    found: list[Part] = []
    for match in _PART.finditer(sought):
        words = of(match[1] if match[1] is not None else match[2])
        if words:
            is_last = match.end() == len(sought) and match[1] is None
            found.append(Part(words, is_last))
    return found


def is_sign(word: str) -> bool:
    """Whether it is one of the signs that are taken by themselves, whatever stands around them."""
    return _SIGN.match(word) is not None
