"""Webhook events: who gets them, signed how, and what happens when nobody takes them."""

import asyncio

import msgspec
import pytest
from aiohttp import web

from core import clock
from domain.webhook_events import actions
from tests.deliveries.conftest import Here
from tests.endpoint import Endpoint
from tests.world import Bot

DELAYS_S = (5, 10, 20, 40, 80, 160, 285)


class Happened(msgspec.Struct):
    what: str


async def subscribed(here: Here, *types: str) -> tuple[Bot, Endpoint]:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    body = {"event_webhooks_url": endpoint.url, "event_webhooks_status": 2, "event_webhooks_types": list(types)}
    await bot.patch("/applications/@me", body)
    return bot, endpoint


async def emit(here: Here, bot: Bot, type: str = "ENTITLEMENT_CREATE", what: str = "x") -> None:
    async with here.instance.database.transaction() as tx:
        await actions.emit(tx, int(bot.id), type, Happened(what))


async def jobs_left(here: Here, most: int) -> None:
    """Returns when at most so many events still wait."""
    async with asyncio.timeout(15):
        while await here.instance.database.fetchval("SELECT count(*) FROM jobs WHERE kind = 'webhook event'") > most:
            await asyncio.sleep(0.02)


async def noted(here: Here, attempts: int) -> None:
    """Returns when the last of so many attempts is noted as failed: then its next one is due later."""
    sql = "SELECT 1 FROM jobs WHERE kind = 'webhook event' AND attempts = $1 AND lease IS NULL"
    async with asyncio.timeout(15):
        while not await here.instance.database.fetchval(sql, attempts):
            await asyncio.sleep(0.02)


async def test_an_event_is_sent_as_documented(here: Here) -> None:
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE")
    await emit(here, bot)
    received = await endpoint.next()
    body = received.body
    event = body.pop("event")
    assert body == {"version": 1, "application_id": bot.id, "type": 1}
    assert event.pop("timestamp").endswith("+00:00")
    assert event == {"type": "ENTITLEMENT_CREATE", "data": {"what": "x"}}
    assert received.headers["Content-Type"] == "application/json"
    await jobs_left(here, 0)


async def test_only_what_was_subscribed_to_is_sent(here: Here) -> None:
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE")
    await emit(here, bot, "ENTITLEMENT_DELETE")
    await emit(here, bot, what="wanted")
    assert (await endpoint.next()).body["event"]["data"] == {"what": "wanted"}
    await bot.patch("/applications/@me", {"event_webhooks_status": 1})
    await emit(here, bot)
    await jobs_left(here, 0)
    assert endpoint.waiting == 0


async def test_what_is_rolled_back_is_not_sent(here: Here) -> None:
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE")
    with pytest.raises(RuntimeError):
        async with here.instance.database.transaction() as tx:
            await actions.emit(tx, int(bot.id), "ENTITLEMENT_CREATE", Happened("not"))
            raise RuntimeError
    await emit(here, bot, what="happened")
    assert (await endpoint.next()).body["event"]["data"] == {"what": "happened"}


async def test_an_event_is_tried_again_until_it_is_acknowledged(here: Here) -> None:
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE")
    statuses = iter((500, 200, 204))
    endpoint.answer = lambda _: web.Response(status=next(statuses))
    await emit(here, bot)
    received = [await endpoint.next()]
    for attempts, delay_s in enumerate(DELAYS_S[:2], 1):
        await noted(here, attempts)
        clock.step(delay_s)
        received.append(await endpoint.next())
    await jobs_left(here, 0)
    clock.step(1000)
    assert len({each.raw for each in received}) == 1, "each attempt is the same event"
    tried = await here.deliveries(bot, 3, kind=2)
    assert [(each["attempt"], each["answer"]["status"]) for each in tried] == [(1, 500), (2, 200), (3, 204)]
    assert len({each["request"]["headers"]["X-Signature-Timestamp"] for each in tried}) == 3
    assert endpoint.waiting == 0


async def test_after_ten_minutes_events_are_disabled_and_the_owner_is_told(here: Here) -> None:
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE")
    endpoint.answer = lambda _: web.Response(status=503)
    begun = clock.now()
    await emit(here, bot)
    for attempts, delay_s in enumerate(DELAYS_S, 1):
        await noted(here, attempts)
        clock.step(delay_s)
    await jobs_left(here, 0)
    assert 600 <= clock.now() - begun < 620
    assert (await bot.get("/applications/@me"))["event_webhooks_status"] == 3
    assert "answered 503" in await here.told(bot.owner)
    assert len(await here.deliveries(bot, 8, kind=2)) == 8
    endpoint.answer = lambda _: web.Response(status=204)
    await emit(here, bot, what="nobody wants it")
    await bot.patch("/applications/@me", {"event_webhooks_status": 2})
    assert endpoint.pings == 2, "who begins anew is tried first"


async def test_an_endpoint_that_hangs_is_tried_again(here: Here) -> None:
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE")
    reached, free = asyncio.Event(), asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        reached.set()
        await free.wait()
        return web.Response(status=204)

    endpoint.serve_instead = hang
    await emit(here, bot)
    await reached.wait()
    clock.step(3)
    [first] = await here.deliveries(bot, 1, kind=2)
    assert first["failure"]["step"] == "timeout" and first["answer"] is None
    free.set()
    endpoint.serve_instead = None
    await noted(here, 1)
    clock.step(5)
    await endpoint.next()
    await jobs_left(here, 0)


async def test_an_event_survives_the_process_that_sends_it(here: Here) -> None:
    """Who took it up died: its lease runs out, and another takes it up."""
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE")
    async with here.instance.database.transaction() as tx:
        await actions.emit(tx, int(bot.id), "ENTITLEMENT_CREATE", Happened("x"))
        await tx.execute("UPDATE jobs SET lease = gen_random_uuid(), leased_until = clock_timestamp(), attempts = 1")
    await endpoint.next()
    [sent] = await here.deliveries(bot, 1, kind=2)
    assert sent["attempt"] == 2
    await jobs_left(here, 0)


@pytest.mark.parametrize(("pong", "refusal"), [(200, 401), (500, 401), (204, 204), (204, 403)])
async def test_a_url_that_does_not_answer_right_is_not_saved(here: Here, pong: int, refusal: int) -> None:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    endpoint.pong = lambda _: web.Response(status=pong, text="hm")
    endpoint.refuse = lambda: web.Response(status=refusal)
    problem = await bot.refused(50035, "PATCH", "/applications/@me", {"event_webhooks_url": endpoint.url}, status=400)
    [error] = problem["errors"]["event_webhooks_url"]["_errors"]
    assert error["code"] == "APPLICATION_EVENT_WEBHOOKS_URL_INVALID"
    step, came = ("bad signature", refusal) if pong == 204 else ("good signature", pong)
    assert step in error["message"] and f"answered {came}" in error["message"]
    assert (await bot.get("/applications/@me"))["event_webhooks_url"] is None


async def test_events_go_to_where_the_application_wants_them_now(here: Here) -> None:
    bot, first = await subscribed(here, "ENTITLEMENT_CREATE")
    first.answer = lambda _: web.Response(status=500)
    await emit(here, bot)
    await first.next()
    await noted(here, 1)
    second = await here.endpoint(bot)
    await bot.patch("/applications/@me", {"event_webhooks_url": second.url})
    clock.step(5)
    await second.next()
    assert first.waiting == 0
