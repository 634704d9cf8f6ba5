"""What the gateway is told of a guild's emojis: always all of them. Those of applications are told of to nobody."""

from collections.abc import Sequence

import msgspec

from core.events import Draft, guild_topic
from core.wire import Snowflake
from domain.emojis.records import Emoji


class GuildEmojis(msgspec.Struct):
    guild_id: Snowflake
    emojis: Sequence[Emoji]


EVENTS = {"GUILD_EMOJIS_UPDATE": GuildEmojis}


def guild_emojis_update(guild_id: int, emojis: Sequence[Emoji]) -> Draft:
    return Draft(guild_topic(guild_id), "GUILD_EMOJIS_UPDATE", GuildEmojis(Snowflake(guild_id), emojis))
