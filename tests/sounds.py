"""Small sound files, silent as they are, and the data URIs that carry them."""

import base64
import struct

_MP3_FRAME = b"\xff\xf3\x54\xc4" + bytes(116)  # MPEG 2, layer III, 40 kbit/s at 24 kHz: 24 ms


def mp3(seconds: float = 0.48) -> bytes:
    return _MP3_FRAME * round(seconds / 0.024)


def tagged_mp3() -> bytes:
    """With a tag in front and one behind."""
    return b"ID3\x04\0\0\0\0\x02\0" + bytes(256) + mp3() + b"TAG" + bytes(125)


def page(packet: bytes, position: int, flags: int = 0, serial: int = 7) -> bytes:
    """An Ogg page with one packet."""
    lacing = b"\xff" * (len(packet) // 255) + bytes([len(packet) % 255])
    return struct.pack("<4sBBqIIIB", b"OggS", 0, flags, position, serial, 0, 0, len(lacing)) + lacing + packet


def opus_head(skipped: int = 312) -> bytes:
    return b"OpusHead\x01\x01" + struct.pack("<HIHB", skipped, 48_000, 0, 0)


def opus(seconds: float = 0.5) -> bytes:
    """Ogg Opus; the first samples are not played."""
    end = round(seconds * 48_000) + 312
    return page(opus_head(), 0, 2) + page(b"OpusTags" + bytes(8), 0) + page(bytes(300), end, 4)


def vorbis(seconds: float = 0.5, rate: int = 44_100) -> bytes:
    head = b"\x01vorbis" + struct.pack("<IBIiiiBB", 0, 1, rate, 0, 0, 0, 0xB8, 1)
    return page(head, 0, 2) + page(b"\x03vorbis" + bytes(20), 0) + page(bytes(100), round(seconds * rate), 4)


def sound_uri(content: bytes, kind: str = "mpeg") -> str:
    return f"data:audio/{kind};base64,{base64.b64encode(content).decode()}"
