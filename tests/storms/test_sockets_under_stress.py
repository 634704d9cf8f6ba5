"""Many sockets that go and come at once, and one that does not read."""

import asyncio
import socket as sockets

import msgspec
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.sockets import ALL_INTENTS, Socket
from tests.storms.parts import Parts
from tests.world import Bot, Guild

_SESSIONS = 100
_BOTS = 4
_COMPRESSIONS = (None, "zlib-stream", "zstd-stream")


async def test_a_hundred_sessions_drop_and_resume_at_once(parts: Parts) -> None:
    api, gateway = await asyncio.gather(parts.api(), parts.gateway())
    async with parts.world(api, gateway) as world:
        guild = await world.guild()
        bots = [await world.bot(guild) for _ in range(_BOTS)]
        owners = [bots[number % _BOTS] for number in range(_SESSIONS)]
        befores = await asyncio.gather(
            *(bot.connect(compress=_COMPRESSIONS[number % 3]) for number, bot in enumerate(owners))
        )
        for before in befores:
            before.seen.clear()
        posted = await _post(guild, 10)
        await asyncio.gather(
            *(before.drop() if number % 2 else before.close(4000) for number, before in enumerate(befores))
        )
        posted += await _post(guild, 20)
        more, *afters = await asyncio.gather(
            _post(guild, 20),
            *(
                bot.resume(before, compress=_COMPRESSIONS[number % 3])
                for number, (bot, before) in enumerate(zip(owners, befores, strict=True))
            ),
        )
        posted += [*more, *await _post(guild, 1)]
        for before, after in zip(befores, afters, strict=True):
            await after.event("MESSAGE_CREATE", lambda message: message["id"] == posted[-1])
            assert "RESUMED" in [payload.t for payload in after.seen]
            assert _messages(before) + _messages(after) == posted


async def test_a_socket_that_does_not_read_is_dropped_and_nobody_else_notices(parts: Parts) -> None:
    api, gateway = await asyncio.gather(parts.api(), parts.gateway())
    async with parts.world(api, gateway) as world:
        guild = await world.guild()
        bot = await world.bot(guild)
        reader = await bot.connect(compress="zstd-stream")
        connection = sockets.socket()
        connection.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 65536)
        connection.connect(("127.0.0.1", gateway.port))
        async with connect(
            f"{world.addresses.gateway}/?v=10&encoding=json", sock=connection, max_queue=1, ping_interval=None
        ) as deaf:
            await _identify(deaf, bot)
            posted = await _post(guild, 720, content=_WIDE * 2000, at_once=8, embeds=_LARGE)
            await reader.event("MESSAGE_CREATE", lambda message: message["id"] == posted[-1])
            assert sorted(_messages(reader)) == sorted(posted)
            try:
                async with asyncio.timeout(10):
                    while True:
                        await deaf.recv()
            except ConnectionClosed as closed:
                assert closed.rcvd is None, "it was hung up on, not bidden farewell"


_WIDE = "\x01"  # six bytes in JSON
_LARGE = [{"description": _WIDE * 4000}, {"description": _WIDE * 1900}]


async def _identify(deaf, bot: Bot) -> None:
    assert msgspec.json.decode(await deaf.recv())["op"] == 10
    data = {"token": bot.token, "intents": ALL_INTENTS, "properties": {}}
    await deaf.send(msgspec.json.encode({"op": 2, "d": data}).decode())
    assert msgspec.json.decode(await deaf.recv())["t"] == "READY"


async def _post(guild: Guild, count: int, content: str = "x", *, at_once: int = 1, **more: object) -> list[str]:
    posted: list[str] = []

    async def post_share() -> None:
        for _ in range(count // at_once):
            message = await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": content, **more})
            posted.append(message["id"])

    await asyncio.gather(*(post_share() for _ in range(at_once)))
    return posted


def _messages(socket: Socket) -> list[str]:
    return [payload.d["id"] for payload in socket.seen if payload.t == "MESSAGE_CREATE"]
