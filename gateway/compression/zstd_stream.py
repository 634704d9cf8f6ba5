"""zstd-stream: one zstd frame per connection, in which most bytes are compressed once for all connections.

The same as zlib-stream: an event is a raw block with the session's part, then the blocks that a compressor
without history made of the shared part once per event. Such blocks need nothing of earlier ones: their
matches stay within their own output, and the first of them cannot say "use the tables of the block before"
(RFC 8878, sections 3.1.1.3.1.1 and 3.1.1.3.2.1), since an encoder at the start of a frame has none.

One thing of earlier blocks remains. A match may name its offset as "one of the last three" (section
3.1.1.5). At the start of a frame these are 1, 4 and 8; an encoder counts on it, and in the middle of our
stream they are something else. No setting of libzstd turns such matches off, so a constant block comes
first that sets the three to 1, 4, 8 again:

    54 00 00       block header: not the last, compressed, 10 bytes
    41 20          literals: one byte run-length encoded, 8 times a blank
    03 04          three sequences; literal lengths and offsets by the predefined tables, match lengths
    00             all of one code, 0: 3 bytes
    38 d8 81 15 2e the bit stream: 8 literals, then offsets 8, 4, 1, each as a number and not by reference

Its output is 8 literals and 3 matches of 3: 17 blanks, which JSON does not mind before a value. Another
encoding than JSON would mind.

The frame header promises no size and no checksum, and the last-block bit is never set: the frame never
ends. Every message ends with a block, so a decoder gives the whole payload for it.

Docs: events/gateway#zstd-stream
"""

from typing import Final

import zstandard

from gateway import frames
from gateway.compression.shared import OPENING, SESSION_PART_SIZE, SPLICE, SharedPart

_WINDOW_LOG: Final = 17
_LEVEL: Final = 3

# Section 3.1.1.1: magic number; descriptor without size, checksum or dictionary; window exponent above 2**10.
_DESCRIPTOR: Final = 0
_FRAME_HEADER: Final = b"\x28\xb5\x2f\xfd" + bytes((_DESCRIPTOR, (_WINDOW_LOG - 10) << 3))
_RESET_OFFSETS: Final = bytes.fromhex("540000 4120 0304 00 38d881152e")

# Below this the constant block costs about what compression gains.
_RAW_UP_TO: Final = 128

# Kept between calls for its memory, not its history: each call of compress() makes a frame of its own.
_compressor: Final = zstandard.ZstdCompressor(
    compression_params=zstandard.ZstdCompressionParameters(
        compression_level=_LEVEL, window_log=_WINDOW_LOG, write_content_size=False, write_checksum=False
    )
)


def _raw_header(length: int) -> bytes:
    """What goes before `length` bytes (a window at most) of a raw block. Section 3.1.1.2."""
    return (length << 3).to_bytes(3, "little")


def _compressed(data: bytes) -> bytes:
    """The data as the blocks of a frame of its own, without the frame's header and end."""
    framed = _compressor.compress(data)
    assert framed[4] == _DESCRIPTOR
    blocks = bytearray()
    position = len(_FRAME_HEADER)
    while position < len(framed):
        header = int.from_bytes(framed[position : position + 3], "little")
        kind, size = header >> 1 & 3, header >> 3
        end = position + 3 + (1 if kind == 1 else size)  # a run-length block is one byte, whatever its size
        blocks += (header & ~1).to_bytes(3, "little")  # bit 0 says "last block"
        blocks += framed[position + 3 : end]
        position = end
    return bytes(blocks)


def _parts(shared: SharedPart) -> tuple[bytes, bytes]:
    """The frame before the sequence and the blocks after it; made on the first call for an event."""
    if shared.zstd_stream is None:
        blocks = _compressed(shared.tail)
        opening = _RESET_OFFSETS + _raw_header(SESSION_PART_SIZE)
        length = len(opening) + SESSION_PART_SIZE + len(blocks)
        shared.zstd_stream = frames.header(frames.BINARY, length) + opening + OPENING, blocks
    return shared.zstd_stream


class ZstdStream:
    binary = True

    def __init__(self) -> None:
        self._has_begun = False

    def event(self, sequence: int, shared: SharedPart) -> bytes:
        if not self._has_begun:
            return self.payload(shared.json(sequence))
        before, after = shared.zstd_stream or _parts(shared)
        return SPLICE % (before, sequence, after)

    def payload(self, data: bytes) -> bytes:
        blocks = _raw_header(len(data)) + data if len(data) <= _RAW_UP_TO else _RESET_OFFSETS + _compressed(data)
        if not self._has_begun:
            self._has_begun = True
            blocks = _FRAME_HEADER + blocks
        return frames.frame(frames.BINARY, blocks)
