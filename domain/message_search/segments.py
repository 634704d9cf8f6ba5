"""Segments: ranges of message ids of one guild (or private channel), each with lexemes of its own.

Every lexeme begins with its segment's mark. So a list of the GIN index holds at most the messages of one segment, and
is read for those of one guild alone, however many others there are. A search goes through the segments from the newest
and stops when it has enough: a common word costs what one or two segments cost, whatever the age and the size of the
guild. A rare one asks all of them, which is one short look each.

A new segment begins when the last has `SIZE` documents. Where many old messages are to be indexed at once, channel by
channel, the ranges are planned before (`following`).
"""

import base64
import hashlib
from bisect import bisect_right
from typing import Final

import msgspec

SIZE: Final = 16_384
END: Final = 2**63 - 1


class Segment(msgspec.Struct):
    place_id: int
    first_id: int
    documents: int = 0

    @property
    def mark(self) -> str:
        """Five letters. That two segments somewhere have the same is harmless: their documents are told apart."""
        digest = hashlib.blake2b(f"{self.place_id} {self.first_id}".encode(), digest_size=4).digest()
        return base64.b64encode(digest, b"-_").decode()[:5]


def of(segments: list[Segment], message_id: int) -> Segment:
    """Where the message belongs; the segments are in order, the first begins at 0."""
    return segments[bisect_right(segments, message_id, key=lambda one: one.first_id) - 1]


def with_ends(segments: list[Segment]) -> list[tuple[Segment, int]]:
    """Each with the first id that is its no more."""
    ends = [*(one.first_id for one in segments[1:]), END]
    return list(zip(segments, ends, strict=False))
