"""Clocks that differ between processes, and the one clock that they share."""

import asyncio

from core import shared_clock
from core.redis_wire import RedisWire
from tests.storms.parts import Parts, at
from tests.world import Person

_HOUR_S = 3600
_EACH = 25


async def test_ids_rise_though_clocks_differ(parts: Parts) -> None:
    fast, slow, gateway = await asyncio.gather(parts.api(skew_s=1), parts.api(), parts.gateway())
    async with parts.world(slow, gateway) as world, parts.world(fast, gateway) as elsewhere:
        guild = await world.guild()
        socket = await (await world.bot(guild)).connect()
        posters = [at(elsewhere, guild.owner), guild.owner]
        answered: list[int] = []

        async def post(poster: Person) -> None:
            """Whatever was answered before this began has a lower id."""
            latest = max(answered, default=0)
            message = await poster.post(f"/channels/{guild.channel}/messages", {"content": "tick"})
            assert int(message["id"]) > latest
            answered.append(int(message["id"]))

        async def post_some(poster: Person) -> None:
            for _ in range(_EACH):
                await post(poster)

        for turn in range(10):
            await post(posters[turn % 2])
        assert answered == sorted(answered)
        await asyncio.gather(*(post_some(poster) for poster in (*posters, *posters)))
        await post(guild.owner)

        history = await posters[0].get(f"/channels/{guild.channel}/messages?limit=100")
        while len(history) < len(answered):
            history += await guild.owner.get(f"/channels/{guild.channel}/messages?limit=100&before={history[-1]['id']}")
        assert [int(message["id"]) for message in history] == sorted(answered, reverse=True)
        channel = await posters[0].get(f"/channels/{guild.channel}")
        assert int(channel["last_message_id"]) == max(answered)
        await socket.event("MESSAGE_CREATE", lambda message: int(message["id"]) == max(answered))
        heard = [int(payload.d["id"]) for payload in socket.seen if payload.t == "MESSAGE_CREATE"]
        assert sorted(heard) == sorted(answered)


async def test_a_step_of_the_shared_clock_is_made_by_every_process(parts: Parts) -> None:
    direct = {"REDIS_URL": parts.redis.url}  # so that each has heard of the step when it returns
    first, second, gateway = await asyncio.gather(parts.api(**direct), parts.api(**direct), parts.gateway(**direct))
    wire = await RedisWire.open(parts.redis.url)
    try:
        async with parts.world(first, gateway) as world, parts.world(second, gateway) as elsewhere:
            guild = await world.guild()
            bot = await world.bot(guild)
            invite = await guild.owner.post(f"/channels/{guild.channel}/invites", {"max_age": _HOUR_S})
            for some in (world, elsewhere):
                await some.anyone.get(f"/invites/{invite['code']}")
            dropped, witness = await bot.connect(), await bot.connect()
            await dropped.drop()
            await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "the drop is known"})
            await witness.event("MESSAGE_CREATE")

            await shared_clock.step(wire, _HOUR_S + 1)
            for some in (world, elsewhere):
                await some.anyone.refused(10006, "GET", f"/invites/{invite['code']}", status=404)
            after = await bot.resume(dropped)
            assert (await after.payload()).op == 9
    finally:
        await shared_clock.reset(wire)
        await wire.close()
