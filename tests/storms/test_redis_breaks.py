"""The connection to Redis breaks, and Redis itself: sessions miss nothing, or are told."""

import asyncio

from domain.permissions.bits import Permission
from tests.sockets import Socket
from tests.storms.parts import Part, Parts, at
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


async def test_a_change_that_reaches_redis_late_does_not_undo_a_newer_one(parts: Parts) -> None:
    """An API process is cut off with a change; the next one, through another process, does not wait for it."""
    slow, quick, late, gateway = await asyncio.gather(parts.api(), parts.api(), parts.api(), parts.gateway())
    async with (
        parts.world(slow, gateway) as world,
        parts.world(quick, gateway) as elsewhere,
        parts.world(late, gateway) as newcomers,
    ):
        guild = await world.guild()
        role = await guild.owner.post(f"/guilds/{guild.id}/roles", {"permissions": "0"})
        path = f"/guilds/{guild.id}/roles/{role['id']}"
        bot = await world.bot(guild)
        await guild.owner.put(f"/guilds/{guild.id}/members/{bot.id}/roles/{role['id']}")
        socket = await bot.connect()

        slow.link.hold()
        await guild.owner.patch(path, {"name": "late"})
        await at(elsewhere, guild.owner).patch(path, {"name": "last", "permissions": str(Permission.MANAGE_CHANNELS)})
        for name in ("late", "last"):
            assert (await socket.event("GUILD_ROLE_UPDATE"))["role"]["name"] == name
        # This process learns of the guild only now, so it knows no ids of earlier events.
        await at(newcomers, bot).patch(f"/channels/{guild.channel}", {"name": "allowed"})
        slow.link.flow()
        await guild.owner.patch(f"/guilds/{guild.id}", {"name": "after what was late"})
        await at(newcomers, guild.owner).patch(f"/guilds/{guild.id}", {"name": "heard by the newcomer too"})
        await at(newcomers, bot).patch(f"/channels/{guild.channel}", {"name": "still-allowed"})


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
