"""Interactions of an application with an endpoint: its answer to the request is the callback."""

import asyncio
from collections.abc import Callable

import msgspec
import pytest
from aiohttp import FormData, web

from tests.endpoint import Endpoint, Received
from tests.interactions.invoking import Json, Session, an_app, answer, body_of, slash
from tests.world import World

Answering = Callable[[Received], web.StreamResponse]


async def invoke(session: Session, endpoint: Endpoint, command: Json) -> Json:
    """Uses the command; the interaction as the endpoint got it."""
    await session.bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url})
    body = body_of(command, session.channel)
    session.nonce = body["nonce"]
    await session.person.post("/interactions", body)
    return (await endpoint.next()).body


async def a_session(world: World) -> tuple[Session, Endpoint, Json]:
    guild, bot = await an_app(world)
    command = await slash(bot, "ping")
    key = (await bot.get("/applications/@me"))["verify_key"]
    return await Session.open(guild.owner, bot, guild), Endpoint(key), command


async def test_the_answer_counts_and_the_gateway_is_silent(world: World):
    session, endpoint, command = await a_session(world)
    async with endpoint:
        endpoint.answer = lambda _: web.json_response({"type": 4, "data": {"content": "over http"}})
        got = await invoke(session, endpoint, command)
        assert (got["type"], got["data"]["name"], got["channel_id"]) == (2, "ping", session.channel)
        message = await session.user.event("MESSAGE_CREATE")
        assert (message["content"], message["author"]["id"]) == ("over http", session.bot.id)
        await session.user.event("INTERACTION_SUCCESS", lambda data: data["nonce"] == session.nonce)
        assert "INTERACTION_CREATE" not in await session.app.until("MESSAGE_CREATE")


@pytest.mark.parametrize("status", [202, 204])
async def test_an_empty_answer_leaves_it_to_the_callback_route(world: World, status: int):
    session, endpoint, command = await a_session(world)
    async with endpoint:
        endpoint.answer = lambda _: web.Response(status=status)
        got = await invoke(session, endpoint, command)
        await answer(session.bot, got, 4, {"content": "later"}, expect=204)
        assert "INTERACTION_FAILURE" not in await session.user.until("INTERACTION_SUCCESS")


async def test_files_come_with_an_answer(world: World):
    session, endpoint, command = await a_session(world)

    def with_file(_: Received) -> web.StreamResponse:
        form = FormData()
        form.add_field("payload_json", msgspec.json.encode({"type": 4, "data": {}}).decode())
        form.add_field("files[0]", b"hello", filename="a.txt")
        payload = form()
        return web.Response(body=payload, headers=payload.headers)

    async with endpoint:
        endpoint.answer = with_file
        await invoke(session, endpoint, command)
        (attachment,) = (await session.user.event("MESSAGE_CREATE"))["attachments"]
        assert (attachment["filename"], attachment["size"]) == ("a.txt", 5)


@pytest.mark.parametrize(
    "answering",
    [
        lambda _: web.Response(status=500),
        lambda _: web.Response(status=200, text="pong"),
        lambda _: web.json_response({"type": 8, "data": {"choices": []}}),
        lambda _: web.json_response({"type": 1}),
        lambda _: web.json_response({"type": 4, "data": {"content": "x" * 2001}}),
        lambda _: web.Response(status=302, headers={"Location": "http://127.0.0.1/"}),
        lambda _: web.Response(body=b"x" * 12_000_000),
    ],
)
async def test_an_answer_that_is_none_is_a_failure_at_once(world: World, answering: Answering):
    session, endpoint, command = await a_session(world)
    async with endpoint:
        endpoint.answer = answering
        got = await invoke(session, endpoint, command)
        failed = await session.user.event("INTERACTION_FAILURE")
        assert failed == {"id": got["id"], "nonce": session.nonce, "reason_code": 1}


async def test_why_an_answer_was_refused_is_kept_with_it(world: World):
    session, endpoint, command = await a_session(world)
    async with endpoint:
        endpoint.answer = lambda _: web.json_response({"type": 4, "data": {"embeds": [{}]}})
        await invoke(session, endpoint, command)
        await session.user.event("INTERACTION_FAILURE")
        async with asyncio.timeout(10):
            while not (kept := await session.bot.get(f"/applications/{session.bot.id}/deliveries?kind=1")):
                await asyncio.sleep(0.02)
        assert (kept[0]["answer"]["status"], kept[0]["failure"]["step"]) == (200, "callback")
        problem = msgspec.json.decode(kept[0]["failure"]["detail"])
        assert (problem["code"], list(problem["errors"]["data"]["embeds"])) == (50035, ["0"])


async def test_the_token_is_sent_and_not_kept(world: World):
    """Whoever reads what was sent must not be able to answer; sent again, it is there again."""
    session, endpoint, command = await a_session(world)
    async with endpoint:
        endpoint.answer = lambda got: web.Response(status=500, body=got.raw, headers={"X-Echo": got.body["token"]})
        sent = await invoke(session, endpoint, command)
        path = f"/applications/{session.bot.id}/deliveries"
        async with asyncio.timeout(10):
            while not (kept := await session.bot.get(f"{path}?kind=1")):
                await asyncio.sleep(0.02)
        assert msgspec.json.decode(kept[0]["request"]["body"]) == sent | {"token": "hidden"}
        assert kept[0]["answer"]["headers"]["x-echo"] == "hidden"
        again = await session.bot.owner.post(f"{path}/{kept[0]['id']}/redeliver")
        assert (await endpoint.next()).body == sent
        for told in (kept, again, await session.bot.get(path)):
            assert sent["token"] not in msgspec.json.encode(told).decode()


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"])
async def test_an_endpoint_that_closes_early_is_a_failure_at_once(world: World, begun: bytes):
    session, endpoint, command = await a_session(world)

    async def close(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.write(begun)
        request.transport.close()
        return web.Response()

    async with endpoint:
        await session.bot.patch("/applications/@me", {"interactions_endpoint_url": endpoint.url})
        endpoint.serve_instead = close
        await session.person.post("/interactions", body_of(command, session.channel))
        assert (await session.user.event("INTERACTION_FAILURE"))["reason_code"] == 1
        kept = await session.bot.get(f"/applications/{session.bot.id}/deliveries?kind=1")
        assert [one["failure"]["step"] for one in kept] == ["answer"]
