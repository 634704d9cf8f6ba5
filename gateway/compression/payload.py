"""Payload compression (`"compress": true` of Identify): a large payload is a zlib stream of its own.

It goes in a BINARY frame. Small ones stay TEXT; a client tells the two by the kind of the frame. Where
"large" begins is left to the server: 1024 bytes, since anything smaller travels in one network packet with
or without compression.

An event shares its blocks with zlib-stream. Here the stream does end: with an empty last block and the
adler32 of the whole text, the only thing besides the sequence that is computed for each session.

Docs: events/gateway#payload-compression
"""

import zlib
from typing import Final

from gateway import frames
from gateway.compression import zlib_stream
from gateway.compression.shared import OPENING, SESSION_PART_SIZE, SPLICE, SharedPart

_TEXT_UP_TO: Final = 1024
_LAST_BLOCK: Final = b"\x01\x00\x00\xff\xff"
_ADLER32_SIZE: Final = 4


def _parts(shared: SharedPart) -> tuple[bytes, bytes]:
    """The frame before the sequence and the blocks after it; made on the first call for an event."""
    if shared.zlib_payload is None:
        _, blocks = zlib_stream.parts(shared)
        opening = zlib_stream.STREAM_HEADER + zlib_stream.stored_header(SESSION_PART_SIZE)
        length = len(opening) + SESSION_PART_SIZE + len(blocks) + len(_LAST_BLOCK) + _ADLER32_SIZE
        shared.zlib_payload = frames.header(frames.BINARY, length) + opening + OPENING, blocks
    return shared.zlib_payload


class ZlibPayload:
    binary = True

    def event(self, sequence: int, shared: SharedPart) -> bytes:
        if SESSION_PART_SIZE + len(shared.tail) <= _TEXT_UP_TO:
            return SPLICE % (shared.plain, sequence, shared.tail)
        before, after = shared.zlib_payload or _parts(shared)
        checksum = zlib.adler32(shared.tail, zlib.adler32(SPLICE % (OPENING, sequence, b"")))
        return SPLICE % (before, sequence, after) + _LAST_BLOCK + checksum.to_bytes(_ADLER32_SIZE, "big")

    def payload(self, data: bytes) -> bytes:
        if len(data) <= _TEXT_UP_TO:
            return frames.frame(frames.TEXT, data)
        return frames.frame(frames.BINARY, zlib.compress(data))
