"""Lottie animations: JSON that says what is drawn when. Only what the limits of stickers are about is looked at. Pure.

Docs: resources/sticker#create-guild-sticker, topics/opcodes-and-status-codes#json (170001 to 170007).
"""

from typing import Annotated, Final

import msgspec

from core import codes, wire
from core.problems import Problem
from core.wire import UNSET, UnsetType

_SIDE: Final = 320
_MOST_FRAMES: Final = 1000
_MOST_FRAMES_A_SECOND: Final = 60
_LONGEST_S: Final = 5

Side = Annotated[float, msgspec.Meta(gt=0)]


class Asset(msgspec.Struct):
    """Something that layers use. `p` is the file of a picture."""

    p: str | UnsetType = UNSET


class Lottie(msgspec.Struct):
    v: str
    fr: float  # frames a second
    ip: float  # the first frame
    op: float  # the frame after the last
    w: Side
    h: Side
    layers: list[msgspec.Raw]
    assets: list[Asset] = []


def check(content: bytes) -> None:
    """Raises 170001 for what is no Lottie animation, 170002 to 170007 for one that stickers cannot be."""
    try:
        animation = wire.decode(content, Lottie)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Problem(codes.INVALID_LOTTIE_JSON) from error
    if any(asset.p is not UNSET for asset in animation.assets):
        raise Problem(codes.LOTTIE_WITH_RASTER_IMAGES)
    if max(animation.w, animation.h) > _SIDE:
        raise Problem(codes.LOTTIE_DIMENSIONS_EXCEEDED)
    if animation.fr > _MOST_FRAMES_A_SECOND:
        raise Problem(codes.STICKER_FRAMERATE_EXCEEDED)
    if animation.fr <= 0:
        raise Problem(codes.STICKER_FRAME_RATE_OUT_OF_RANGE)
    frames = animation.op - animation.ip
    if frames <= 0:
        raise Problem(codes.INVALID_LOTTIE_JSON)
    if frames > _MOST_FRAMES:
        raise Problem(codes.STICKER_FRAME_COUNT_EXCEEDED)
    if frames > _LONGEST_S * animation.fr:
        raise Problem(codes.STICKER_DURATION_EXCEEDED)
