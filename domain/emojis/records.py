"""Emojis as they go over the wire. Docs: resources/emoji#emoji-object."""

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.users.records import User


class Emoji(msgspec.Struct, kw_only=True):
    """An emoji that a guild has made."""

    id: Snowflake
    name: str
    user: User | UnsetType = UNSET
    roles: list[Snowflake]
    require_colons: bool
    managed: bool
    animated: bool
    available: bool
