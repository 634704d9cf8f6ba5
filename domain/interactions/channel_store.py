"""SQL of channels as interactions show them: in part, without overwrites."""

from collections.abc import Collection

import asyncpg

from core.database import Reader
from core.wire import UNSET, Snowflake
from domain.channels.records import TEXT_TYPES, ChannelType
from domain.channels.store import SELECT, base_channel, snowflake
from domain.interactions.records import InteractionChannel


async def find(reader: Reader, ids: Collection[int]) -> dict[int, InteractionChannel]:
    """The channels by id, without permissions and recipients."""
    rows = await reader.fetch(f"{SELECT} WHERE id = ANY($1::bigint[])", list(ids))
    return {row["id"]: _channel(row) for row in rows}


def _channel(row: asyncpg.Record) -> InteractionChannel:
    base = base_channel(row)
    channel = InteractionChannel(
        id=base.id,
        type=base.type,
        last_message_id=base.last_message_id,
        last_pin_timestamp=base.last_pin_timestamp,
        flags=base.flags,
    )
    if row["guild_id"] is not None:
        channel.guild_id = Snowflake(row["guild_id"])
        channel.name = row["name"]
        channel.parent_id = snowflake(row["parent_id"])
        channel.position = row["position"]
        channel.nsfw = row["nsfw"]
        channel.rate_limit_per_user = row["rate_limit_per_user"]
        channel.topic = row["topic"] if channel.type in TEXT_TYPES else UNSET
    elif channel.type == ChannelType.GROUP_DM:
        channel.name = row["name"]
        channel.icon = row["icon"]
        channel.owner_id = Snowflake(row["owner_id"])
    return channel
