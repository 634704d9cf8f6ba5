"""Fetching what a link leads to, and making an embed of it.

Each step of a redirect is a request of its own, guarded like the first: it may lead to another host, and from a public
one into the network that we stand in. Of what comes only the beginning is read, for a while.

What was found, or that there was nothing, is remembered for a while, so that a link that many post is fetched once.
"""

from collections import OrderedDict
from typing import Final
from urllib.parse import urldefrag, urljoin

import msgspec

from core import clock
from core.outbound import Answered, Outbound, OutboundError
from domain import image_formats
from domain.link_embeds import metadata
from domain.messages.embeds import Embed, EmbedMedia

_MOST_BYTES: Final = 1024 * 1024
_PATIENCE_S: Final = 5.0
_MOST_REDIRECTS: Final = 3
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_KEPT_S: Final = 3600.0
_NOTHING_KEPT_S: Final = 300.0
_MOST_KEPT: Final = 500

_PAGES: Final = frozenset({"text/html", "application/xhtml+xml"})
_IMAGES: Final = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif"})
_VIDEOS: Final = frozenset({"video/mp4", "video/webm", "video/quicktime"})


class Pages:
    """A process' pages. `find` gives the embed of a link, or None when it has none."""

    def __init__(self, outbound: Outbound) -> None:
        self._outbound = outbound
        self._known: OrderedDict[str, tuple[float, Embed | None]] = OrderedDict()

    async def find(self, link: str) -> Embed | None:
        address = urldefrag(link).url
        until, embed = self._known.get(address, (0.0, None))
        if until <= clock.now():
            embed = await self._fetch(address)
            self._remember(address, embed)
        return None if embed is None else msgspec.structs.replace(embed, url=link)

    def _remember(self, address: str, embed: Embed | None) -> None:
        self._known.pop(address, None)
        self._known[address] = clock.now() + (_NOTHING_KEPT_S if embed is None else _KEPT_S), embed
        if len(self._known) > _MOST_KEPT:
            self._known.popitem(last=False)

    async def _fetch(self, address: str) -> Embed | None:
        for _ in range(_MOST_REDIRECTS + 1):
            try:
                answered = await self._outbound.get(address, timeout_s=_PATIENCE_S, most_bytes=_MOST_BYTES, cut=True)
            except OutboundError:
                return None
            if answered.status not in _REDIRECTS:
                return await _embed(address, answered)
            try:
                address = urljoin(address, answered.headers.get("location", ""))
            except ValueError:
                return None
        return None


async def _embed(address: str, answered: Answered) -> Embed | None:
    if answered.status != 200 or answered.headers.get("content-encoding", "identity") != "identity":
        return None
    kind, _, parameters = answered.headers.get("content-type", "").lower().partition(";")
    kind = kind.strip()
    if kind in _PAGES:
        return metadata.embed(address, answered.body, parameters)
    if kind in _IMAGES:
        size = await image_formats.size_of(answered.body)
        if size is not None:
            shown = EmbedMedia(address, address, *size, content_type=kind)
            return Embed("image", address, thumbnail=shown)
    if kind in _VIDEOS:
        return Embed("video", address, video=EmbedMedia(address, address, content_type=kind))
    return None
