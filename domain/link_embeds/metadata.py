"""What a page says of itself in its head: OpenGraph, Twitter cards, or plain title and description. Pure.

The page is a stranger's: whatever it says is cut to size, and of addresses only those of the web are taken.
"""

import codecs
import re
from typing import Final
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser

from core.outbound import OutboundError, check_url
from core.wire import UNSET, UnsetType
from domain.messages.embeds import Embed, EmbedMedia, EmbedProvider

_LONGEST_TITLE: Final = 256
_LONGEST_DESCRIPTION: Final = 350
_LOOKED_AT: Final = 4096  # of one value
_MOST_METAS: Final = 300
_LARGEST_SIDE: Final = 65535

_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([a-z0-9_:.-]{1,40})", re.IGNORECASE)
_CHARSET_IN: Final = 4096  # bytes from the start
_BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_COLOR: Final = re.compile(r"#([0-9a-f]{6})", re.IGNORECASE)
_CHARSETS: Final = frozenset(
    codecs.lookup(name).name
    for name in (
        *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "ascii", "koi8-r", "koi8-u", "gbk", "gb18030", "gb2312", "big5"),
        *("shift_jis", "euc-jp", "iso-2022-jp", "euc-kr", "macroman", "cp866", "cp874"),
        *(f"iso-8859-{number}" for number in range(1, 17) if number != 12),
        *(f"cp{number}" for number in range(1250, 1259)),
    )
)
"""Those of pages; Python knows others that are no charsets, and cost much."""


def embed(address: str, body: bytes, content_type: str = "") -> Embed | None:
    """What the page at this address says; None when it says nothing. `content_type`: the header's parameters."""
    says = _said(_text_of(body, content_type))
    title = _cut(says.get("og:title") or says.get("twitter:title") or says.get("title", ""), _LONGEST_TITLE)
    description = says.get("og:description") or says.get("twitter:description") or says.get("description", "")
    described = _cut(description, _LONGEST_DESCRIPTION)
    image = _media(
        says, address, "og:image:secure_url", "og:image:url", "og:image", "twitter:image", "twitter:image:src"
    )
    video = _media(says, address, "og:video:secure_url", "og:video:url", "og:video", "twitter:player")
    if not (title or described or image or video):
        return None
    provider = _cut(says.get("og:site_name", ""), _LONGEST_TITLE)
    color = _COLOR.fullmatch(says.get("theme-color", ""))
    return Embed(
        type=_type(says.get("og:type", ""), is_video=bool(video)),
        url=address,
        title=title or UNSET,
        description=described or UNSET,
        color=int(color[1], 16) if color else UNSET,
        provider=EmbedProvider(provider) if provider else UNSET,
        thumbnail=image,
        video=video,
    )


def _type(kind: str, *, is_video: bool) -> str:
    if is_video:
        return "video"
    return "article" if kind == "article" else "link"


def _text_of(body: bytes, content_type: str) -> str:
    """The page as text, whatever it is: what cannot be read is marked, not refused."""
    for said in (_CHARSET.search(content_type.encode()), _CHARSET.search(body[:_CHARSET_IN])):
        if said is not None:
            try:
                name = codecs.lookup(said[1].decode()).name
            except LookupError:
                continue
            if name in _CHARSETS:
                return body.decode(name, "replace")
    return body.decode("utf-8", "replace")


def _said(page: str) -> dict[str, str]:
    """The page's metadata by their names; the first of a name counts."""
    tree = LexborHTMLParser(page)
    says: dict[str, str] = {}
    for meta in tree.css("meta")[:_MOST_METAS]:
        attributes = meta.attributes
        name = (attributes.get("property") or attributes.get("name") or "")[:64].strip().lower()
        value = _BLANKS.sub(" ", (attributes.get("content") or "")[:_LOOKED_AT]).strip()
        if name and value:
            says.setdefault(name, value)
    title = tree.css_first("title")
    if title is not None:
        says["title"] = _BLANKS.sub(" ", title.text()[:_LOOKED_AT]).strip()
    return says


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _media(says: dict[str, str], address: str, *names: str) -> EmbedMedia | UnsetType:
    """The first that has an address of the web, with its size if both sides are told."""
    for name in names:
        url = _web_address(address, says.get(name, ""))
        if url:
            about = ":".join(name.split(":")[:2])
            width, height = (_side(says.get(f"{about}:{side}", "")) for side in ("width", "height"))
            media = EmbedMedia(url, url)
            if width and height:
                media.width, media.height = width, height
            return media
    return UNSET


def _web_address(base: str, said: str) -> str:
    if not said:
        return ""
    try:
        url = urljoin(base, said)
        check_url(url)
    except (OutboundError, ValueError):
        return ""
    return url


def _side(said: str) -> int:
    return int(said) if said.isascii() and said.isdigit() and len(said) <= 5 and int(said) <= _LARGEST_SIDE else 0
