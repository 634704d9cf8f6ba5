"""WebSocket frames as a server sends them: one whole message each, never masked. RFC 6455, section 5.2."""

from struct import pack
from typing import Final

# The first byte: the FIN bit and the opcode.
TEXT: Final = 0x81
BINARY: Final = 0x82


def header(kind: int, length: int) -> bytes:
    """What goes before `length` bytes of a TEXT or BINARY message."""
    if length < 126:
        return pack("!BB", kind, length)
    if length < 65536:
        return pack("!BBH", kind, 126, length)
    return pack("!BBQ", kind, 127, length)


def frame(kind: int, data: bytes) -> bytes:
    """The data as one complete frame."""
    return header(kind, len(data)) + data
