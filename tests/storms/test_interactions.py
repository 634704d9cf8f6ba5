"""The time that applications have to answer: by the shared clock, and whatever happens to processes."""

import asyncio
from collections.abc import AsyncGenerator

import pytest

from core import shared_clock
from core.redis_wire import RedisWire
from tests.interactions.invoking import ATTACHMENT, Session, an_app, answer, given, option, slash
from tests.storms.parts import Parts, at
from tests.world import Bot, Json


@pytest.fixture
async def wire(parts: Parts) -> AsyncGenerator[RedisWire]:
    wire = await RedisWire.open(parts.redis.url)
    yield wire
    await shared_clock.reset(wire)
    await wire.close()


async def _is_known(bot: Bot, interaction: Json) -> bool:
    """An answer to an interaction that is kept is told how late it comes."""
    refused = await answer(bot, interaction, 4, {"content": "x"}, expect=404)
    return "came after" in refused["message"]


async def _forgotten(bot: Bot, interaction: Json) -> None:
    """Waits until a process has deleted it."""
    async with asyncio.timeout(10):
        while await _is_known(bot, interaction):
            await asyncio.sleep(0.1)


async def test_the_user_is_told_once_that_no_answer_came(parts: Parts, wire: RedisWire) -> None:
    direct = {"REDIS_URL": parts.redis.url}
    api, _, gateway = await asyncio.gather(parts.api(**direct), parts.api(**direct), parts.gateway(**direct))
    async with parts.world(api, gateway) as world:
        guild, bot = await an_app(world)
        session = await Session.open(guild.owner, bot, guild)
        command = await slash(bot, "ping")
        await shared_clock.stop(wire)
        first = await session.invoke(command)
        await shared_clock.step(wire, 2.9)
        await answer(bot, first, 4, {"content": "in time"}, expect=204)
        second = await session.invoke(command)
        await shared_clock.step(wire, 3)
        failed = await session.user.event("INTERACTION_FAILURE")
        assert failed == {"id": second["id"], "nonce": session.nonce, "reason_code": 2}
        late = await answer(bot, second, 4, {"content": "late"}, expect=404)
        assert late["code"] == 10062
        await shared_clock.step(wire, 21 * 60)
        await _forgotten(bot, second)  # both processes have looked for what is left
        await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "marker"})
        told = await session.user.until("MESSAGE_CREATE", lambda message: message["content"] == "marker")
        assert "INTERACTION_FAILURE" not in told


async def test_another_process_tells_it_when_the_first_is_gone(parts: Parts, wire: RedisWire) -> None:
    first, second, gateway = await asyncio.gather(parts.api(), parts.api(), parts.gateway())
    async with parts.world(first, gateway) as world, parts.world(second, gateway) as elsewhere:
        guild, bot = await an_app(world)
        command = await slash(bot, "ping")
        session = await Session.open(guild.owner, bot, guild)
        lost = await session.invoke(command)
        await first.kill()
        await shared_clock.step(wire, 6)
        failed = await session.user.event("INTERACTION_FAILURE")
        assert (failed["id"], failed["reason_code"]) == (lost["id"], 2)
        session.person = at(elsewhere, guild.owner)
        await session.invoke(command)


async def test_old_interactions_are_forgotten(parts: Parts, wire: RedisWire) -> None:
    api, gateway = await asyncio.gather(parts.api(), parts.gateway())
    async with parts.world(api, gateway) as world:
        guild, bot = await an_app(world)
        command = await slash(bot, "upload", option(ATTACHMENT, "file"))
        session = await Session.open(guild.owner, bot, guild)
        plain = await session.invoke(command)
        filed = await session.invoke(command, given(ATTACHMENT, "file", 0), files=[("a.txt", b"hello")])

        await shared_clock.step(wire, 19 * 60)
        await session.user.event("INTERACTION_FAILURE")
        assert await _is_known(bot, plain)
        await shared_clock.step(wire, 2 * 60)
        await _forgotten(bot, plain)
        assert await _is_known(bot, filed)
        await shared_clock.step(wire, 24 * 60 * 60)
        await _forgotten(bot, filed)
