"""Attachments, to whoever has a link that is still good. Docs: reference#signed-attachment-cdn-urls.

What clients uploaded comes back as it went in. A browser must never take it for a page of ours: it is told not to
guess its type, to save what could run scripts, and to run nothing.
"""

import re
from urllib.parse import quote

from litestar.response.base import ASGIResponse
from litestar.response.streaming import ASGIStreamingResponse

from api import cdn_answers as answers
from api.cdn_answers import AnyRequest
from core import clock
from domain import attachment_links
from domain.instance import Instance
from rest import byte_ranges

_SHOWN = re.compile(r"(?:image/(?!svg)|video/|audio/|text/plain$)")
_ID = re.compile(r"[0-9]{1,19}", re.ASCII)


async def attachment(request: AnyRequest) -> ASGIResponse:
    """The bytes of an attachment, or some of them."""
    return await _linked(request, attachment_links.SENT)


async def ephemeral_attachment(request: AnyRequest) -> ASGIResponse:
    """The same of what an activity uploaded; its application's id stands where else a channel's does."""
    return await _linked(request, attachment_links.EPHEMERAL)


async def _linked(request: AnyRequest, folder: str) -> ASGIResponse:
    instance: Instance = request.app.state.instance
    path, query = request.path_params, request.query_params
    if not (_ID.fullmatch(path["channel_id"]) and _ID.fullmatch(path["attachment_id"])):
        return answers.gone()
    place = int(path["channel_id"]), int(path["attachment_id"])
    link = (query.get("ex", ""), query.get("is", ""), query.get("hm", ""))
    if not attachment_links.verify(*place, path["filename"], *link, clock.now(), folder):
        return answers.gone()
    key = attachment_links.key(*place, folder)
    stored = await instance.objects.find(key)
    if stored is None:
        return answers.gone()
    headers = answers.SAFE | {
        "etag": stored.etag,
        "cache-control": "private, max-age=3600",
        "accept-ranges": "bytes",
    }
    if answer := answers.known(request, headers):
        return answer
    kind = attachment_links.content_type(path["filename"]) or "application/octet-stream"
    how = "inline" if _SHOWN.match(kind) else "attachment"
    headers["content-type"] = kind
    headers["content-disposition"] = f"{how}; filename*=UTF-8''{quote(path['filename'], safe='')}"
    try:
        status, wanted, headers = answers.part(request, stored.size, headers)
    except byte_ranges.UnsatisfiableError:
        return answers.beyond(stored.size)
    if request.method == "HEAD":
        return ASGIResponse(status_code=status, headers=headers, is_head_response=True)
    pieces = instance.objects.read(key, wanted.start, wanted.end)
    return ASGIStreamingResponse(iterator=pieces, status_code=status, headers=headers)
