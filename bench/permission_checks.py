"""Who may what in a channel: warm, from the state that a process keeps; cold, as it is read; and as SQL could tell.

The other way is one query for each check, on the same rows. It leaves out timeouts, the owner and what a missing
permission takes with it.
"""

import time
from collections.abc import Awaitable, Callable
from statistics import median, quantiles

import msgspec
import uvloop

from bench.large_guilds import LargeGuild, Size
from bench.platform import Platform
from core.limits import Policy
from core.settings import load
from domain.instance import Instance
from domain.users.identity import Identity

_QUERY = """
WITH held AS (
    SELECT array_append(roles, guild_id) AS ids FROM members WHERE guild_id = $1 AND user_id = $2
), base AS (
    SELECT bit_or(permissions) AS bits FROM roles, held WHERE guild_id = $1 AND id = ANY(held.ids)
), changed AS (
    SELECT coalesce(bit_or(allow), 0) AS allow, coalesce(bit_or(deny), 0) AS deny FROM overwrites, held
    WHERE channel_id = $3 AND id = ANY(held.ids)
)
SELECT base.bits & ~changed.deny | changed.allow FROM base, changed
"""


class PermissionChecks(msgspec.Struct):
    size: Size
    cold_p50_us: float  # the first of a guild
    warm_p50_us: float
    warm_p99_us: float
    new_member_p50_us: float  # warm, of a member who is not known yet
    query_p50_us: float

    @property
    def ratio(self) -> float:
        """How many times slower the query is."""
        return self.query_p50_us / self.warm_p50_us


def measure(platform: Platform, guild: LargeGuild, checks: int) -> PermissionChecks:
    return uvloop.run(_measure(platform, guild, checks))


async def _measure(platform: Platform, guild: LargeGuild, checks: int) -> PermissionChecks:
    settings = load(database_url=platform.database_url, redis_url=platform.redis_url)
    cold: list[float] = []
    for _ in range(3):
        async with Instance.open(settings, Policy(())) as instance:
            cold.append(await _timed(lambda nth, known=instance: _check(known, guild, 0, nth), 0))
    async with Instance.open(settings, Policy(())) as instance:
        await _check(instance, guild, 0, 0)
        known = min(1000, guild.size.members // 2)
        new = [await _timed(lambda nth: _check(instance, guild, nth, nth), nth) for nth in range(1, known)]
        warm = [await _timed(lambda nth: _check(instance, guild, nth % known, nth), nth) for nth in range(checks)]
        asked = min(checks, 2000)
        query = [await _timed(lambda nth: _ask(instance, guild, nth), nth) for nth in range(asked)]
    percentiles = quantiles(warm, n=100)
    return PermissionChecks(guild.size, median(cold), median(warm), percentiles[98], median(new), median(query))


async def _timed(check: Callable[[int], Awaitable[object]], nth: int) -> float:
    """Microseconds."""
    began = time.perf_counter()
    await check(nth)
    return (time.perf_counter() - began) * 1e6


async def _check(instance: Instance, guild: LargeGuild, member: int, channel: int) -> None:
    identity = Identity(guild.a_member(member), bot=False, token_hash=b"")
    await instance.access.channel(identity, guild.a_channel(channel))


async def _ask(instance: Instance, guild: LargeGuild, nth: int) -> None:
    await instance.database.fetchval(_QUERY, guild.id, guild.a_member(nth), guild.a_channel(nth))
