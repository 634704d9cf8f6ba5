"""The HTTP application of one API process."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
from litestar import Litestar, Response, get
from redis.asyncio import Redis

from core.settings import Settings
from server.health import troubles

__all__ = ["compose"]


def compose(settings: Settings) -> Litestar:
    """The application; the engines are opened with it and closed with it."""
    assert settings.database_url
    assert settings.redis_url
    database_url, redis = settings.database_url, Redis.from_url(settings.redis_url)  # pyright: ignore[reportUnknownMemberType] - its **kwargs are untyped

    @asynccontextmanager
    async def engines(app: Litestar) -> AsyncGenerator[None]:
        async with asyncpg.create_pool(database_url, min_size=1) as pool, redis:
            app.state.pool = pool
            yield

    @get("/health", media_type="application/json")
    async def health() -> Response[dict[str, str]]:
        wrong = await troubles(settings, app.state.pool, redis)
        return Response(wrong or {"status": "ready"}, status_code=503 if wrong else 200)

    app = Litestar([health], lifespan=[engines], openapi_config=None, logging_config=None)
    return app
