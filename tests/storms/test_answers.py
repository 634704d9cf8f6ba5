"""Answers to interactions while processes end, race and let time pass: nothing lost, nothing done twice."""

import asyncio

from core import shared_clock
from core.redis_wire import RedisWire
from tests.interactions.invoking import Session, an_app, answer, slash
from tests.storms.parts import Parts
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


async def test_an_answer_survives_its_process(parts: Parts) -> None:
    """The API process dies after the commit, with the events on their way; ephemeral answers take another way there."""
    first, second, gateway = await asyncio.gather(parts.api(), parts.api(), parts.gateway())
    async with parts.world(first, gateway) as world, parts.world(second, gateway) as elsewhere:
        session, command = await a_session(world)
        seen, hidden = await session.invoke(command), await session.invoke(command)
        first.link.hold()
        await answer(session.bot, seen, 4, {"content": "seen by all"}, expect=204)
        await answer(session.bot, hidden, 4, {"content": "seen by one", "flags": 64}, expect=204)
        await first.link.holds(b"seen by all")
        await first.link.holds(b"seen by one")
        await first.kill()
        await first.link.cut()
        for interaction in (seen, hidden):
            await elsewhere.anyone.refused(40060, "POST", callback_of(interaction), {"type": 5}, status=400)
            original = f"/webhooks/{session.bot.id}/{interaction['token']}/messages/@original"
            await elsewhere.anyone.patch(original, {"content": f"still {interaction['id']}"})
        for socket in (session.user, session.app):
            told = [await socket.event("MESSAGE_CREATE") for _ in range(2)]
            assert {message["content"] for message in told} == {"seen by all", "seen by one"}
        heard = [await session.user.event("INTERACTION_SUCCESS") for _ in range(2)]
        assert {one["id"] for one in heard} == {seen["id"], hidden["id"]}


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
    direct = {"REDIS_URL": parts.redis.url}  # so that each has heard of the step when it returns
    api, gateway = await asyncio.gather(parts.api(**direct), parts.gateway(**direct))
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
    direct = {"REDIS_URL": parts.redis.url}
    api, gateway = await asyncio.gather(parts.api(**direct), parts.gateway(**direct))
    wire = await RedisWire.open(parts.redis.url)
    try:
        async with parts.world(api, gateway) as world:
            session, command = await a_session(world)
            form = {"payload_json": '{"type": 4, "data": {"flags": 64}}'}
            files = {"files[0]": ("a.txt", b"secret")}
            await world.anyone.post(callback_of(await session.invoke(command)), data=form, files=files)
            url = (await session.app.event("MESSAGE_CREATE"))["attachments"][0]["url"]
            await shared_clock.step(wire, 23 * 3600)
            assert (await world.http.get(url)).content == b"secret"
            await shared_clock.step(wire, 3600)
            async with asyncio.timeout(10):
                while (await world.http.get(url)).status_code != 404:
                    await asyncio.sleep(0.05)
    finally:
        await shared_clock.reset(wire)
        await wire.close()
