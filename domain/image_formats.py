"""Pictures in the format and size that a client asks for. Docs: reference#image-formatting."""

import asyncio
import functools
import io
import struct
from concurrent.futures import ThreadPoolExecutor

from PIL import ExifTags, Image, ImageDraw, ImageOps, ImageSequence

FORMATS = {"png": "PNG", "jpg": "JPEG", "jpeg": "JPEG", "webp": "WEBP", "gif": "GIF"}
READ = ("AVIF", *sorted(set(FORMATS.values())))
"""The formats that are looked into: of pillow's others few are tried and some are large."""

BROKEN = (
    Image.DecompressionBombError,
    OSError,
    SyntaxError,  # for broken PNG chunks
    ValueError,
    ArithmeticError,
    LookupError,
    EOFError,
    NotImplementedError,
    struct.error,
)
"""What pillow raises for a file that is no picture, or a broken one."""

SIZES = frozenset(1 << power for power in range(4, 13))
_LARGEST = max(SIZES)

_DEFAULT_AVATAR_SIZE = 256
_DEFAULT_AVATAR_COLORS = ("#5865f2", "#757e8a", "#3ba55c", "#faa61a", "#ed4245", "#eb459e")
DEFAULT_AVATARS = len(_DEFAULT_AVATAR_COLORS)

# Two threads of its own: who asks for many pictures waits for pictures, and nobody else does.
_threads = ThreadPoolExecutor(2, thread_name_prefix="images")


async def render(content: bytes, ending: str, size: int | None, *, animated: bool) -> bytes:
    """The picture as `ending` says, at most `size` wide and high; moving only if `animated` and it can.

    It comes as it is when that is what is asked for, unless a camera has noted something in it. Raises `BROKEN`.
    """
    return await asyncio.get_running_loop().run_in_executor(
        _threads, functools.partial(_render, content, FORMATS[ending], size, animated=animated)
    )


async def fitted(content: bytes, side: int) -> bytes:
    """The picture at no more than this size; WebP unless it can stay as it is."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _fitted, content, side)


async def moves(content: bytes) -> bool:
    return await asyncio.get_running_loop().run_in_executor(_threads, _moves, content)


async def size_of(content: bytes) -> tuple[int, int] | None:
    """Width and height, or None for what is no picture; its beginning is enough."""
    return await asyncio.to_thread(_size_of, content)


@functools.cache
def default_avatar(number: int) -> bytes:
    """The PNG that stands for a user without a picture."""
    side = _DEFAULT_AVATAR_SIZE
    image = Image.new("RGB", (side, side), _DEFAULT_AVATAR_COLORS[number])
    draw = ImageDraw.Draw(image)
    draw.ellipse((side * 0.32, side * 0.18, side * 0.68, side * 0.54), "white")
    draw.ellipse((side * 0.18, side * 0.6, side * 0.82, side * 1.3), "white")
    return _written([image], "PNG", [])


def _render(content: bytes, wanted: str, size: int | None, *, animated: bool) -> bytes:
    with Image.open(io.BytesIO(content), formats=READ) as image:
        is_animated: bool = getattr(image, "is_animated", False)
        moves = animated and wanted in ("GIF", "WEBP") and is_animated
        fits = size is None or max(image.size) <= size
        if fits and image.format == wanted and moves == is_animated and not image.getexif():
            return content
        side = size or _LARGEST
        image.draft("RGB", (side, side))
        frames: list[Image.Image] = []
        durations: list[int] = []
        for frame in ImageSequence.Iterator(image):
            durations.append(int(frame.info.get("duration", 100)))
            picture = frame.copy() if moves else ImageOps.exif_transpose(frame) if _is_turned(frame) else frame
            frames.append(_scaled(picture, "RGB" if wanted == "JPEG" else "RGBA", side))
            if not moves:
                break
        return _written(frames, wanted, durations)


def _is_turned(image: Image.Image) -> bool:
    return image.getexif().get(ExifTags.Base.Orientation, 1) != 1


def _scaled(picture: Image.Image, mode: str, side: int) -> Image.Image:
    """Of that mode and no larger, without what is said beside it: who took it, and where. Large ones are not copied."""
    if picture.mode not in ("L", "RGB", "RGBA") or "transparency" in picture.info:
        picture = picture.convert(mode)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS, reducing_gap=2.0)
    if picture.mode != mode:
        picture = picture.convert(mode)
    picture.info = {name: value for name, value in picture.info.items() if name == "icc_profile"}
    return picture


def _fitted(content: bytes, side: int) -> bytes:
    with Image.open(io.BytesIO(content), formats=READ) as image:
        if max(image.size) <= side and image.format in FORMATS.values():
            return content
    return _render(content, "WEBP", side, animated=True)


def _size_of(content: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(content), formats=READ) as image:  # reads the header alone
            return image.size
    except BROKEN:
        return None


def _moves(content: bytes) -> bool:
    with Image.open(io.BytesIO(content), formats=READ) as image:
        return getattr(image, "is_animated", False)


def _written(frames: list[Image.Image], wanted: str, durations: list[int]) -> bytes:
    out = io.BytesIO()
    if len(frames) > 1:
        frames[0].save(out, wanted, save_all=True, append_images=frames[1:], duration=durations, loop=0, disposal=2)
    else:
        frames[0].save(out, wanted)
    return out.getvalue()
