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
    return {row["id"]: channel(row) for row in rows}


def channel(row: asyncpg.Record) -> InteractionChannel:
    """The channel in a row of SELECT."""
    base = base_channel(row)
    found = InteractionChannel(
        id=base.id,
        type=base.type,
        last_message_id=base.last_message_id,
        last_pin_timestamp=base.last_pin_timestamp,
        flags=base.flags,
    )
    if row["guild_id"] is not None:
        found.guild_id = Snowflake(row["guild_id"])
        found.name = row["name"]
        found.parent_id = snowflake(row["parent_id"])
        found.position = row["position"]
        found.nsfw = row["nsfw"]
        found.rate_limit_per_user = row["rate_limit_per_user"]
        found.topic = row["topic"] if found.type in TEXT_TYPES else UNSET
    elif found.type == ChannelType.GROUP_DM:
        found.name = row["name"]
        found.icon = row["icon"]
        found.owner_id = Snowflake(row["owner_id"])
    return found
