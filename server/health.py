"""Whether all parts of an instance are ready: what `/health` answers."""

import asyncio

import asyncpg
from hiredis import ReplyError

from core.database import Database
from core.redis_wire import RedisGoneError, RedisWire
from core.settings import Settings
from domain.instance import Instance

__all__ = ["troubles"]

_TIMEOUT_S = 2


async def troubles(instance: Instance) -> dict[str, str]:
    """What is wrong, by part; empty when all is well."""
    parts = {
        "database": _database(instance.database),
        "redis": _redis(instance.redis),
        "gateway": _gateway(instance.settings),
    }
    answers = await asyncio.gather(*parts.values())
    return {part: answer for part, answer in zip(parts, answers, strict=True) if answer}


async def _database(database: Database) -> str | None:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await database.fetchval("SELECT 1")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        return type(error).__name__
    return None


async def _redis(redis: RedisWire) -> str | None:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await redis.call("PING", resend=False)
    except (RedisGoneError, ReplyError, OSError) as error:
        return type(error).__name__
    return None


async def _gateway(settings: Settings) -> str | None:
    """The gateway is its own process: it is asked on its own port."""
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            reader, writer = await asyncio.open_connection(settings.host, settings.gateway_port)
            try:
                writer.write(b"GET /health HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n\r\n")
                answer = await reader.readline()
            finally:
                writer.close()
    except OSError as error:
        return type(error).__name__
    return None if answer.startswith(b"HTTP/1.1 200 ") else "not ready"
