"""What a webhook may be called, and where one may be. Docs: resources/webhook#create-webhook."""

from typing import Final

from core import codes, form_codes
from core.problems import Faults, Path, Problem
from domain.channels.records import TOPIC_TYPES, VOICE_TYPES
from domain.users import rules as users

MOST_IN_CHANNEL: Final = 15
MOST_IN_GUILD: Final = 1000

CHANNEL_TYPES: Final = TOPIC_TYPES | VOICE_TYPES
_FORBIDDEN: Final = ("clyde", "discord")
LONGEST_NAME: Final = 80


def named(name: str, path: Path = "name") -> str:
    """The name as it is kept. Raises 50035."""
    name = users.clean(name)
    faults = Faults()
    if not 1 <= len(name) <= LONGEST_NAME:
        faults.add(path, form_codes.BASE_TYPE_BAD_LENGTH, min=1, max=LONGEST_NAME)
    for part in _FORBIDDEN:
        if part in name.lower():
            faults.add(path, form_codes.USERNAME_INVALID_CONTAINS, part=part)
    faults.raise_if_any()
    return name


def require_room(in_guild: int, in_channel: int) -> None:
    """Raises 30007 when a channel, or 30058 when a guild, has as many as it may."""
    if in_channel >= MOST_IN_CHANNEL:
        raise Problem(codes.MAXIMUM_WEBHOOKS)
    if in_guild >= MOST_IN_GUILD:
        raise Problem(codes.MAXIMUM_GUILD_WEBHOOKS)


def require_channel_type(kind: int) -> None:
    """Raises 50024 where no webhook can post."""
    if kind not in CHANNEL_TYPES:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
