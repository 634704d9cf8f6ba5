"""Ranges, by the examples of RFC 9110."""

import pytest

from rest.byte_ranges import ByteRange, UnsatisfiableError, knows, wanted


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-499", 0, 500),
        ("bytes=500-999", 500, 1000),
        ("bytes=-500", 500, 1000),
        ("bytes=500-", 500, 1000),
        ("bytes=0-0", 0, 1),
        ("bytes=-1", 999, 1000),
        ("bytes=900-5000", 900, 1000),
        ("bytes=-5000", 0, 1000),
    ],
)
def test_a_range(header: str, start: int, end: int):
    assert wanted(header, 1000) == ByteRange(start, end)


@pytest.mark.parametrize(
    "header", [None, "", "bytes=", "bytes=-", "bytes=5-2", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2"]
)
def test_the_whole(header: str | None):
    assert wanted(header, 1000) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=1000-", 1000), ("bytes=2000-3000", 1000), ("bytes=-0", 1000), ("bytes=0-", 0)]
)
def test_nothing_of_it(header: str, size: int):
    with pytest.raises(UnsatisfiableError):
        wanted(header, size)


def test_known_bytes():
    assert knows('"a"', '"a"')
    assert knows('"b", W/"a"', '"a"')
    assert knows("*", '"a"')
    assert not knows('"b"', '"a"')
    assert not knows(None, '"a"')
