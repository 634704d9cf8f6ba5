"""SQL of channels as interactions show them: in part, without overwrites."""

from collections.abc import Collection

import asyncpg

from core.database import Reader
from core.wire import UNSET, Snowflake
from domain.channels.records import TOPIC_TYPES, ChannelType
from domain.channels.store import SELECT, base_channel, snowflake
from domain.interactions.records import InteractionChannel
from domain.permissions.bits import THREAD_TYPES
from domain.threads import store as thread_store


async def find(reader: Reader, ids: Collection[int]) -> dict[int, InteractionChannel]:
    """The channels by id, without permissions and recipients."""
    rows = await reader.fetch(f"{SELECT} WHERE id = ANY($1::bigint[])", list(ids))
    found = {row["id"]: channel(row) for row in rows}
    await put_threads(reader, found.values())
    return found


async def put_threads(reader: Reader, channels: Collection[InteractionChannel]) -> None:
    """Gives those that are threads what they have beside other channels."""
    ids = [one.id for one in channels if one.type in THREAD_TYPES]
    if not ids:
        return
    threads = await thread_store.find_several(reader, ids)
    for one in channels:
        if (thread := threads.get(one.id)) is not None:
            one.thread_metadata = thread.thread_metadata
            one.message_count = thread.message_count
            one.member_count = thread.member_count
            one.total_message_sent = thread.total_message_sent
            one.applied_tags = thread.applied_tags
            one.owner_id = thread.owner_id


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
        if found.type not in THREAD_TYPES:
            found.position = row["position"]
            found.nsfw = row["nsfw"]
        found.rate_limit_per_user = row["rate_limit_per_user"]
        found.topic = row["topic"] if found.type in TOPIC_TYPES else UNSET
    elif found.type == ChannelType.GROUP_DM:
        found.name = row["name"]
        found.icon = row["icon"]
        found.owner_id = Snowflake(row["owner_id"])
    return found
