"""Slack's incoming webhooks: a message as Slack would take it, as one of ours.

Its attachments become embeds; what Slack cuts off, we cut off too. Slack's links `<url|text>` and its three escaped
characters are turned into what our clients show. Older integrations send a form whose field `payload` is the JSON.
Docs: resources/webhook#execute-slackcompatible-webhook.
"""

import re
from typing import Annotated, Final

import msgspec

from core import validation
from core.wire import Timestamp
from domain.messages import embeds
from domain.messages.embeds import RichEmbed, RichEmbedAuthor, RichEmbedField, RichEmbedFooter, RichEmbedMedia, Url
from domain.webhooks import cutting
from domain.webhooks.requests import ExecuteWebhook

Text = Annotated[str, msgspec.Meta(max_length=152133)]

_COLORS: Final = {"good": 0x2EB886, "warning": 0xDAA038, "danger": 0xA30200}
_HEX: Final = r"^#(([0-9a-fA-F]{2}){3}|([0-9a-fA-F]){3})$"
_LINK: Final = re.compile(r"<((?:https?|mailto):[^<>|\s]+)(?:\|([^<>]*))?>")
_SPECIAL: Final = re.compile(r"<!(everyone|here|channel)(?:\|[^<>]*)?>")
_ESCAPED: Final = re.compile(r"&(amp|lt|gt);")
_CHARACTERS: Final = {"amp": "&", "lt": "<", "gt": ">"}
_LATEST_S: Final = 253_402_300_799  # the last second that a date can say


class SlackField(msgspec.Struct):
    """Slack itself says `title` and `short` for what the contract calls `name` and `inline`."""

    name: Text | None = None
    value: Text | None = None
    inline: bool | None = None
    title: Text | None = None
    short: bool | None = None


class SlackAttachment(msgspec.Struct):
    title: Text | None = None
    title_link: Url | None = None
    text: Text | None = None
    color: Annotated[str, msgspec.Meta(max_length=7, pattern=f"{_HEX}|^(good|warning|danger)$")] | None = None
    ts: int | None = None
    pretext: Text | None = None
    footer: Text | None = None
    footer_icon: Url | None = None
    author_name: Text | None = None
    author_link: Url | None = None
    author_icon: Url | None = None
    image_url: Url | None = None
    thumb_url: Url | None = None
    fields: Annotated[list[SlackField], msgspec.Meta(max_length=1521)] | None = None


class SlackWebhook(msgspec.Struct):
    text: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    username: Text | None = None
    icon_url: Url | None = None
    attachments: Annotated[list[SlackAttachment], msgspec.Meta(max_length=1521)] | None = None
    payload: str | None = None  # all of this as JSON, in a form


def message(sent: SlackWebhook) -> ExecuteWebhook:
    """Raises 50035, and 50109 for a `payload` that is no JSON."""
    if sent.payload is not None:
        sent = validation.decode(sent.payload, SlackWebhook)
    attachments = (sent.attachments or [])[: embeds.MOST_EMBEDS]
    lines = [sent.text, *(one.pretext for one in attachments)]
    return ExecuteWebhook(
        content=cutting.content("\n".join(translated(line) for line in lines if line)),
        username=cutting.name(sent.username),
        avatar_url=sent.icon_url,
        embeds=cutting.fitting([embed for one in attachments if (embed := _embed(one)) is not None]),
    )


def translated(text: str) -> str:
    """Slack's markup in ours."""
    text = _SPECIAL.sub(lambda found: "@here" if found[1] == "here" else "@everyone", text)
    text = _LINK.sub(lambda found: f"[{found[2]}]({found[1]})" if found[2] else found[1], text)
    return _ESCAPED.sub(lambda found: _CHARACTERS[found[1]], text)


def _embed(sent: SlackAttachment) -> RichEmbed | None:
    author = cutting.title(_text(sent.author_name))
    footer = cutting.footer(_text(sent.footer))
    embed = RichEmbed(
        title=cutting.title(_text(sent.title)),
        url=sent.title_link,
        description=cutting.description(_text(sent.text)),
        color=_color(sent.color),
        timestamp=Timestamp(sent.ts * 1_000_000) if sent.ts is not None and 0 <= sent.ts <= _LATEST_S else None,
        author=RichEmbedAuthor(author, sent.author_link, sent.author_icon) if author else None,
        footer=RichEmbedFooter(footer, sent.footer_icon) if footer else None,
        image=RichEmbedMedia(sent.image_url) if sent.image_url else None,
        thumbnail=RichEmbedMedia(sent.thumb_url) if sent.thumb_url else None,
        fields=[field for one in (sent.fields or [])[: cutting.MOST_FIELDS] if (field := _field(one)) is not None],
    )
    return None if cutting.is_empty(embed) else embed


def _field(sent: SlackField) -> RichEmbedField | None:
    """None for a field without a name or without a value: ours have both."""
    name = cutting.title(_text(sent.name or sent.title))
    value = cutting.field_value(_text(sent.value))
    return RichEmbedField(name, value, bool(sent.inline or sent.short)) if name and value else None


def _text(text: str | None) -> str | None:
    return translated(text) if text else None


def _color(text: str | None) -> int | None:
    if text is None or text in _COLORS:
        return _COLORS.get(text or "")
    digits = text[1:]
    return int(digits if len(digits) == 6 else "".join(digit * 2 for digit in digits), 16)
