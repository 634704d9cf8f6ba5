"""The links of a message's attachments, signed when the message is read."""

from typing import Any

import msgspec

from core import clock
from core.settings import Settings
from core.wire import UnsetType
from domain import attachment_links
from domain.components import media
from domain.components.records import MessageComponent
from domain.messages.embeds import Embed, EmbedAuthor, EmbedFooter, EmbedMedia
from domain.messages.records import Attachment


class Links:
    def __init__(self, settings: Settings) -> None:
        self._base = settings.public_url
        self._lifetime_s = settings.attachment_link_lifetime_s

    def url(self, channel_id: int, attachment: Attachment) -> str:
        return attachment_links.url(
            self._base, channel_id, attachment.id, attachment.filename, int(clock.now()), self._lifetime_s
        )

    def signed(self, channel_id: int, attachments: list[Attachment]) -> list[Attachment]:
        """The attachments with links, which are good for a while."""
        links = [self.url(channel_id, one) for one in attachments]
        return [
            msgspec.structs.replace(one, url=link, proxy_url=link) for one, link in zip(attachments, links, strict=True)
        ]

    def local(self, channel_id: int, attachments: list[Attachment], url: str) -> str:
        """`attachment://name` for a link to one of these, however old: it is what a client got, and sends back."""
        for one in attachments:
            if url.partition("?")[0] == attachment_links.plain_url(self._base, channel_id, one.id, one.filename):
                return media.SCHEME + one.filename
        return url

    def shown(
        self, components: list[MessageComponent], attachments: list[Attachment]
    ) -> tuple[list[MessageComponent], list[Attachment]]:
        """The components with links to the files that they show, and the other attachments; all signed already."""
        if not attachments:
            return components, attachments
        linked = media.linked(components, {one.filename: one for one in attachments})
        used = {item.attachment_id for _, item in media.every(linked)}
        return linked, [one for one in attachments if one.id not in used]

    def resolved(self, embeds: list[Embed], attachments: list[Attachment]) -> list[Embed]:
        """The embeds with links in place of `attachment://name`; `attachments` are signed already."""
        if not attachments or not embeds:
            return embeds
        by_name = {media.SCHEME + one.filename: one for one in attachments}
        return [_resolved(embed, by_name) for embed in embeds]


def _resolved(embed: Embed, by_name: dict[str, Attachment]) -> Embed:
    changes: dict[str, Any] = {}
    for field in ("image", "thumbnail"):
        item: EmbedMedia | UnsetType = getattr(embed, field)
        file = by_name.get(item.url or "") if item else None
        if file is not None and item:
            shown = EmbedMedia(file.url, file.proxy_url, file.width, file.height, file.content_type)
            changes[field] = msgspec.structs.replace(shown, description=item.description, flags=item.flags)
    for field in ("author", "footer"):
        part: EmbedAuthor | EmbedFooter | UnsetType = getattr(embed, field)
        file = by_name.get(part.icon_url or "") if part else None
        if file is not None and part:
            changes[field] = msgspec.structs.replace(part, icon_url=file.url, proxy_icon_url=file.proxy_url)
    return msgspec.structs.replace(embed, **changes) if changes else embed
