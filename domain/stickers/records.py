"""Stickers as they go over the wire. Docs: resources/sticker#sticker-object."""

import msgspec

from core.wire import UNSET, Snowflake, UnsetType
from domain.users.records import User


class GuildSticker(msgspec.Struct, kw_only=True):
    """A sticker that a guild has made."""

    id: Snowflake
    name: str
    tags: str
    type: int = 2
    format_type: int | None
    description: str | None
    available: bool
    guild_id: Snowflake
    user: User | UnsetType = UNSET
