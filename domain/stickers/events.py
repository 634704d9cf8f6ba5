"""What the gateway is told of a guild's stickers: always all of them."""

from collections.abc import Sequence

import msgspec

from core.events import Draft, guild_topic
from core.wire import Snowflake
from domain.stickers.records import GuildSticker


class GuildStickers(msgspec.Struct):
    guild_id: Snowflake
    stickers: Sequence[GuildSticker]


EVENTS = {"GUILD_STICKERS_UPDATE": GuildStickers}


def guild_stickers_update(guild_id: int, stickers: Sequence[GuildSticker]) -> Draft:
    return Draft(guild_topic(guild_id), "GUILD_STICKERS_UPDATE", GuildStickers(Snowflake(guild_id), stickers))
