"""zlib-stream: one zlib stream per connection, in which most bytes are compressed once for all connections.

A deflate stream is a row of blocks. A block may refer to earlier output, but need not: a fresh compressor
never refers to anything before its own first byte, so the blocks that it makes are right at any place of
any stream. A sync flush ends them on a byte boundary with an empty stored block, 00 00 ff ff, which is
also the mark by which clients know the end of a message. RFC 1951, section 3.2.

So an event is a stored (not compressed) block with the session's part, then the blocks that a fresh
compressor made of the shared part once per event. No connection keeps a compressor: the only state is
whether the stream has begun. The adler32 at the end of a zlib stream is never sent, as the stream never
ends.

Docs: events/gateway#zlib-stream
"""

import zlib
from struct import pack
from typing import Final

from gateway import frames
from gateway.compression.shared import OPENING, SESSION_PART_SIZE, SPLICE, SharedPart

# RFC 1950, section 2.2: deflate, window of 32 KB, default level.
STREAM_HEADER: Final = b"\x78\x9c"

_SYNC: Final = b"\x00\x00\x00\xff\xff"
_LEVEL: Final = 6
# Below this a heartbeat's answer or a Hello gains nothing worth setting a compressor up for.
_STORED_UP_TO: Final = 128


def stored_header(length: int) -> bytes:
    """What goes before `length` bytes (65535 at most) of a stored block that is not the last."""
    return pack("<BHH", 0, length, length ^ 0xFFFF)


def deflate(data: bytes) -> bytes:
    """The data as blocks that stand at any byte boundary of any deflate stream, a sync flush at the end."""
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)


def parts(shared: SharedPart) -> tuple[bytes, bytes]:
    """The frame before the sequence and the blocks after it; made on the first call for an event."""
    if shared.zlib_stream is None:
        blocks = deflate(shared.tail)
        session_part = stored_header(SESSION_PART_SIZE)
        length = len(session_part) + SESSION_PART_SIZE + len(blocks)
        shared.zlib_stream = frames.header(frames.BINARY, length) + session_part + OPENING, blocks
    return shared.zlib_stream


class ZlibStream:
    binary = True

    def __init__(self) -> None:
        self._has_begun = False

    def event(self, sequence: int, shared: SharedPart) -> bytes:
        if not self._has_begun:
            return self.payload(shared.json(sequence))
        before, after = shared.zlib_stream or parts(shared)
        return SPLICE % (before, sequence, after)

    def payload(self, data: bytes) -> bytes:
        blocks = stored_header(len(data)) + data + _SYNC if len(data) <= _STORED_UP_TO else deflate(data)
        if not self._has_begun:
            self._has_begun = True
            blocks = STREAM_HEADER + blocks
        return frames.frame(frames.BINARY, blocks)
