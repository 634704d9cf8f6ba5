"""Answers to interactions while processes end, race and let time pass: nothing lost, nothing done twice."""

import asyncio
from pathlib import Path

import pytest

from core import shared_clock
from core.redis_wire import RedisWire
from tests.interactions.invoking import Session, an_app, answer, slash
from tests.storms.parts import Part, Parts
from tests.world import Json, World

MODAL = {"custom_id": "m", "title": "T", "components": [{"type": 10, "content": "read this"}]}


async def a_session(world: World) -> tuple[Session, Json]:
    guild, bot = await an_app(world)
    command = await slash(bot, "ping")
    session = await Session.open(guild.owner, bot, guild)
    await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "everything is known to this process"})
    await session.app.event("MESSAGE_CREATE")
    return session, command


def callback_of(interaction: Json) -> str:
    return f"/interactions/{interaction['id']}/{interaction['token']}/callback"


async def _with_one_clock(parts: Parts) -> tuple[Part, Part]:
    """Without links, so that each process has heard of a step when it returns."""
    url = parts.redis.url
    return await asyncio.gather(parts.api(REDIS_URL=url), parts.gateway(REDIS_URL=url))


@pytest.mark.parametrize("flags", [0, 64], ids=["seen by all", "seen by one"])
async def test_an_answer_survives_its_process(parts: Parts, flags: int) -> None:
    """The API process dies after the commit, with the events on their way."""
    first, second, gateway = await asyncio.gather(parts.api(), parts.api(), parts.gateway())
    async with parts.world(first, gateway) as world, parts.world(second, gateway) as elsewhere:
        session, command = await a_session(world)
        interaction = await session.invoke(command)
        first.link.hold()
        await answer(session.bot, interaction, 4, {"content": "committed", "flags": flags}, expect=204)
        await first.link.holds(b"committed")
        await first.kill()
        await first.link.cut()

        again = {"type": 4, "data": {"content": "again"}}
        await elsewhere.anyone.refused(40060, "POST", callback_of(interaction), again, status=400)
        original = f"/webhooks/{session.bot.id}/{interaction['token']}/messages/@original"
        kept = await elsewhere.anyone.get(original)
        assert (kept["content"], kept["flags"]) == ("committed", flags)
        for socket in (session.user, session.app):
            assert (await socket.event("MESSAGE_CREATE"))["id"] == kept["id"]
        await elsewhere.anyone.delete(original)
        for socket in (session.user, session.app):
            assert "MESSAGE_CREATE" not in await socket.until("MESSAGE_DELETE")
        names = [payload.t for payload in session.user.seen]
        assert (names.count("INTERACTION_SUCCESS"), names.count("INTERACTION_FAILURE")) == (1, 0)


async def test_two_processes_answer_at_once(parts: Parts) -> None:
    first, second, gateway = await asyncio.gather(parts.api(), parts.api(), parts.gateway())
    async with parts.world(first, gateway) as world, parts.world(second, gateway) as elsewhere:
        session, command = await a_session(world)
        kinds: list[Json] = [{"type": 4, "data": {"content": "a"}}, {"type": 4, "data": {"content": "b", "flags": 64}}]
        kinds += [{"type": 5}, {"type": 9, "data": MODAL}]
        for turn in range(12):
            interaction = await session.invoke(command)
            body = {4: kinds[0], 5: kinds[1]}.get(turn) or kinds[turn % 4]
            answers = await asyncio.gather(
                *(
                    some.http.post(some.addresses.api + callback_of(interaction), json=one)
                    for some in (world, elsewhere)
                    for one in (body, kinds[0])
                )
            )
            assert sorted(one.status_code for one in answers) == [204, 400, 400, 400]
            assert {one.json()["code"] for one in answers if one.status_code == 400} == {40060}
        await session.person.post(f"/channels/{session.channel}/messages", {"content": "end"})
        await session.user.event("MESSAGE_CREATE", lambda message: message["content"] == "end")
        names = [payload.t for payload in session.user.seen]
        told = names.count("INTERACTION_SUCCESS") + names.count("INTERACTION_MODAL_CREATE")
        assert told == 12
        answered = [one.d for one in session.user.seen if one.t == "MESSAGE_CREATE" and "interaction_metadata" in one.d]
        assert len(answered) == names.count("INTERACTION_SUCCESS")
        assert len({one["interaction_metadata"]["id"] for one in answered}) == len(answered)


async def test_what_comes_too_late(parts: Parts) -> None:
    api, gateway = await _with_one_clock(parts)
    wire = await RedisWire.open(parts.redis.url)
    try:
        async with parts.world(api, gateway) as world:
            session, command = await a_session(world)
            late, good = await session.invoke(command), await session.invoke(command)
            await answer(session.bot, good, 4, {"content": "in time", "flags": 64}, expect=204)
            message = await session.app.event("MESSAGE_CREATE")
            await shared_clock.step(wire, 4)
            body = {"type": 4, "data": {"content": "late"}}
            problem = await world.anyone.refused(10062, "POST", callback_of(late), body, status=404)
            assert "the answer came after 4." in problem["message"]
            await world.anyone.refused(40060, "POST", callback_of(good), body, status=400)
            original = f"/webhooks/{session.bot.id}/{good['token']}/messages/@original"
            await shared_clock.step(wire, 14 * 60)
            assert (await world.anyone.get(original))["id"] == message["id"]
            await shared_clock.step(wire, 60)
            for method, sent in (("GET", None), ("PATCH", {"content": "x"}), ("DELETE", None)):
                await world.anyone.refused(50027, method, original, sent, status=401)
            await world.anyone.refused(10062, "POST", callback_of(good), body, status=404)
    finally:
        await shared_clock.reset(wire)
        await wire.close()


async def test_ephemeral_messages_are_gone_after_a_day(parts: Parts) -> None:
    api, gateway = await _with_one_clock(parts)
    wire = await RedisWire.open(parts.redis.url)
    try:
        async with parts.world(api, gateway) as world:
            session, command = await a_session(world)
            form = {"payload_json": '{"type": 4, "data": {"flags": 64}}'}
            files = {"files[0]": ("a.txt", b"secret")}
            await world.anyone.post(callback_of(await session.invoke(command)), data=form, files=files)
            (attachment,) = (await session.app.event("MESSAGE_CREATE"))["attachments"]

            def has_file() -> bool:
                return any(Path(api.environment["GUILDHALL_DATA"]).rglob(f"*{attachment['id']}*"))

            await shared_clock.step(wire, 23 * 3600)
            assert has_file()
            await shared_clock.step(wire, 3601)
            async with asyncio.timeout(10):
                while has_file():
                    await shared_clock.step(wire, 61)  # for who had just looked, and looks once a minute
                    await asyncio.sleep(0.05)
    finally:
        await shared_clock.reset(wire)
        await wire.close()
