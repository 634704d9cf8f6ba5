"""Features that a guild has because of something else that is turned on in it."""

from collections.abc import Mapping

from core.database import Transaction
from domain.guilds import events, queries, store


async def switch(tx: Transaction, guild_id: int, wanted: Mapping[str, bool]) -> None:
    """Gives the guild those features, and takes away those that are false. Needs the guild's lock."""
    guild = await queries.get(tx, guild_id)
    after = [name for name in guild.features if wanted.get(name, True)]
    after += [name for name, has in wanted.items() if has and name not in after]
    if after != guild.features:
        guild.features = after
        await store.update(tx, guild)
        tx.emit(events.guild_update(guild))
