"""What is kept of each attempt, and sending it again."""

import asyncio

import pytest
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from core import clock, snowflakes
from core.limits import Policy
from core.outbound import OutboundError
from core.settings import Settings
from domain.instance import Instance
from server.migrations import migrate
from tests.deliveries.conftest import Here
from tests.deliveries.test_webhook_events import emit, jobs_left, noted, subscribed
from tests.endpoint import Endpoint
from tests.world import Bot

INTERACTION = b'{"type":2,"token":"t","data":{"name":"x"}}'
KEY = bytes(32)
DAY_S = 24 * 3600


async def with_endpoint(here: Here) -> tuple[Bot, Endpoint]:
    bot = await here.bot()
    endpoint = await here.endpoint(bot)
    await bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url})
    return bot, endpoint


def fresh_id() -> int:
    """Of this moment, wherever the clock was in earlier tests: ids that are made never go back."""
    return snowflakes.at_ms(clock.now_ms())


async def test_an_interaction_is_signed_and_kept(here: Here) -> None:
    bot, endpoint = await with_endpoint(here)
    endpoint.answer = lambda _: web.json_response({"type": 5}, headers={"X-Of": "the app"})
    interaction_id = snowflakes.make()
    answered = await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, interaction_id, INTERACTION)
    assert (answered.status, answered.body) == (200, b'{"type": 5}')
    assert (await endpoint.next()).raw == INTERACTION
    [kept] = await here.deliveries(bot, 1, kind=1)
    assert kept["subject"] == str(interaction_id) and kept["failure"] is None and kept["duration_ms"] > 0
    assert kept["request"]["body"] == INTERACTION.decode() and kept["request"]["url"] == endpoint.url
    assert kept["answer"]["body"] == '{"type": 5}' and kept["answer"]["headers"]["x-of"] == "the app"
    assert kept == await bot.owner.get(f"/applications/{bot.id}/deliveries/{kept['id']}")


@pytest.mark.parametrize("change", ["body", "timestamp", "cut", "signature"])
async def test_what_is_forged_replayed_or_cut_does_not_verify(here: Here, change: str) -> None:
    bot, endpoint = await with_endpoint(here)
    await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, 1, INTERACTION)
    got = await endpoint.next()
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex((await bot.get("/applications/@me"))["verify_key"]))
    signature = bytes.fromhex(got.headers["X-Signature-Ed25519"])
    timestamp = got.headers["X-Signature-Timestamp"].encode()
    key.verify(signature, timestamp + got.raw)
    parts = {"body": got.raw.replace(b"x", b"y"), "timestamp": got.raw, "cut": got.raw[:-1], "signature": got.raw}
    stamp = timestamp[:-1] + b"x" if change == "timestamp" else timestamp
    with pytest.raises(InvalidSignature):
        key.verify(signature[:-1] if change == "signature" else signature, stamp + parts[change])


async def test_long_answers_are_cut_and_odd_ones_are_text(here: Here) -> None:
    bot, endpoint = await with_endpoint(here)
    endpoint.answer = lambda _: web.Response(body=b"\0\xff" + b"a" * 20_000)
    await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, 1, INTERACTION)
    [kept] = await here.deliveries(bot, 1, kind=1)
    assert kept["answer"]["body_is_cut"] is True and len(kept["answer"]["body"]) == 16 * 1024
    assert kept["answer"]["body"].startswith("��a")


async def test_failures_are_kept(here: Here) -> None:
    bot, endpoint = await with_endpoint(here)
    endpoint.answer = lambda _: web.Response(body=b"x" * 10_000_000)
    with pytest.raises(OutboundError, match="size"):
        await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, 1, INTERACTION)
    with pytest.raises(OutboundError, match="address"):
        await here.instance.deliveries.send_interaction(int(bot.id), "http://10.0.0.1/", 2, INTERACTION)
    kept = await here.deliveries(bot, 2, kind=1)
    assert [each["failure"]["step"] for each in kept] == ["size", "address"]
    assert all(each["answer"] is None for each in kept)


async def test_listing_by_page_kind_and_subject(here: Here) -> None:
    bot, endpoint = await with_endpoint(here)
    for number in (1, 2, 2):
        await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, number, INTERACTION)
    one, two, three = [each["id"] for each in await here.deliveries(bot, 3, kind=1)]
    path = f"/applications/{bot.id}/deliveries"
    assert [each["id"] for each in await bot.get(f"{path}?kind=1&limit=1&before={three}")] == [two]
    assert [each["id"] for each in await bot.get(f"{path}?subject=1")] == [one]
    assert {each["type"] for each in await bot.get(f"{path}?kind=3")} == {"PING"}
    assert len(await bot.get(path)) == 5


async def test_strangers_see_nothing(here: Here) -> None:
    bot, endpoint = await with_endpoint(here)
    await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, 1, INTERACTION)
    [kept] = await here.deliveries(bot, 1, kind=1)
    for stranger in (await here.user(), await here.bot()):
        for method, path in (("GET", ""), ("GET", f"/{kept['id']}"), ("POST", f"/{kept['id']}/redeliver")):
            await stranger.refused(20012, method, f"/applications/{bot.id}/deliveries{path}", status=403)
    other = await here.bot()
    await other.refused(0, "GET", f"/applications/{other.id}/deliveries/{kept['id']}", status=404)


async def test_attempts_are_forgotten_after_seven_days(here: Here) -> None:
    bot, endpoint = await with_endpoint(here)
    await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, 1, INTERACTION)
    await here.deliveries(bot, 1, kind=1)
    clock.step(7 * DAY_S - 60)
    await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, 2, INTERACTION)
    await here.deliveries(bot, 2, kind=1)
    clock.step(3600)
    async with asyncio.timeout(15):
        while len(kept := await bot.get(f"/applications/{bot.id}/deliveries?kind=1")) == 2:
            await asyncio.sleep(0.05)
    assert [each["subject"] for each in kept] == ["2"]


async def test_an_interaction_is_sent_again_while_its_token_is_good(here: Here) -> None:
    bot, endpoint = await with_endpoint(here)
    await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, fresh_id(), INTERACTION)
    first = await endpoint.next()
    [kept] = await here.deliveries(bot, 1, kind=1)
    clock.step(60)
    path = f"/applications/{bot.id}/deliveries/{kept['id']}/redeliver"
    again = await bot.owner.post(path)
    second = await endpoint.next()
    assert second.raw == first.raw and again["redelivery_of"] == kept["id"] and again["answer"]["status"] == 204
    assert second.headers["X-Signature-Timestamp"] != first.headers["X-Signature-Timestamp"]
    clock.step(15 * 60)
    await bot.refused(10062, "POST", path, status=404)
    assert endpoint.waiting == 0


async def test_an_event_that_is_acknowledged_at_redelivery_is_not_tried_again(here: Here) -> None:
    bot, endpoint = await subscribed(here, "ENTITLEMENT_CREATE")
    endpoint.answer = lambda _: web.Response(status=500)
    await emit(here, bot)
    await noted(here, 1)
    endpoint.answer = lambda _: web.Response(status=204)
    [kept] = await here.deliveries(bot, 1, kind=2)
    again = await bot.post(f"/applications/{bot.id}/deliveries/{kept['id']}/redeliver")
    assert again["subject"] == kept["subject"] and again["answer"]["status"] == 204
    await jobs_left(here, 0)
    clock.step(10)
    assert endpoint.waiting == 2


async def test_what_cannot_be_sent_again(here: Here) -> None:
    bot, endpoint = await with_endpoint(here)
    await here.instance.deliveries.send_interaction(int(bot.id), endpoint.url, fresh_id(), INTERACTION)
    [sent] = await here.deliveries(bot, 1, kind=1)
    check = (await here.deliveries(bot, 2, kind=3))[0]
    await bot.patch("/applications/@me", {"interactions_endpoint_url": None})
    for kept in (sent, check):
        await bot.refused(50035, "POST", f"/applications/{bot.id}/deliveries/{kept['id']}/redeliver", status=400)


async def test_an_orderly_end_loses_no_attempt(settings: Settings) -> None:
    """The instance is closed the moment the last answer has come, with everything still to be written."""
    assert settings.database_url
    await migrate(settings.database_url)
    async with Instance.open(settings, Policy(())) as instance:
        async with instance.database.transaction() as tx:
            await tx.execute("INSERT INTO applications (id, name, owner_id, signing_key) VALUES (7, 'x', 7, $1)", KEY)
        sent = (instance.deliveries.send_interaction(7, "http://10.0.0.1/", one, INTERACTION) for one in range(300))
        await asyncio.gather(*sent, return_exceptions=True)
    async with Instance.open(settings, Policy(())) as instance:
        assert await instance.database.fetchval("SELECT count(*) FROM deliveries WHERE application_id = 7") == 300
