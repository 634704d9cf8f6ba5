"""How many gateway sessions an application may still start, counted in Redis for all nodes together.

Docs: events/gateway#session-start-limit-object, events/gateway#rate-limiting.
"""

from typing import Final, cast

import msgspec
import structlog

from core import clock
from core.redis_wire import RedisGoneError, RedisWire, Script

TOTAL: Final = 1000
MAX_CONCURRENCY: Final = 1
_DAY_MS: Final = 24 * 3600 * 1000
_CONCURRENCY_MS: Final = 5000

_TAKE: Final = Script("take")
_log = structlog.get_logger(__name__)


class SessionStartLimit(msgspec.Struct):
    total: int
    remaining: int
    reset_after: int
    max_concurrency: int


async def take(redis: RedisWire, user_id: int, shard_id: int) -> bool:
    """Count one Identify, or refuse it. Without Redis nobody is refused."""
    keys = (f"limit:{{{user_id}}}:identify:{shard_id % MAX_CONCURRENCY}", _day(user_id))
    numbers = (clock.now_ms(), 1, _CONCURRENCY_MS, TOTAL, _DAY_MS)
    try:
        answer = await redis.run(_TAKE, keys, numbers, resend=False)
    except RedisGoneError as problem:
        _log.warning("a session start was not limited", problem=str(problem))
        return True
    return cast("list[int]", answer)[0] == 0


async def find(redis: RedisWire, user_id: int) -> SessionStartLimit:
    """What is left of the day."""
    answer = await redis.call("HMGET", _day(user_id), "used", "reset")
    used, reset = (int(part or 0) for part in cast("list[bytes | None]", answer))
    left_ms = reset - clock.now_ms()
    if left_ms <= 0:
        used = left_ms = 0
    return SessionStartLimit(TOTAL, TOTAL - used, left_ms, MAX_CONCURRENCY)


def _day(user_id: int) -> str:
    return f"limit:{{{user_id}}}:identify_day"
