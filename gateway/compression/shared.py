"""The part of an event that all sessions share.

A dispatch differs between sessions in its sequence number alone. The order of keys is free in JSON, so it
is cut in two:

    {"s":123       ,                         the session's part, always 16 bytes
    "t":"NAME","op":0,"d":{...}}             the shared part, made once per event

The blanks are there so that every length in a frame (WebSocket header, stored block) is the same for all
sessions. All that comes before the sequence number, and all that comes after it, is then made once per
event, and a delivery costs one bytes formatting.
"""

from typing import Final

from gateway import frames

OPENING: Final = b'{"s":'
SESSION_PART_SIZE: Final = 16

# What is before the sequence, the sequence, what is after it.
# Ten digits count more events than a session lives to see.
SPLICE: Final = b"%b%-10d,%b"


class SharedPart:
    """An event as all its receivers share it.

    `tail` is the shared part as plain JSON, `plain` what is before the sequence in a TEXT frame. The others
    are what is before the sequence and what is after it, filled in by the first session that wants that form.
    """

    __slots__ = ("plain", "tail", "zlib_payload", "zlib_stream", "zstd_stream")

    def __init__(self, name: str, payload: bytes) -> None:
        """`payload` is the JSON of `d`."""
        self.tail = b'"t":"%b","op":0,"d":%b}' % (name.encode(), payload)
        self.plain = frames.header(frames.TEXT, SESSION_PART_SIZE + len(self.tail)) + OPENING
        self.zlib_stream: tuple[bytes, bytes] | None = None
        self.zstd_stream: tuple[bytes, bytes] | None = None
        self.zlib_payload: tuple[bytes, bytes] | None = None

    def json(self, sequence: int) -> bytes:
        """The whole dispatch as plain JSON."""
        return SPLICE % (OPENING, sequence, self.tail)
