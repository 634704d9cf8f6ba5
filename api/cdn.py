"""The CDN: pictures by their hash, the files of emojis, stickers and sounds, and attachments by signed links.

At the root of the server, and no operations. A picture in another format or size than it came in is rendered once
and then kept for a while; under its name it is always the same.
Docs: reference#cdn-formatting, reference#image-formatting.
"""

import re
from collections.abc import Awaitable, Callable
from typing import Final

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from api import cdn_answers as answers
from api.cdn_answers import AnyRequest
from api.cdn_attachments import attachment, ephemeral_attachment
from domain import image_formats, images
from domain.instance import Instance
from domain.soundboard import containers
from domain.soundboard import queries as soundboard
from domain.stickers import files as sticker_files
from domain.stickers.records import Format
from domain.widgets import avatars as widget_avatars

_PICTURE: Final = re.compile(r"((?:a_)?[0-9a-f]{32})\.(png|jpe?g|webp|gif)")
_EMOJI: Final = re.compile(r"([0-9]{1,19})\.(png|jpe?g|webp|gif)", re.ASCII)
_STICKER: Final = re.compile(r"([0-9]{1,19})\.(png|gif|json|webp)", re.ASCII)
_ID: Final = re.compile(r"[0-9]{1,19}", re.ASCII)
_STICKER_ENDINGS: Final = {Format.PNG: ("png", "webp"), Format.GIF: ("gif", "webp"), Format.LOTTIE: ("json",)}
_SIZES: Final = frozenset(map(str, image_formats.SIZES))
_DEFAULT_AVATARS: Final = frozenset(map(str, range(image_formats.DEFAULT_AVATARS)))
_TYPES: Final = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "json": "application/json",
}


class Wanted(msgspec.Struct, frozen=True):
    """How a picture is asked for."""

    name: str
    ending: str
    size: int | None
    animated: bool

    def __str__(self) -> str:
        return f"{self.name}-{self.ending}-{self.size or ''}{'-a' if self.animated else ''}"


def picture(kind: images.Kind) -> Callable[[AnyRequest], Awaitable[ASGIResponse]]:
    """The handler for the pictures of one kind."""

    async def handle(request: AnyRequest) -> ASGIResponse:
        owner_id = "-".join(value for name, value in request.path_params.items() if name != "file")
        file = _PICTURE.fullmatch(request.path_params["file"])
        if file is None or not all(_ID.fullmatch(part) for part in owner_id.split("-")):
            return answers.gone()
        moves = kind in images.MAY_MOVE and file[1].startswith("a_")
        return await _shown(request, images.key(kind, owner_id, file[1]), file[1], file[2], moves=moves)

    return handle


async def emoji(request: AnyRequest) -> ASGIResponse:
    """The picture of an emoji. Its URL does not tell whether it moves."""
    file = _EMOJI.fullmatch(request.path_params["file"])
    if file is None:
        return answers.gone()
    return await _shown(request, images.emoji_key(int(file[1])), file[1], file[2], moves=None)


async def widget_avatar(request: AnyRequest) -> ASGIResponse:
    """The avatar of someone whom a widget shows, under a name that does not tell who it is."""
    name = request.path_params["file"]
    key = widget_avatars.picture_of(name)
    return await _shown(request, key, name[:32], "png", moves=False) if key else answers.gone()


async def _shown(request: AnyRequest, key: str, name: str, ending: str, *, moves: bool | None) -> ASGIResponse:
    """The picture as the request wants it. `moves`: None if only the picture tells."""
    size = request.query_params.get("size")
    if size is not None and size not in _SIZES:
        return answers.refused(400, "Size must be a power of two between 16 and 4096.")
    if ending == "gif" and moves is False:
        return answers.refused(415, "This picture does not move.")
    animated = ending == "gif" or request.query_params.get("animated", "").lower() in ("true", "1")
    wanted = Wanted(name, ending, int(size) if size else None, animated and moves is not False)
    if await _instance(request).objects.find(key) is None:
        return answers.gone()
    headers = answers.lasting(str(wanted))
    if answer := answers.known(request, headers):
        return answer
    rendered = await _rendered(_instance(request), key, wanted)
    if rendered is None:
        return answers.refused(415, "This picture cannot be had in this format.")
    return answers.content(request, rendered, _TYPES[ending], headers)


async def _rendered(instance: Instance, key: str, wanted: Wanted) -> bytes | None:
    """None for what cannot be had so."""

    async def make() -> bytes | None:
        content = await instance.objects.get(key)
        if content is None:
            return None
        try:
            if wanted.ending == "gif" and not await image_formats.moves(content):
                return None
            return await image_formats.render(content, wanted.ending, wanted.size, animated=wanted.animated)
        except image_formats.BROKEN:
            return None

    return await instance.renditions.get(f"{key} {wanted}", make)


async def sticker(request: AnyRequest) -> ASGIResponse:
    """The file of a sticker as it came, or a WebP of it; its size is always the same."""
    file = _STICKER.fullmatch(request.path_params["file"])
    if file is None:
        return answers.gone()
    name, ending = file[1], file[2]
    key = sticker_files.key(int(name))
    content = await _instance(request).objects.get(key)
    if content is None:
        return answers.gone()
    kind = sticker_files.told_by(content)
    if kind is None or ending not in _STICKER_ENDINGS[kind]:
        return answers.refused(415, "This sticker has another format.")
    headers = answers.lasting(f"{name}-{ending}")
    if answer := answers.known(request, headers):
        return answer
    if ending == "webp":
        content = await _rendered(_instance(request), key, Wanted(name, ending, None, animated=True))
        if content is None:
            return answers.refused(415, "This sticker cannot be had in this format.")
    return answers.content(request, content, _TYPES[ending], headers)


async def sound(request: AnyRequest) -> ASGIResponse:
    """The file of a sound as it came."""
    sound_id = request.path_params["file"]
    if not _ID.fullmatch(sound_id):
        return answers.gone()
    content = await soundboard.find_file(_instance(request).objects, int(sound_id))
    kind = containers.told_by(content) if content else None
    if content is None or kind is None:
        return answers.gone()
    headers = answers.lasting(sound_id)
    return answers.known(request, headers) or answers.content(request, content, kind.value, headers)


async def default_avatar(request: AnyRequest) -> ASGIResponse:
    """The picture of those who have none. Its size is always the same."""
    number = request.path_params["file"].removesuffix(".png")
    if number not in _DEFAULT_AVATARS:
        return answers.gone()
    headers = answers.lasting(f"default-{number}")
    content = image_formats.default_avatar(int(number))
    return answers.known(request, headers) or answers.content(request, content, "image/png", headers)


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
    # Where discord.py looks for the cover of an application; others look among its icons.
    _handler("/app-assets/{owner_id:str}/store/{file:str}", picture(images.Kind.APPLICATION_ICON)),
    *(
        _handler(f"/guilds/{{guild_id:str}}/users/{{user_id:str}}/{folder}/{{file:str}}", picture(kind))
        for kind, folder in _OF_MEMBERS.items()
    ),
]
