"""Range and conditional requests: which part of some bytes is wanted, and whether they are known already. RFC 9110."""

import re

import msgspec

_RANGE = re.compile(r"bytes=\s*(\d{0,18})-(\d{0,18})\s*", re.ASCII)


class ByteRange(msgspec.Struct, frozen=True):
    """From `start` up to, not including, `end`."""

    start: int
    end: int


class UnsatisfiableError(ValueError):
    """No byte of what is there was asked for."""


def wanted(header: str | None, size: int) -> ByteRange | None:
    """The one range that is asked for, or None for the whole: so also for several ranges, and for what is no range.

    Raises UnsatisfiableError.
    """
    match = _RANGE.fullmatch(header or "")
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        start, end = max(0, size - int(match[2])), size
    else:
        start, end = int(match[1]), min(size, int(match[2]) + 1 if match[2] else size)
        if match[2] and int(match[2]) < start:
            return None
    if start >= end:
        raise UnsatisfiableError
    return ByteRange(start, end)


def knows(if_none_match: str | None, etag: str) -> bool:
    """Whether the client has these very bytes."""
    known = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return "*" in known or etag in known
