"""The channels that a guild itself names: for system messages, rules, the widget, those who are away.

Docs: resources/guild#guild-object.
"""

from core import codes
from core.database import Transaction
from core.problems import Problem
from domain.guilds import events, queries, store


async def let_go(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """The guild names this channel no longer. Raises 50074 when a community guild needs it."""
    before = await queries.get(tx, guild_id)
    if "COMMUNITY" in before.features and channel_id in (before.rules_channel_id, before.public_updates_channel_id):
        raise Problem(codes.CANNOT_DELETE_COMMUNITY_CHANNEL)
    await store.let_go_of_channel(tx, guild_id, channel_id)
    guild = await queries.get(tx, guild_id)
    if guild != before:
        tx.emit(events.guild_update(guild))
