"""How long an MP3 or Ogg file plays, by what a player would go through: its frames, or its pages. Pure.

An MP3 says nothing that can be relied on but in its frames: a header of four bytes each, from which the length and
the time of the frame follow. Whatever stands in front of them or after them must be a tag, for players look for more
frames in anything else. Ogg pages say how much has been played at their end, in samples, which players go by.
Reading ends where the longest allowed is passed, so a large file costs no more than a long one.
"""

import enum
import struct
from typing import Final

from core import codes
from core.problems import Problem


class Container(enum.Enum):
    """The value is the media type."""

    MP3 = "audio/mpeg"
    OGG = "audio/ogg"


_ID3_HEADER: Final = 10
_TAGS_BEHIND: Final = (b"TAG", b"APETAGEX", b"LYRICSBEGIN")
_BITRATES_KBPS: Final = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLE_RATES: Final = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_LAYER_3: Final = 1

_PAGE: Final = struct.Struct("<4sBBqIIIB")
_BEGINS_STREAM: Final = 2
_NOTHING_ENDS: Final = -1
_OPUS_RATE: Final = 48_000


def told_by(content: bytes) -> Container | None:
    """What the first bytes say."""
    if content.startswith(b"OggS"):
        return Container.OGG
    if content.startswith(b"ID3") or (content[:1] == b"\xff" and _frame(content, 0) is not None):
        return Container.MP3
    return None


def duration_s(content: bytes, longest_s: float) -> float:
    """Exact up to `longest_s`; of a longer one only that it is. Raises 50123, 50110, 50192."""
    kind = told_by(content)
    if kind is None:
        raise Problem(codes.INVALID_FILE_TYPE)
    duration = _of_mp3(content, longest_s) if kind is Container.MP3 else _of_ogg(content, longest_s)
    if duration <= 0:
        raise Problem(codes.FILE_WITHOUT_DURATION)
    return duration


def _of_mp3(content: bytes, longest_s: float) -> float:
    at, duration = _after_id3(content), 0.0
    while at < len(content) and duration <= longest_s:
        frame = _frame(content, at)
        if frame is None:
            if content.startswith(_TAGS_BEHIND, at) or not content[at:].strip(b"\0"):
                break
            raise Problem(codes.PROVIDED_FILE_INVALID)
        at += frame[0]
        duration += frame[1]
    return duration


def _after_id3(content: bytes) -> int:
    """Where the frames begin. The size of the tag has seven bits a byte."""
    if not content.startswith(b"ID3"):
        return 0
    size = 0
    for byte in content[6:_ID3_HEADER]:
        size = size << 7 | byte & 0x7F
    return _ID3_HEADER + size


def _frame(content: bytes, at: int) -> tuple[int, float] | None:
    """The bytes and the seconds of the frame there; None if there is none of layer III."""
    header = int.from_bytes(content[at : at + 4], "big")
    version, layer = header >> 19 & 3, header >> 17 & 3
    bitrate, rate, padding = header >> 12 & 15, header >> 10 & 3, header >> 9 & 1
    if header >> 21 != 0x7FF or version not in _SAMPLE_RATES or layer != _LAYER_3 or bitrate in (0, 15) or rate == 3:
        return None
    is_first = version == 3
    samples = 1152 if is_first else 576
    hertz = _SAMPLE_RATES[version][rate]
    size = samples // 8 * _BITRATES_KBPS[1 if is_first else 2][bitrate] * 1000 // hertz + padding
    return size, samples / hertz


def _of_ogg(content: bytes, longest_s: float) -> float:
    """Of one stream, Vorbis or Opus: what is beside it or after it would not be counted, so it may not be."""
    at, rate, skipped, played, serial = 0, 0, 0, 0, 0
    while at < len(content):
        if len(content) < at + _PAGE.size:
            raise Problem(codes.PROVIDED_FILE_INVALID)
        magic, version, flags, position, stream, _, _, segments = _PAGE.unpack_from(content, at)
        body = at + _PAGE.size + segments
        end = body + sum(content[at + _PAGE.size : body])
        if magic != b"OggS" or version != 0 or end > len(content) or (flags & _BEGINS_STREAM != 0) != (at == 0):
            raise Problem(codes.PROVIDED_FILE_INVALID)
        if at == 0:
            serial = stream
            rate, skipped = _codec(content[body:end])
        elif stream != serial or _NOTHING_ENDS < position < played:
            raise Problem(codes.PROVIDED_FILE_INVALID)
        played = max(played, position)
        if played - skipped > longest_s * rate:
            break
        at = end
    return (played - skipped) / rate


def _codec(packet: bytes) -> tuple[int, int]:
    """Samples a second, and how many of the first ones are not played. Raises 50123 for other codecs."""
    if packet.startswith(b"OpusHead") and len(packet) >= 19:
        return _OPUS_RATE, int.from_bytes(packet[10:12], "little")
    if packet.startswith(b"\x01vorbis") and len(packet) >= 30:
        rate = int.from_bytes(packet[12:16], "little")
        if rate:
            return rate, 0
    raise Problem(codes.INVALID_FILE_TYPE)
