"""Polls end when their time is up, whatever becomes of the process that took them."""

import asyncio

from core import shared_clock
from core.redis_wire import RedisWire
from tests.storms.parts import Parts, at

POLL = {"question": {"text": "Yes?"}, "answers": [{"poll_media": {"text": "Yes"}}], "duration": 2}


async def test_a_poll_ends_once_though_its_process_died(parts: Parts) -> None:
    url = parts.redis.url
    first, second, gateway = await asyncio.gather(
        parts.api(REDIS_URL=url), parts.api(REDIS_URL=url), parts.gateway(REDIS_URL=url)
    )
    wire = await RedisWire.open(url)
    try:
        async with parts.world(first, gateway) as world, parts.world(second, gateway) as elsewhere:
            guild = await world.guild()
            message = await guild.owner.post(f"/channels/{guild.channel}/messages", {"poll": POLL})
            await first.kill()
            owner, poll = at(elsewhere, guild.owner), f"/channels/{guild.channel}/polls/{message['id']}"
            socket = await owner.connect()
            await shared_clock.step(wire, 2 * 3600 - 60)
            await owner.put(f"{poll}/answers/@me", {"answer_ids": [1]})
            await shared_clock.step(wire, 61)
            ended = await socket.event("MESSAGE_UPDATE")
            assert ended["poll"]["results"] == {
                "answer_counts": [{"id": 1, "count": 1, "me_voted": False}],
                "is_finalized": True,
            }
            assert ended["poll"]["expiry"] == message["poll"]["expiry"]
            result = await socket.event("MESSAGE_CREATE", lambda one: one["type"] == 46)
            assert result["message_reference"]["message_id"] == message["id"]
            await owner.refused(520001, "PUT", f"{poll}/answers/@me", {"answer_ids": []}, status=400)
            found = await owner.get(f"/channels/{guild.channel}/messages")
            assert [one["type"] for one in found] == [46, 0]
    finally:
        await shared_clock.reset(wire)
        await wire.close()
