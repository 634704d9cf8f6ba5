"""Links to attachments: signed, and good for a while. Who has the link may read, and nobody else.

`ex` is when it ends and `is` when it was made, in seconds since 1970 and hex; `hm` signs them with the path.
The bytes lie under the ids alone; the name belongs to the link. Docs: reference#signed-attachment-cdn-urls.
"""

import mimetypes
import re
from urllib.parse import quote

from core import tokens

SENT = "attachments"
EPHEMERAL = "ephemeral-attachments"
"""What lies under an application's id, where else a channel's stands."""

_HEX = re.compile(r"[0-9a-f]{1,12}")
_UNSAFE = re.compile(r"[^\w.\-]+")


def folder(channel_id: int) -> str:
    """Where the files of a channel lie in the object store."""
    return f"{SENT}/{channel_id}"


def key(channel_id: int, attachment_id: int, kind: str = SENT) -> str:
    """Where the bytes lie in the object store."""
    return f"{kind}/{channel_id}/{attachment_id}"


def safe_filename(filename: str) -> str:
    """The name an attachment gets: no folders, spaces or signs, so that it stands in a URL as it is."""
    name = _UNSAFE.sub("_", filename.replace("\\", "/").rpartition("/")[2]).lstrip(".")
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 255 - len(ending) - 1]}{dot}{ending}" if stem and len(ending) < 50 else name[:255] or "unknown"


def content_type(filename: str) -> str | None:
    """The type that a name's ending stands for. What uploaders call their parts is of no use: some say bytes of all."""
    return mimetypes.guess_type(filename)[0]


def url(
    base: str, channel_id: int, attachment_id: int, filename: str, now_s: int, lifetime_s: int, kind: str = SENT
) -> str:
    """The link, good for `lifetime_s` seconds. `base` is the public URL of the HTTP API, without a path."""
    begin, end = f"{now_s:x}", f"{now_s + lifetime_s:x}"
    path = plain_url(base, channel_id, attachment_id, filename, kind)
    signature = tokens.sign(_signed(kind, channel_id, attachment_id, filename, end, begin))
    return f"{path}?ex={end}&is={begin}&hm={signature}&"


def plain_url(base: str, channel_id: int, attachment_id: int, filename: str, kind: str = SENT) -> str:
    """The link without what makes it good."""
    return f"{base}/{kind}/{channel_id}/{attachment_id}/{quote(filename, safe='')}"


def verify(
    channel_id: int, attachment_id: int, filename: str, ex: str, is_: str, hm: str, now_s: float, kind: str = SENT
) -> bool:
    """Whether the parts of a link belong together, come from us, and are still good."""
    if not _HEX.fullmatch(ex) or now_s >= int(ex, 16):
        return False
    return tokens.verify(_signed(kind, channel_id, attachment_id, filename, ex, is_), hm)


def _signed(kind: str, channel_id: int, attachment_id: int, filename: str, end: str, begin: str) -> str:
    return f"{kind.removesuffix('s')} {channel_id} {attachment_id} {end} {begin} {filename}"
