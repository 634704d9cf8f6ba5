"""An instance in this very process, whose clock the tests step: HTTP application, jobs, engines."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import httpx
import pytest
from litestar import Litestar

from core import clock, snowflakes
from core.settings import Settings, load
from domain.instance import Instance
from server.app import compose
from server.embedded import Engines
from server.migrations import migrate
from tests.endpoint import Endpoint
from tests.instances import Addresses
from tests.world import Bot, Person, World


class Here(World):
    """A world in this process, with endpoints of its applications."""

    instance: Instance
    undo: AsyncExitStack
    transport: httpx.ASGITransport

    async def endpoint(self, bot: Bot) -> Endpoint:
        key = (await bot.get("/applications/@me"))["verify_key"]
        return await self.undo.enter_async_context(Endpoint(key))

    async def deliveries(self, bot: Bot, count: int, *, kind: int) -> list[Any]:
        """The attempts of that kind, oldest first, as soon as there are so many."""
        async with asyncio.timeout(15):
            while len(found := await bot.get(f"/applications/{bot.id}/deliveries?limit=100&kind={kind}")) < count:
                await asyncio.sleep(0.02)
        return list(reversed(found))

    async def told(self, person: Person) -> str:
        """What the platform tells the person in a direct message, when it comes."""
        async with asyncio.timeout(15):
            while not (channels := await person.get("/users/@me/channels")):
                await asyncio.sleep(0.05)
            assert channels[0]["recipients"][0]["system"] is True
            # The channel is there a moment before its message.
            while not (said := await person.get(f"/channels/{channels[0]['id']}/messages")):
                await asyncio.sleep(0.05)
        return said[0]["content"]


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    folder = tmp_path_factory.mktemp("data")
    with Engines(folder) as engines:
        assert engines.postgresql and engines.redis
        yield load(
            data=folder,
            database_url=engines.postgresql.url,
            redis_url=engines.redis.url,
            rate_limits="off",
            demo="off",
            outbound_allow="127.0.0.0/8",
            bots_make_guilds="on",
        )


@pytest.fixture
async def here(settings: Settings) -> AsyncGenerator[Here]:
    assert settings.database_url
    await migrate(settings.database_url)
    app = compose(settings)
    async with _living(app), AsyncExitStack() as undo, Here(Addresses("http://here/api/v10", "", "", "")) as here:
        here.undo = undo
        await here.http.aclose()
        here.transport = httpx.ASGITransport(app)
        here.http = httpx.AsyncClient(transport=here.transport, timeout=30)
        here.instance = app.state.instance
        # Ids never go back, but the clock did after a test that had stepped it far: from here on they agree again.
        clock.step(max(0.0, snowflakes.created_ms(snowflakes.make()) / 1000 - clock.now()))
        yield here
        clock.apply(clock.State())


@asynccontextmanager
async def _living(app: Litestar) -> AsyncGenerator[None]:
    """The application's lifespan, begun and ended in one task; pytest ends a fixture in another than it began in."""
    begun, ended = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            begun.set()
            await ended.wait()

    living = asyncio.create_task(live())
    beginning = asyncio.create_task(begun.wait())
    await asyncio.wait((living, beginning), return_when=asyncio.FIRST_COMPLETED)
    if living.done():
        beginning.cancel()
        await living
    yield
    ended.set()
    await living
