"""Bodies that mean harm: to the parser, to memory, to the database, to whoever looks at a picture."""

import struct
import zlib

from tests.pictures import gif, png

MIB = 1024 * 1024
MULTIPART = {"Content-Type": "multipart/form-data; boundary=bound"}
MEDIA_TYPES = (
    "text/plain",
    "application/xml",
    "application/jsonx",
    "application/octet-stream",
    "multipart/mixed; boundary=x",
    "/",
    ";",
)

WHOLE: dict[str, tuple[bytes, int, int]] = {
    "10 MB of arrays": (b"[" + b"[]," * (10 * MIB // 3) + b"[]]", 413, 40005),
    "deep objects": (b'{"x":' * 20_000 + b"1" + b"}" * 20_000, 400, 50035),
    "deep and open": (b"[" * 100_000, 400, 50035),
    "UTF-16": ("{}".encode("utf-16"), 400, 50109),
    "UTF-8 with a mark": (b"\xef\xbb\xbf{}", 400, 50109),
    "no UTF-8": (b'{"name\xff": "\xc3"', 400, 50109),
    "a comment": (b"{} // so far", 400, 50109),
    "twice": (b"{}{}", 400, 50109),
    "NUL behind": (b"{}\0", 400, 50109),
}
"""The content, and the status and the code that are the answer of every operation."""

VALUES = (
    b"1e400",
    str(2**31).encode(),
    str(2**63).encode(),
    str(2**70).encode(),
    b'"\\ud800"',
    b'"\xc3\x28"',
    b'"9223372036854775808"',
    b'"0001-01-01T00:00:00Z"',
    b'"9999-12-31T23:59:59.999999-23:59"',
    b'"' + b"x" * 70_000 + b'"',
    b"[[null]]",
    b'{"\\u0000": {}}',
)
"""As they stand in JSON."""


def part(said: bytes, content: bytes = b"x") -> bytes:
    return b"Content-Disposition: form-data; %s\r\n\r\n%s\r\n" % (said, content)


def multipart(*parts: bytes) -> bytes:
    return b"".join(b"--bound\r\n" + each for each in parts) + b"--bound--\r\n"


FORMS = {
    "1000 parts": multipart(*(part(b'name="a%d"' % number) for number in range(1000))),
    "an endless name": multipart(part(b'name="' + b"a" * MIB + b'"')),
    "an endless head": b"--bound\r\n" + b"X-Header: x\r\n" * 100_000,
    "a head without an end": b"--bound\r\nContent-Disposition: form-data; name=",
    "a head without a name": multipart(part(b"x=y")),
    "a head that is none": multipart(b"nothing\r\n\r\nx\r\n"),
    "no end": multipart(part(b'name="a"'))[:-10],
    "nothing": b"",
    "another boundary": multipart(part(b'name="a"')).replace(b"bound", b"other"),
    "lines of another system": multipart(part(b'name="a"')).replace(b"\r\n", b"\r"),
    "a name that is no UTF-8": multipart(part(b'name="\xff\xfe"')),
}
FORMS_OF_FILES = {
    "eleven files": multipart(*(part(b'name="files[%d]"; filename="x"' % number) for number in range(11))),
    "the same file twice": multipart(*[part(b'name="files[1]"; filename="x"')] * 2),
}


def bomb(width: int, height: int, bits: int = 8, color: int = 0) -> bytes:
    """A PNG of that size, all of one color: as well packed as can be. `color`: 0 grey, 2 RGB, 6 RGBA."""
    channels = {0: 1, 2: 3, 6: 4}[color]
    row = bytes((width * bits * channels + 7) // 8 + 1)
    packing = zlib.compressobj(9)
    packed = b"".join(packing.compress(row) for _ in range(height)) + packing.flush()
    head = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, 0)
    return _PNG + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _resized(width: int, height: int) -> bytes:
    """A PNG that says another size than it has."""
    content = bytearray(png())
    content[16:24] = struct.pack(">II", width, height)
    content[29:33] = struct.pack(">I", zlib.crc32(content[12:29]))
    return bytes(content)


def _with_texts(count: int, size: int) -> bytes:
    """A PNG with texts of nothing, packed: a thousandth of their size."""
    text = _chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(size), 9))
    return png()[:33] + text * count + png()[33:]


_PNG = b"\x89PNG\r\n\x1a\n"
PICTURES = {
    "says it is larger": _resized(60_000, 60_000),
    "says it is a little larger": _resized(640, 640),
    "says it is nothing": _resized(0, 0),
    "says it is without end": _resized(2**31 - 1, 2**31 - 1),
    "a bomb": bomb(20_000, 20_000, bits=1),
    "a wide bomb": bomb(10_000_000, 10, bits=1),
    "texts": _with_texts(20, 64 * MIB),
    "cut": png()[:-40],
    "cut and moving": gif()[:-40],
    "a head alone": _PNG,
    "an archive": b"PK\x03\x04" + bytes(100),
    "nothing": b"",
}
"""What no operation takes for a picture."""
