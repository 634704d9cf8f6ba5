"""The connection to Redis breaks, and Redis itself: sessions miss nothing, or are told."""

import asyncio

from tests.sockets import Socket
from tests.storms.parts import Part, Parts
from tests.world import Caller

_POSTERS = 8
_POSTS_EACH = 30
_POSTS_BETWEEN_CUTS = 40


async def test_cuts_under_load_cause_no_gap_and_no_double(parts: Parts) -> None:
    api, gateway = await asyncio.gather(parts.api(), parts.gateway())
    async with parts.world(api, gateway) as world:
        guild = await world.guild()
        bot = await world.bot(guild)
        sockets = [await bot.connect(compress=compress) for compress in (None, "zlib-stream", "zstd-stream")]
        before = gateway.link.connections
        posted = await _post_and_cut(guild.owner, guild.channel, [gateway, api])
        assert gateway.link.connections >= before + 2, "the gateway's connection was cut and made anew"
        last = await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "last"})
        for socket in sockets:
            await socket.event("MESSAGE_CREATE", lambda message: message["id"] == last["id"])
            assert _heard(socket) == [*sorted(posted, key=int), last["id"]]


async def test_a_redis_that_forgot_everything_is_not_silent(parts: Parts) -> None:
    api, gateway = await asyncio.gather(parts.api(), parts.gateway())
    async with parts.world(api, gateway) as world:
        guild = await world.guild()
        bot = await world.bot(guild)
        sockets = [await bot.connect(), await bot.connect(compress="zlib-stream")]
        parts.redis.stop()
        parts.redis.start()
        parts.redis.wait_ready()
        for socket in sockets:
            invalid = await socket.payload()
            assert (invalid.op, invalid.d) == (9, False)
            await socket.begin(bot.token)
            assert set(socket.guilds) == {guild.id}
        said = await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "and on it goes"})
        for socket in sockets:
            assert (await socket.event("MESSAGE_CREATE"))["id"] == said["id"]


async def _post_and_cut(author: Caller, channel: str, cut: list[Part]) -> list[str]:
    """Posts from several sides at once, breaking these parts' connections to Redis in turn; the messages' ids."""
    posted: list[str] = []

    async def post(poster: int) -> None:
        for number in range(_POSTS_EACH):
            message = await author.post(f"/channels/{channel}/messages", {"content": f"{poster}.{number}"})
            posted.append(message["id"])
            if len(posted) % _POSTS_BETWEEN_CUTS == 0:
                await cut[len(posted) // _POSTS_BETWEEN_CUTS % len(cut)].link.cut()

    await asyncio.gather(*(post(poster) for poster in range(_POSTERS)))
    return posted


def _heard(socket: Socket) -> list[str]:
    return [payload.d["id"] for payload in socket.seen if payload.t == "MESSAGE_CREATE"]
