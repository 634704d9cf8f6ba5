"""Webhook events whose process dies: nothing is lost, and what was acknowledged is not sent again."""

import asyncio
from collections.abc import AsyncGenerator

import asyncpg
import pytest
from aiohttp import web

from core.wire import Snowflake, encode
from domain.webhook_events.records import PendingEvent
from server.embedded import Engines
from tests.endpoint import Endpoint
from tests.storms.parts import Parts

ALLOW = {"GUILDHALL_OUTBOUND_ALLOW": "127.0.0.0/8"}


@pytest.fixture
async def database(engines: Engines) -> AsyncGenerator["asyncpg.Connection[asyncpg.Record]"]:
    assert engines.postgresql
    database = await asyncpg.connect(engines.postgresql.url)
    yield database
    await database.close()


async def test_an_event_survives_the_process_that_was_sending_it(
    parts: Parts, database: "asyncpg.Connection[asyncpg.Record]"
) -> None:
    first, gateway = await asyncio.gather(parts.api(**ALLOW), parts.gateway())
    async with parts.world(first, gateway) as world:
        bot = await world.bot()
        key = (await bot.get("/applications/@me"))["verify_key"]
        async with Endpoint(key) as endpoint:
            wanted = {"event_webhooks_status": 2, "event_webhooks_types": ["ENTITLEMENT_CREATE"]}
            await bot.patch("/applications/@me", {"event_webhooks_url": endpoint.url} | wanted)
            reached = asyncio.Event()

            async def hang(_: web.Request) -> web.StreamResponse:
                reached.set()
                await asyncio.Event().wait()
                raise AssertionError

            endpoint.serve_instead = hang
            await add(database, bot.id)
            await reached.wait()
            await first.kill()
            endpoint.serve_instead = None
            await parts.api(**ALLOW)
            await database.execute("UPDATE jobs SET leased_until = clock_timestamp()")  # a minute is over
            assert (await endpoint.next()).body["event"]["data"] == {"what": "x"}
            async with asyncio.timeout(10):
                while await database.fetchval("SELECT count(*) FROM jobs WHERE kind = 'webhook event'"):
                    await asyncio.sleep(0.05)
            assert endpoint.waiting == 0


async def add(database: "asyncpg.Connection[asyncpg.Record]", application_id: str) -> None:
    """An event, as whatever causes it leaves it behind."""
    event = {"type": "ENTITLEMENT_CREATE", "timestamp": "2026-01-01T00:00:00+00:00", "data": {"what": "x"}}
    body = encode({"version": 1, "application_id": application_id, "type": 1, "event": event}).decode()
    pending = PendingEvent(Snowflake(application_id), Snowflake(7), "ENTITLEMENT_CREATE", body)
    await database.execute(
        "INSERT INTO jobs (key, kind, payload, due_at) VALUES ('7', 'webhook event', $1, now())",
        encode(pending).decode(),
    )
