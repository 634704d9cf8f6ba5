"""The channels that a guild itself names: for system messages, rules, the widget, those who are away.

Docs: resources/guild#guild-object.
"""

from core import codes
from core.database import Reader, Transaction
from core.problems import Problem
from domain.guilds import events, queries, store
from domain.guilds.records import Guild


async def let_go(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """The guild names this channel no longer. Raises 50074 when a community guild needs it."""
    before = await queries.get(tx, guild_id)
    if _is_needed(before, channel_id):
        raise Problem(codes.CANNOT_DELETE_COMMUNITY_CHANNEL)
    await store.let_go_of_channel(tx, guild_id, channel_id)
    guild = await queries.get(tx, guild_id)
    if guild != before:
        tx.emit(events.guild_update(guild))


async def require_not_needed_as_text(reader: Reader, guild_id: int, channel_id: int) -> None:
    """Raises 50086 for a channel that a community guild needs, and that shall become an announcement channel."""
    if _is_needed(await queries.get(reader, guild_id), channel_id):
        raise Problem(codes.COMMUNITY_CHANNELS_MUST_BE_TEXT)


def _is_needed(guild: Guild, channel_id: int) -> bool:
    return "COMMUNITY" in guild.features and channel_id in (guild.rules_channel_id, guild.public_updates_channel_id)
