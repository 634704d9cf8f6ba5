"""What emojis may be, and who may change and use them. Pure."""

import re
from collections.abc import Collection, Sequence

from core import codes, form_codes
from core.problems import Problem
from core.wire import Snowflake
from domain.channels.access import GuildAccess
from domain.emojis.records import MOST_OF_APPLICATION, MOST_OF_GUILD, StoredEmoji
from domain.permissions.bits import Permission

_NAME = re.compile(r"[A-Za-z0-9_]+")


def check_name(name: str) -> None:
    """Raises 50035 for letters that no name has."""
    if not _NAME.fullmatch(name):
        raise Problem.invalid("name", form_codes.STRING_TYPE_REGEX)


def require_room_in_guild(there: int, *, animated: bool) -> None:
    """`there`: how many the guild has of this kind. Raises 30008, 30018."""
    if there >= MOST_OF_GUILD:
        raise Problem(codes.MAXIMUM_ANIMATED_EMOJIS if animated else codes.MAXIMUM_EMOJIS)


def require_room_in_application(there: int) -> None:
    """Raises 30008."""
    if there >= MOST_OF_APPLICATION:
        raise Problem(codes.MAXIMUM_EMOJIS)


def chosen_roles(given: Sequence[Snowflake | None] | None, known: Collection[int]) -> list[int]:
    """The roles, each once. Raises 10011 for one that the guild does not have."""
    role_ids = dict.fromkeys(int(role_id) for role_id in given or () if role_id is not None)
    if not role_ids.keys() <= set(known):
        raise Problem(codes.UNKNOWN_ROLE)
    return list(role_ids)


def may_change(here: GuildAccess, emoji: StoredEmoji) -> bool:
    """One's own with either permission; this is also who is told who made it."""
    if here.may(Permission.MANAGE_GUILD_EXPRESSIONS):
        return True
    return emoji.user_id == here.user_id and here.may(Permission.CREATE_GUILD_EXPRESSIONS)


def require_change(here: GuildAccess, emoji: StoredEmoji) -> None:
    """Raises 50013."""
    if not may_change(here, emoji):
        raise Problem(codes.MISSING_PERMISSIONS)
