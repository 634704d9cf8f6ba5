"""The CDN: attachments by signed links, and pictures by their hash. At the root of the server, and no operations.

What clients uploaded comes back as it went in. A browser must never take it for a page of ours: it is told not to
guess its type, to save what could run scripts, and to run nothing.
Docs: reference#cdn-formatting, reference#signed-attachment-cdn-urls.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.response.streaming import ASGIStreamingResponse

from core import clock
from domain import attachment_links, image_formats, images
from domain.instance import Instance
from domain.soundboard import containers
from domain.soundboard import queries as soundboard
from domain.stickers import files as sticker_files
from domain.stickers.records import Format
from domain.widgets import avatars as widget_avatars
from rest import byte_ranges

AnyRequest = Request[Any, Any, Any]

_SHOWN = re.compile(r"(?:image/(?!svg)|video/|audio/|text/plain$)")
_PICTURE = re.compile(r"((?:a_)?[0-9a-f]{32})\.(png|jpe?g|webp|gif)")
_EMOJI = re.compile(r"([0-9]{1,19})\.(png|jpe?g|webp|gif)")
_STICKER = re.compile(r"([0-9]{1,19})\.(png|gif|json|webp)")
_STICKER_ENDINGS = {Format.PNG: ("png", "webp"), Format.GIF: ("gif", "webp"), Format.LOTTIE: ("json",)}
_SAFE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
    "access-control-allow-origin": "*",
}
_SIZES = frozenset(map(str, image_formats.SIZES))
_DEFAULT_AVATARS = frozenset(map(str, range(image_formats.DEFAULT_AVATARS)))
_FOR_EVER = "public, max-age=31536000, immutable"
_TYPES = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "webp": "image/webp", "gif": "image/gif"}


async def attachment(request: AnyRequest) -> ASGIResponse:
    """The bytes of an attachment, or some of them, to whoever has a link that is still good."""
    return await _linked(request, attachment_links.SENT)


async def ephemeral_attachment(request: AnyRequest) -> ASGIResponse:
    """The same of what an activity uploaded; its application's id stands where else a channel's does."""
    return await _linked(request, attachment_links.EPHEMERAL)


async def _linked(request: AnyRequest, folder: str) -> ASGIResponse:
    objects = _instance(request).objects
    path, query = request.path_params, request.query_params
    if not (_is_id(path["channel_id"]) and _is_id(path["attachment_id"])):
        return _gone()
    place = int(path["channel_id"]), int(path["attachment_id"])
    link = (query.get("ex", ""), query.get("is", ""), query.get("hm", ""))
    if not attachment_links.verify(*place, path["filename"], *link, clock.now(), folder):
        return _gone()
    key = attachment_links.key(*place, folder)
    stored = await objects.find(key)
    if stored is None:
        return _gone()
    headers = _SAFE | {"etag": stored.etag, "cache-control": "private, max-age=3600", "accept-ranges": "bytes"}
    if byte_ranges.knows(request.headers.get("if-none-match"), stored.etag):
        return ASGIResponse(status_code=304, headers=headers)
    kind = attachment_links.content_type(path["filename"]) or "application/octet-stream"
    how = "inline" if _SHOWN.match(kind) else "attachment"
    headers["content-disposition"] = f"{how}; filename*=UTF-8''{quote(path['filename'], safe='')}"
    part = None
    if request.headers.get("if-range", stored.etag) == stored.etag:
        try:
            part = byte_ranges.wanted(request.headers.get("range"), stored.size)
        except byte_ranges.UnsatisfiableError:
            return ASGIResponse(status_code=416, headers=_SAFE | {"content-range": f"bytes */{stored.size}"})
    if part is not None:
        headers["content-range"] = f"bytes {part.start}-{part.end - 1}/{stored.size}"
    start, end = (part.start, part.end) if part else (0, stored.size)
    headers |= {"content-length": str(end - start), "content-type": kind}
    status = 206 if part else 200
    if request.method == "HEAD":
        return ASGIResponse(status_code=status, headers=headers, is_head_response=True)
    return ASGIStreamingResponse(iterator=objects.read(key, start, end), status_code=status, headers=headers)


def picture(kind: images.Kind) -> Callable[[AnyRequest], Awaitable[ASGIResponse]]:
    """The handler for the pictures of one kind."""

    async def handle(request: AnyRequest) -> ASGIResponse:
        owner_id = "-".join(value for name, value in request.path_params.items() if name != "file")
        file = _PICTURE.fullmatch(request.path_params["file"])
        if file is None or not all(_is_id(part) for part in owner_id.split("-")):
            return _gone()
        hash_, ending = file[1], file[2]
        content = await _instance(request).objects.get(images.key(kind, owner_id, hash_))
        return await _shown(request, content, hash_, ending, moves=hash_.startswith("a_"))

    return handle


async def emoji(request: AnyRequest) -> ASGIResponse:
    """The picture of an emoji. Its URL does not tell whether it moves."""
    file = _EMOJI.fullmatch(request.path_params["file"])
    if file is None:
        return _gone()
    content = await _instance(request).objects.get(images.emoji_key(int(file[1])))
    if content is None:
        return _gone()
    return await _shown(request, content, file[1], file[2], moves=await image_formats.moves(content))


async def sticker(request: AnyRequest) -> ASGIResponse:
    """The file of a sticker as it came, or a WebP of it; its size is always the same."""
    file = _STICKER.fullmatch(request.path_params["file"])
    if file is None:
        return _gone()
    name, ending = file[1], file[2]
    content = await _instance(request).objects.get(sticker_files.key(int(name)))
    if content is None:
        return _gone()
    kind = sticker_files.told_by(content)
    if kind is None or ending not in _STICKER_ENDINGS[kind]:
        return _refused(415, "This sticker has another format.")
    etag = f'"{name}-{ending}"'
    headers = _SAFE | {"etag": etag, "cache-control": _FOR_EVER}
    if byte_ranges.knows(request.headers.get("if-none-match"), etag):
        return ASGIResponse(status_code=304, headers=headers)
    if ending == "webp":
        content = await image_formats.render(content, ending, None, animated=True)
    return _whole(request, content, _TYPES.get(ending, "application/json"), headers)


async def sound(request: AnyRequest) -> ASGIResponse:
    """The file of a sound as it came."""
    sound_id = request.path_params["file"]
    content = await soundboard.find_file(_instance(request).objects, int(sound_id)) if _is_id(sound_id) else None
    kind = containers.told_by(content) if content else None
    if content is None or kind is None:
        return _gone()
    return _whole(request, content, kind.value, _SAFE | {"etag": f'"{sound_id}"', "cache-control": _FOR_EVER})


async def _shown(request: AnyRequest, content: bytes | None, name: str, ending: str, *, moves: bool) -> ASGIResponse:
    """The picture as the request wants it. Under its name it is always the same."""
    size = request.query_params.get("size")
    if size is not None and size not in _SIZES:
        return _refused(400, "Size must be a power of two between 16 and 4096.")
    if ending == "gif" and not moves:
        return _refused(415, "This picture does not move.")
    if content is None:
        return _gone()
    animated = moves and (ending == "gif" or request.query_params.get("animated", "").lower() in ("true", "1"))
    etag = f'"{name}-{ending}-{size or ""}{"-a" if animated else ""}"'
    headers = _SAFE | {"etag": etag, "cache-control": _FOR_EVER}
    if byte_ranges.knows(request.headers.get("if-none-match"), etag):
        return ASGIResponse(status_code=304, headers=headers)
    content = await image_formats.render(content, ending, int(size) if size else None, animated=animated)
    return _whole(request, content, _TYPES[ending], headers)


async def widget_avatar(request: AnyRequest) -> ASGIResponse:
    """The avatar of someone whom a widget shows, under a name that does not tell who it is."""
    name = request.path_params["file"]
    key = widget_avatars.picture_of(name)
    content = await _instance(request).objects.get(key) if key else None
    return await _shown(request, content, name[:32], "png", moves=False)


async def default_avatar(request: AnyRequest) -> ASGIResponse:
    """The picture of those who have none."""
    number = request.path_params["file"].removesuffix(".png")
    if number not in _DEFAULT_AVATARS:
        return _gone()
    content = image_formats.default_avatar(int(number))
    return _whole(request, content, "image/png", _SAFE | {"cache-control": _FOR_EVER})


def _whole(request: AnyRequest, content: bytes, kind: str, headers: dict[str, str]) -> ASGIResponse:
    headers = headers | {"content-length": str(len(content)), "content-type": kind}
    if request.method == "HEAD":
        return ASGIResponse(headers=headers, status_code=200, is_head_response=True)
    return ASGIResponse(body=content, headers=headers, status_code=200)


def _gone() -> ASGIResponse:
    return _refused(404, "This content is no longer available.")


def _refused(status: int, text: str) -> ASGIResponse:
    return ASGIResponse(body=text, status_code=status, media_type="text/plain", headers=_SAFE)


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 19


def _instance(request: AnyRequest) -> Instance:
    return request.app.state.instance


def _handler(path: str, handle: Callable[[AnyRequest], Awaitable[ASGIResponse]]) -> HTTPRouteHandler:
    async def call(request: AnyRequest) -> ASGIResponse:
        return await handle(request)

    return HTTPRouteHandler(path, http_method=["GET", "HEAD"], include_in_schema=False)(call)


_OF_MEMBERS = {images.Kind.MEMBER_AVATAR: "avatars", images.Kind.MEMBER_BANNER: "banners"}

HANDLERS = [
    _handler("/attachments/{channel_id:str}/{attachment_id:str}/{filename:str}", attachment),
    _handler("/ephemeral-attachments/{channel_id:str}/{attachment_id:str}/{filename:str}", ephemeral_attachment),
    _handler("/embed/avatars/{file:str}", default_avatar),
    _handler(f"/{widget_avatars.FOLDER}/{{file:str}}", widget_avatar),
    _handler("/emojis/{file:str}", emoji),
    _handler("/stickers/{file:str}", sticker),
    _handler("/soundboard-sounds/{file:str}", sound),
    *(
        _handler(f"/{kind}/{{owner_id:str}}/{{file:str}}", picture(kind))
        for kind in images.Kind
        if kind not in _OF_MEMBERS
    ),
    *(
        _handler(f"/guilds/{{guild_id:str}}/users/{{user_id:str}}/{folder}/{{file:str}}", picture(kind))
        for kind, folder in _OF_MEMBERS.items()
    ),
]
