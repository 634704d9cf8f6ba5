"""What stickers may be, and who may change them. Pure."""

from collections.abc import Collection
from typing import Final

from core import codes, form_codes
from core.problems import Problem
from domain.channels.access import GuildAccess
from domain.permissions.bits import Permission
from domain.stickers.records import MOST_OF_GUILD, Format, StoredSticker

_SHORTEST_DESCRIPTION: Final = 2
_LONGEST_DESCRIPTION: Final = 100
_FOR_LOTTIE: Final = frozenset({"VERIFIED", "PARTNERED"})


def description(given: str | None) -> str | None:
    """None for an empty one. Raises 50035 for one of a single letter."""
    if given and len(given) < _SHORTEST_DESCRIPTION:
        bounds = {"min": _SHORTEST_DESCRIPTION, "max": _LONGEST_DESCRIPTION}
        raise Problem.invalid("description", form_codes.BASE_TYPE_BAD_LENGTH, **bounds)
    return given or None


def require_room(there: int) -> None:
    """`there`: how many the guild has. Raises 30039."""
    if there >= MOST_OF_GUILD:
        raise Problem(codes.MAXIMUM_STICKERS)


def require_format(kind: Format, features: Collection[str]) -> None:
    """Raises 50046 for a Lottie animation where the guild has not the feature that it takes."""
    if kind is Format.LOTTIE and _FOR_LOTTIE.isdisjoint(features):
        raise Problem(codes.INVALID_FILE)


def may_change(here: GuildAccess, sticker: StoredSticker) -> bool:
    """One's own with either permission."""
    if here.may(Permission.MANAGE_GUILD_EXPRESSIONS):
        return True
    return sticker.user_id == here.user_id and here.may(Permission.CREATE_GUILD_EXPRESSIONS)


def require_change(here: GuildAccess, sticker: StoredSticker) -> None:
    """Raises 50013."""
    if not may_change(here, sticker):
        raise Problem(codes.MISSING_PERMISSIONS)
