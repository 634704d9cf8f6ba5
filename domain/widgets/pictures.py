"""The widget as a picture, in five styles. Drawn in a thread of its own, and kept while the guild shows the same.

Docs: resources/guild#get-guild-widget-image-widget-style-options; what is Discord's own there is ours here.
"""

import asyncio
import functools
import io
import unicodedata
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor

import msgspec
from PIL import Image, ImageDraw, ImageFont, ImageOps

from core.objects import Objects
from domain import image_formats, images
from domain.guilds.records import Guild
from domain.widgets.records import Style

_DARK, _DARKER, _BRAND, _GREEN, _WHITE, _PALE = "#2b2d31", "#1e1f22", "#5865f2", "#3ba55c", "#ffffff", "#b5bac1"
_ICON_SIDE = 64
_MOST_KEPT = 256

_threads = ThreadPoolExecutor(1, thread_name_prefix="widgets")
_icons: OrderedDict[str, bytes] = OrderedDict()


class Shown(msgspec.Struct, frozen=True):
    """What a picture shows. `icon` is a small PNG."""

    name: str
    icon: bytes | None
    online: int


async def draw(objects: Objects, style: Style, guild: Guild, online: int) -> bytes:
    """The PNG."""
    shown = Shown(guild.name, await _icon(objects, guild), online)
    return await asyncio.get_running_loop().run_in_executor(_threads, _drawn, style, shown)


async def _icon(objects: Objects, guild: Guild) -> bytes | None:
    """The guild's icon, small. A large one takes a while to be made so."""
    if guild.icon is None:
        return None
    key = images.key(images.Kind.GUILD_ICON, int(guild.id), guild.icon)
    if key not in _icons:
        content = await objects.get(key)
        if content is None:
            return None
        _icons[key] = await image_formats.render(content, "png", _ICON_SIDE, animated=False)
        if len(_icons) > _MOST_KEPT:
            _icons.popitem(last=False)
    return _icons.get(key)


@functools.lru_cache(maxsize=_MOST_KEPT)
def _drawn(style: Style, shown: Shown) -> bytes:
    image = _STYLES[style](shown)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    return font


def _online(shown: Shown) -> str:
    return f"{shown.online:,} Members Online" if shown.online != 1 else "1 Member Online"


def _canvas(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    image = Image.new("RGB", (width, height), _DARK)
    return image, ImageDraw.Draw(image)


def _fitted(draw: ImageDraw.ImageDraw, text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """The text in one line, cut off where there is no room for it."""
    plain = unicodedata.normalize("NFKD", " ".join(text.split()))
    text = "".join(sign for sign in plain if not unicodedata.combining(sign))  # the font has no accents
    if draw.textlength(text, font) <= width:
        return text
    while text and draw.textlength(f"{text}…", font) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _hall(draw: ImageDraw.ImageDraw, x: float, y: float, side: float, color: str) -> None:
    """Our sign: a gable over three pillars."""
    draw.polygon([(x, y + side * 0.4), (x + side / 2, y), (x + side, y + side * 0.4)], color)
    for pillar in range(3):
        left = x + side * (0.1 + 0.32 * pillar)
        draw.rectangle((left, y + side * 0.46, left + side * 0.16, y + side * 0.84), color)
    draw.rectangle((x, y + side * 0.88, x + side, y + side), color)


def _guild_row(image: Image.Image, draw: ImageDraw.ImageDraw, shown: Shown, y: int, width: int) -> None:
    """Icon, name and how many are online, side by side."""
    side = 40
    disc = Image.new("L", (side * 4, side * 4), 0)
    ImageDraw.Draw(disc).ellipse((0, 0, side * 4 - 1, side * 4 - 1), 255)
    icon = Image.new("RGB", (side, side), _BRAND)
    if shown.icon is not None:
        with Image.open(io.BytesIO(shown.icon), formats=["PNG"]) as picture:
            small = ImageOps.fit(picture.convert("RGBA"), (side, side), Image.Resampling.LANCZOS)
        icon.paste(small, (0, 0), small)
    else:
        ImageDraw.Draw(icon).text((side / 2, side / 2), shown.name[:1].upper(), _WHITE, _font(20), anchor="mm")
    disc.thumbnail((side, side), Image.Resampling.LANCZOS)
    image.paste(icon, (10, y), disc)
    room = width - 70
    draw.text((60, y + 12), _fitted(draw, shown.name, _font(15), room), _WHITE, _font(15), anchor="lm")
    draw.ellipse((60, y + 26, 67, y + 33), _GREEN)
    draw.text((73, y + 30), _fitted(draw, _online(shown), _font(12), room - 13), _PALE, _font(12), anchor="lm")


def _shield(shown: Shown) -> Image.Image:
    _, measure = _canvas(1, 1)
    said = f"{shown.online:,} online"
    width = 30 + int(measure.textlength(said, _font(12))) + 12
    image, draw = _canvas(width, 20)
    draw.rectangle((24, 0, width, 20), _BRAND)
    _hall(draw, 5, 3, 14, _WHITE)
    draw.text((30, 10), said, _WHITE, _font(12), anchor="lm")
    return image


def _banner1(shown: Shown) -> Image.Image:
    image, draw = _canvas(320, 76)
    _guild_row(image, draw, shown, 8, 320)
    draw.rectangle((0, 56, 320, 76), _DARKER)
    draw.text((160, 66), "POWERED BY GUILDHALL", _PALE, _font(10), anchor="mm")
    return image


def _banner2(shown: Shown) -> Image.Image:
    image, draw = _canvas(320, 60)
    _guild_row(image, draw, shown, 10, 256)
    draw.rectangle((260, 0, 320, 60), _BRAND)
    _hall(draw, 274, 14, 32, _WHITE)
    return image


def _banner3(shown: Shown) -> Image.Image:
    image, draw = _canvas(320, 112)
    _guild_row(image, draw, shown, 14, 320)
    draw.rectangle((0, 68, 320, 112), _BRAND)
    _hall(draw, 12, 78, 24, _WHITE)
    draw.text((308, 90), "Chat Now", _WHITE, _font(15), anchor="rm")
    return image


def _banner4(shown: Shown) -> Image.Image:
    image, draw = _canvas(320, 236)
    draw.rectangle((0, 0, 320, 96), _BRAND)
    _hall(draw, 132, 20, 56, _WHITE)
    _guild_row(image, draw, shown, 114, 320)
    draw.rounded_rectangle((10, 180, 310, 220), 4, _GREEN)
    draw.text((160, 200), "JOIN MY SERVER", _WHITE, _font(14), anchor="mm")
    return image


_STYLES = {"shield": _shield, "banner1": _banner1, "banner2": _banner2, "banner3": _banner3, "banner4": _banner4}
