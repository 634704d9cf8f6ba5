"""That somebody has come is said in the guild's system channel, if it has one and says so.

It is promised with the arrival, and posted in the background, a few at once: when many come together, their messages
wait, and nothing else does. Docs: resources/guild#guild-object-system-channel-flags.
"""

from typing import Final

import msgspec

from core import jobs, snowflakes
from core.database import Transaction
from core.wire import Snowflake
from domain.members import store


class Arrival(msgspec.Struct):
    id: Snowflake  # its own, so that it is told once
    guild_id: Snowflake
    channel_id: Snowflake
    user_id: Snowflake


GREET: Final = jobs.Kind("greeting", Arrival, delays_s=(1, 5, 30), most_at_once=4)


async def promise(tx: Transaction, guild_id: int, user_id: int) -> None:
    channel_id = await store.greeting_channel(tx, guild_id)
    if channel_id is not None:
        ids = (snowflakes.make(), guild_id, channel_id, user_id)
        await jobs.enqueue(tx, GREET, Arrival(*map(Snowflake, ids)), key=f"{int(guild_id)} {int(user_id)}")
