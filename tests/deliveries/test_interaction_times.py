"""How long an interaction can be answered, and followed up, by the instance's clock."""

import asyncio
import contextlib

from aiohttp import web

from core import clock, snowflakes
from tests.deliveries.conftest import Here
from tests.interactions.invoking import Json, an_app, body_of, slash
from tests.world import Bot, Refused


async def invoked(here: Here, answered: web.Response) -> tuple[Bot, Json]:
    """The interaction as the endpoint got it, which answers so."""
    guild, bot = await an_app(here)
    command = await slash(bot, "wait")
    endpoint = await here.endpoint(bot)
    endpoint.answer = lambda _: answered
    await bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url})
    await guild.owner.post("/interactions", body_of(command, guild.channel, guild=guild.id))
    return bot, (await endpoint.next()).body


def age(interaction: Json, seconds: float) -> None:
    """Lets the interaction become so old. Its id may be ahead of the clock, which other tests stepped and put back."""
    clock.step(snowflakes.created_ms(int(interaction["id"])) / 1000 + seconds - clock.now())


async def is_there(here: Here, message: str) -> None:
    """Waits until the endpoint's answer was taken."""
    async with asyncio.timeout(10):
        while True:
            with contextlib.suppress(Refused):
                await here.anyone.get(message)
                return
            await asyncio.sleep(0.05)


async def test_a_late_answer_is_told_how_late_it_is(here: Here) -> None:
    _, interaction = await invoked(here, web.Response(status=202))
    callback = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    age(interaction, 7)
    problem = await here.anyone.refused(10062, "POST", callback, {"type": 4, "data": {"content": "x"}}, status=404)
    assert "came after 7." in problem["message"] and "3 s are allowed" in problem["message"]


async def test_an_answer_is_followed_up_for_fifteen_minutes(here: Here) -> None:
    bot, interaction = await invoked(here, web.json_response({"type": 5}))
    path = f"/webhooks/{bot.id}/{interaction['token']}"
    await is_there(here, f"{path}/messages/@original")
    age(interaction, 14 * 60 + 30)
    await here.anyone.patch(f"{path}/messages/@original", {"content": "at last"})
    followed = await here.anyone.post(path, {"content": "x", "flags": 64})
    age(interaction, 15 * 60 + 1)
    for message_id in ("@original", followed["id"]):
        for method, body in (("GET", None), ("PATCH", {"content": "x"}), ("DELETE", None)):
            await here.anyone.refused(50027, method, f"{path}/messages/{message_id}", body, status=401)
    await here.anyone.refused(50027, "POST", path, {"content": "x"}, status=401)
