"""Reading auto-moderation rules."""

from collections.abc import Iterable

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.auto_moderation import store
from domain.auto_moderation.records import AutoModerationRule
from domain.channels.access import GuildAccess
from domain.permissions.bits import Permission


async def list_rules(reader: Reader, here: GuildAccess) -> list[AutoModerationRule]:
    """By rising id; there are at most ten. Raises 50013."""
    here.require(Permission.MANAGE_GUILD)
    return await store.list_of(reader, here.guild_id)


async def get(reader: Reader, here: GuildAccess, rule_id: int) -> AutoModerationRule:
    """Raises 50013, and 404 for an unknown rule, which has no code of its own."""
    here.require(Permission.MANAGE_GUILD)
    rule = await store.find(reader, here.guild_id, rule_id)
    if rule is None:
        raise Problem(codes.NOT_FOUND)
    return rule


async def list_among(reader: Reader, guild_id: int, ids: Iterable[int]) -> list[AutoModerationRule]:
    """Those of the rules that there are."""
    return await store.list_among(reader, guild_id, ids)
