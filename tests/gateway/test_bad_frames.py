"""Sockets that do everything wrong: each gets its close code, and the session beside them notices nothing."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import msgspec
import pytest

from tests.sockets import Socket
from tests.world import Bot, Guild, World

_DEEP = '{"op":3,"d":' + "[" * 2000 + "]" * 2000 + "}"

# What an open session may send, and the code that it gets for it.
IN_SESSION: dict[str, tuple[bytes | str, int]] = {
    "nothing": ("", 4002),
    "no JSON": ("hello", 4002),
    "no UTF-8 in bytes": (b"\xff\xfe\x00", 4002),
    "half of JSON": ('{"op":1,', 4002),
    "two payloads": ('{"op":1,"d":null}{"op":1,"d":null}', 4002),
    "a list": ("[]", 4002),
    "a number": ("7", 4002),
    "no opcode": ('{"d":1}', 4002),
    "an opcode that is none": ('{"op":"1","d":null}', 4002),
    "an opcode with a fraction": ('{"op":1.5,"d":null}', 4002),
    "an unknown opcode": ('{"op":99,"d":null}', 4001),
    "a negative opcode": ('{"op":-1,"d":null}', 4001),
    "an opcode of the server": ('{"op":10,"d":{"heartbeat_interval":1}}', 4001),
    "a heartbeat of words": ('{"op":1,"d":"now"}', 4002),
    "no data": ('{"op":8}', 4002),
    "data of another form": ('{"op":8,"d":[1,2]}', 4002),
    "a guild that is no id": ('{"op":8,"d":{"guild_id":"x","query":"","limit":0}}', 4002),
    "deep": (_DEEP, 4002),
    "a byte too much": (" " * 4097, 4002),
    "far too much": (" " * 2_000_000, 1009),
    "identify again": ('{"op":2,"d":{"token":"x","properties":{},"intents":0}}', 4005),
    "resume in session": ('{"op":6,"d":{"token":"x","session_id":"y","seq":1}}', 4005),
}


@pytest.fixture
async def bystander(world: World) -> tuple[Guild, Bot, Socket]:
    guild = await world.guild()
    bot = await world.bot(guild)
    return guild, bot, await bot.connect(compress="zstd-stream")


async def undisturbed(guild: Guild, socket: Socket) -> None:
    said = await guild.owner.post(f"/channels/{guild.channel}/messages", {"content": "still here"})
    assert await socket.until("MESSAGE_CREATE", lambda message: message["id"] == said["id"]) == []


@pytest.mark.parametrize("name", IN_SESSION)
async def test_bad_payloads_in_a_session(bystander: tuple[Guild, Bot, Socket], name: str) -> None:
    guild, bot, beside = bystander
    socket = await bot.connect()
    data, code = IN_SESSION[name]
    await socket.send_raw(data)
    assert await socket.close_code() == code
    again = await bot.resume(socket)
    assert await again.event("RESUMED") is not None, "whoever erred may come back to his session"
    await undisturbed(guild, beside)


async def test_the_largest_payload_is_taken(world: World) -> None:
    bot = await world.bot()
    socket = await bot.connect()
    await socket.send_raw('{"op":1,"d":null}'.ljust(4096))
    assert (await socket.payload()).op == 11


async def test_commands_may_come_in_binary_frames(world: World) -> None:
    bot = await world.bot()
    socket = await Socket.open(world.addresses.gateway)
    world.sockets.append(socket)
    assert (await socket.payload()).op == 10
    data = {"token": bot.token, "properties": {}, "intents": 0}
    await socket.send_raw(msgspec.json.encode({"op": 2, "d": data}))
    await socket.event("READY")


async def test_heaps_of_noise(world: World, bystander: tuple[Guild, Bot, Socket]) -> None:
    guild, _, beside = bystander
    chance = random.Random(2)
    strangers = [await Socket.open(world.addresses.gateway) for _ in range(30)]
    for stranger in strangers:
        assert (await stranger.payload()).op == 10
        await stranger.send_raw(chance.randbytes(chance.randrange(1, 4096)))
    assert {await stranger.close_code() for stranger in strangers} == {4002}
    await undisturbed(guild, beside)


async def _no_http(host: str, port: int) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(random.Random(3).randbytes(500) + b"\r\n\r\n")
    await reader.read()
    writer.close()


async def _only_http(host: str, port: int) -> None:
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.get(f"http://{host}:{port}/?v=10&encoding=json")
    assert answer.status_code == 426


async def _frames_of_another_age(host: str, port: int) -> None:
    """A handshake, then frames with reserved bits: the WebSocket protocol's own error."""
    reader, writer = await asyncio.open_connection(host, port)
    writer.write(
        b"GET /?v=10&encoding=json HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    assert b" 101 " in await reader.readuntil(b"\r\n\r\n")
    writer.write(b"\xff\xff" * 100)
    assert b"\x88" in await reader.read(), "it was closed with a close frame"
    writer.close()


async def _ping_without_reading(host: str, port: int) -> None:
    """Each ping is answered, and the answers would pile up."""
    reader, writer = await asyncio.open_connection(host, port, limit=1024)
    writer.write(
        b"GET /?v=10&encoding=json HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
    )
    await reader.readuntil(b"\r\n\r\n")
    pings = (b"\x89\xfd\0\0\0\0" + bytes(125)) * 1000
    with pytest.raises(ConnectionError):
        for _ in range(1000):
            writer.write(pings)
            await writer.drain()
    writer.close()


async def _leave_in_the_middle(host: str, port: int) -> None:
    _, writer = await asyncio.open_connection(host, port)
    writer.write(b"GET /?v=10 HTTP/1.1\r\nUpgrade: webso")
    writer.transport.abort()


@pytest.mark.parametrize(
    "stranger", [_no_http, _only_http, _frames_of_another_age, _ping_without_reading, _leave_in_the_middle]
)
async def test_strangers(
    world: World, bystander: tuple[Guild, Bot, Socket], stranger: Callable[[str, int], Awaitable[Any]]
) -> None:
    guild, _, beside = bystander
    host, _, port = world.addresses.gateway.removeprefix("ws://").partition(":")
    await stranger(host, int(port))
    await undisturbed(guild, beside)


@pytest.mark.parametrize("query", ["?v=8", "?v=11", "?v=x", "?v=", "?v=10&v=3"])
async def test_versions_that_nobody_speaks(world: World, query: str) -> None:
    assert await (await Socket.open(world.addresses.gateway, query=query)).close_code() == 4012


@pytest.mark.parametrize("query", ["?v=10&encoding=etf", "?v=9&encoding=xml", "?v=10&encoding=json&compress=br"])
async def test_encodings_that_nobody_speaks(world: World, query: str) -> None:
    assert await (await Socket.open(world.addresses.gateway, query=query)).close_code() == 4002
