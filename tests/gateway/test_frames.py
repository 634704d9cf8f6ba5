import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from gateway import frames

BOUNDARIES = [0, 1, 125, 126, 127, 65535, 65536, 65537, 3_000_000]


def parsed(data: bytes) -> Frame:
    """The one frame in the data, read by the client side of an independent implementation."""
    stream = StreamReader()
    stream.feed_data(data)
    stream.feed_eof()
    reading = Frame.parse(stream.read_exact, mask=False)
    try:
        while True:
            next(reading)
    except StopIteration as done:
        assert next(stream.at_eof(), None) is None
        return done.value


@given(
    length=st.sampled_from(BOUNDARIES) | st.integers(0, 200_000),
    kind=st.sampled_from([frames.TEXT, frames.BINARY]),
)
def test_any_length_is_one_whole_unmasked_frame(length: int, kind: int) -> None:
    frame = parsed(frames.frame(kind, bytes(length)))
    assert frame.fin
    assert frame.opcode is (Opcode.TEXT if kind == frames.TEXT else Opcode.BINARY)
    assert frame.data == bytes(length)


@pytest.mark.parametrize(
    ("length", "size"), [(0, 2), (125, 2), (126, 4), (127, 4), (65535, 4), (65536, 10), (2**33, 10)]
)
def test_the_length_is_written_as_short_as_it_can_be(length: int, size: int) -> None:
    assert len(frames.header(frames.BINARY, length)) == size
