"""The channels that a guild itself names: for system messages, rules, the widget, those who are away.

Docs: resources/guild#guild-object.
"""

from core import codes
from core.database import Transaction
from core.problems import Problem

_OF_COMMUNITY = ("rules_channel_id", "public_updates_channel_id")
_NAMED = (*_OF_COMMUNITY, "system_channel_id", "afk_channel_id", "safety_alerts_channel_id", "widget_channel_id")

_LET_GO = """
UPDATE guilds SET
    rules_channel_id = nullif(rules_channel_id, $2),
    public_updates_channel_id = nullif(public_updates_channel_id, $2),
    system_channel_id = nullif(system_channel_id, $2),
    afk_channel_id = nullif(afk_channel_id, $2),
    safety_alerts_channel_id = nullif(safety_alerts_channel_id, $2),
    widget_channel_id = nullif(widget_channel_id, $2)
WHERE id = $1
"""


async def let_go(tx: Transaction, guild_id: int, channel_id: int) -> None:
    """The guild names this channel no longer. Raises 50074 when a community guild needs it."""
    guild = await tx.fetchrow("SELECT * FROM guilds WHERE id = $1", guild_id)
    if guild is None:
        raise Problem(codes.UNKNOWN_GUILD)
    named = [column for column in _NAMED if guild[column] == channel_id]
    if "COMMUNITY" in guild["features"] and any(column in _OF_COMMUNITY for column in named):
        raise Problem(codes.CANNOT_DELETE_COMMUNITY_CHANNEL)
    if named:
        await tx.execute(_LET_GO, guild_id, channel_id)
