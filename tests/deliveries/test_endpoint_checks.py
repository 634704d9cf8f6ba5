"""Interactions endpoints: tried when they are saved, and from time to time."""

import asyncio
from collections.abc import Callable

import pytest
from aiohttp import web

from core import clock
from tests.deliveries.conftest import Here
from tests.world import Bot

Pong = Callable[[int], web.StreamResponse]
SIX_HOURS_S = 6 * 3600


async def refused(bot: Bot, url: str) -> str:
    """Saving the URL is refused; with what message."""
    body = {"interactions_endpoint_url": url}
    problem = await bot.refused(50035, "PATCH", "/applications/@me", body, status=400)
    [error] = problem["errors"]["interactions_endpoint_url"]["_errors"]
    assert error["code"] == "APPLICATION_INTERACTIONS_ENDPOINT_URL_INVALID"
    return error["message"]


async def test_an_endpoint_that_verifies_is_saved(here: Here) -> None:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    saved = await bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url})
    assert saved["interactions_endpoint_url"] == endpoint.url
    assert (endpoint.pings, endpoint.forged) == (1, 1)
    await bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url, "description": "x"})
    assert endpoint.pings == 1, "what does not change is not tried"


@pytest.mark.parametrize(
    ("pong", "came"),
    [
        (lambda _: web.Response(status=404, text="nope"), "answered 404 with text/plain; charset=utf-8: 'nope'"),
        (
            lambda _: web.json_response({"type": 2}),
            "answered 200 with application/json; charset=utf-8: '{\"type\": 2}'",
        ),
        (lambda _: web.Response(text='{"type": 1}'), "answered 200 with text/plain"),
        (lambda _: web.Response(status=302, headers={"Location": "/x"}), "answered 302"),
        (lambda _: web.Response(body=b"x" * 2_000_000), "at the step `size`"),
    ],
)
async def test_a_wrong_pong_is_told(here: Here, pong: Pong, came: str) -> None:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    endpoint.pong = pong
    message = await refused(bot, endpoint.url)
    assert "good signature" in message and came in message


async def test_an_endpoint_that_does_not_look_at_signatures_is_told(here: Here) -> None:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    endpoint.refuse = lambda: web.json_response({"type": 1})
    message = await refused(bot, endpoint.url)
    assert "bad signature must be answered 401" in message and "answered 200" in message


async def test_an_endpoint_may_call_a_bad_signature_a_bad_request(here: Here) -> None:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    endpoint.refuse = lambda: web.Response(status=400, text="Invalid request signature")
    await bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url})
    assert (endpoint.pings, endpoint.forged) == (1, 1)


@pytest.mark.parametrize(
    ("url", "step"),
    [
        ("http://10.0.0.1:8000/", "address"),
        ("http://[::1]:8000/", "address"),
        ("http://2130706433:8000/", "url"),
        ("http://user:pw@example.org/", "url"),
        ("http://nowhere.invalid/", "resolve"),
        ("http://127.0.0.1:1/", "url"),
    ],
)
async def test_urls_that_lead_nowhere_are_told(here: Here, url: str, step: str) -> None:
    assert f"at the step `{step}`" in await refused(await here.bot(), url)


async def test_an_endpoint_that_hangs_at_the_check(here: Here) -> None:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    reached = asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        reached.set()
        await asyncio.Event().wait()
        raise AssertionError

    endpoint.serve_instead = hang
    saving = asyncio.create_task(refused(bot, endpoint.url))
    await reached.wait()
    clock.step(3)
    assert "at the step `timeout`" in await saving


async def test_an_endpoint_is_checked_from_time_to_time(here: Here) -> None:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    await bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url})
    for times in (2, 3):
        clock.step(SIX_HOURS_S)
        async with asyncio.timeout(10):
            await here.deliveries(bot, 2 * times, kind=3)
            await waits(here, 0)
    assert (endpoint.pings, endpoint.forged) == (3, 3)
    endpoint.refuse = lambda: web.json_response({"type": 1})
    clock.step(SIX_HOURS_S)
    for failed, delay_s in ((1, 60), (2, 300)):
        await waits(here, failed)
        assert (await bot.get("/applications/@me"))["interactions_endpoint_url"] == endpoint.url
        clock.step(delay_s)
    assert "bad signature must be answered 401" in await here.told(bot.owner)
    assert (await bot.get("/applications/@me"))["interactions_endpoint_url"] is None


async def waits(here: Here, failed: int) -> None:
    """Returns when the check waits for its next time, after so many failures."""
    sql = "SELECT 1 FROM jobs WHERE kind = 'endpoint check' AND attempts = $1 AND lease IS NULL"
    async with asyncio.timeout(15):
        while not await here.instance.database.fetchval(sql, failed):
            await asyncio.sleep(0.02)


async def test_the_check_of_a_url_that_is_gone_ends(here: Here) -> None:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    await bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url})
    await bot.patch("/applications/@me", {"interactions_endpoint_url": None})
    clock.step(SIX_HOURS_S)
    async with asyncio.timeout(15):
        while await here.instance.database.fetchval("SELECT count(*) FROM jobs WHERE key LIKE $1", f"{bot.id} %"):
            await asyncio.sleep(0.05)
    assert endpoint.pings == 1
