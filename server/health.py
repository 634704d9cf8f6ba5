"""Whether all parts of an instance are ready: what `/health` answers."""

import asyncio

import asyncpg
from redis.asyncio import Redis
from redis.exceptions import RedisError

from core.settings import Settings

__all__ = ["troubles"]

_TIMEOUT_S = 2


async def troubles(settings: Settings, pool: "asyncpg.Pool[asyncpg.Record]", redis: Redis) -> dict[str, str]:
    """What is wrong, by part; empty when all is well."""
    parts = {"database": _database(pool), "redis": _redis(redis), "gateway": _gateway(settings)}
    answers = await asyncio.gather(*parts.values())
    return {part: answer for part, answer in zip(parts, answers, strict=True) if answer}


async def _database(pool: "asyncpg.Pool[asyncpg.Record]") -> str | None:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await pool.fetchval("SELECT 1")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
        return type(error).__name__
    return None


async def _redis(redis: Redis) -> str | None:
    try:
        async with asyncio.timeout(_TIMEOUT_S):
            await redis.execute_command("PING")  # pyright: ignore[reportUnknownMemberType] - untyped arguments
    except (RedisError, OSError) as error:
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
