"""Making what other services send fit into a message: too long is cut off there, never refused.

Docs: resources/message#embed-object-embed-limits.
"""

from typing import Final

from domain.messages.embeds import LARGEST_TOTAL, MOST_EMBEDS, RichEmbed
from domain.webhooks import rules

MOST_FIELDS: Final = 25


def cut(text: str | None, longest: int) -> str:
    """The text, with an ellipsis where it was cut off."""
    text = (text or "").strip()
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def content(text: str | None) -> str | None:
    return cut(text, 2000) or None


def title(text: str | None) -> str | None:
    return cut(text, 256) or None


def description(text: str | None) -> str | None:
    return cut(text, 4096) or None


def footer(text: str | None) -> str | None:
    return cut(text, 2048) or None


def field_value(text: str | None) -> str | None:
    return cut(text, 1024) or None


def name(text: str | None) -> str | None:
    return cut(text, rules.LONGEST_NAME) or None


def is_empty(embed: RichEmbed) -> bool:
    author = embed.author.name if embed.author else None
    footer_text = embed.footer.text if embed.footer else None
    return not (
        embed.title or embed.description or embed.fields or embed.image or embed.thumbnail or author or footer_text
    )


def fitting(wanted: list[RichEmbed]) -> list[RichEmbed] | None:
    """As many of the embeds, from the first on, as a message may have; the last one's text may be cut for that."""
    kept: list[RichEmbed] = []
    left = LARGEST_TOTAL
    for embed in wanted[:MOST_EMBEDS]:
        size = _size(embed)
        if size > left and embed.description:
            over = size - left
            embed.description = cut(embed.description, max(1, len(embed.description) - over))
            size = _size(embed)
        if size > left:
            break
        left -= size
        kept.append(embed)
    return kept or None


def _size(embed: RichEmbed) -> int:
    texts = [embed.title, embed.description]
    texts += [embed.author.name if embed.author else None, embed.footer.text if embed.footer else None]
    for field in embed.fields or ():
        texts += [field.name, field.value]
    return sum(len(text or "") for text in texts)
