"""What strangers may cost the HTTP port: small heads, and no connection that takes for ever."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest
import uvicorn
from uvicorn.server import ServerState

from server import api_process
from tests.world import World

_PATIENCE_S = 10


async def _app(scope: object, receive: object, send: object) -> None:
    raise AssertionError("no request came whole")


@asynccontextmanager
async def impatient(
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncGenerator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """A connection to a server that waits for nobody."""
    monkeypatch.setattr(api_process, "_WITHIN_S", {"head": 0.05, "body": 0.05})
    config = uvicorn.Config(_app, log_config=None, lifespan="off")
    config.load()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: api_process._Protocol(config, ServerState(), {}), "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.sockets[0].getsockname()[1])
        yield reader, writer
        writer.close()


async def ended(reader: asyncio.StreamReader) -> bytes:
    """What came until the other side hung up."""
    async with asyncio.timeout(_PATIENCE_S):
        try:
            return await reader.read()
        except ConnectionError:  # it hung up while we were still sending
            return b""


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
async def test_a_head_that_does_not_come_ends_the_connection(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    async with impatient(monkeypatch) as (reader, writer):
        writer.write(sent)
        assert await ended(reader) == b""


@pytest.mark.parametrize("head", [b"GET /%b HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nX: %b\r\n", b"GET / HTTP/1.1\r\n%b"])
async def test_a_head_has_a_largest_size(world: World, head: bytes) -> None:
    filling = b"X: y\r\n" * 500_000 if head.endswith(b"\n%b") else b"a" * 3_000_000
    address = urlsplit(world.addresses.root)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(head % filling)
    answer = await ended(reader)
    assert not answer or answer.startswith(b"HTTP/1.1 400 ")
    writer.close()


async def test_a_usual_request_is_not_hurried(world: World) -> None:
    address = urlsplit(world.addresses.root)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    for _ in range(3):
        for piece in (b"GET /api/v10/gateway HTT", b"P/1.1\r\nHost: x\r\nX-Long: " + b"a" * 20_000, b"\r\n\r\n"):
            writer.write(piece)
            await writer.drain()
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 200 ")
        await reader.readuntil(b"}")
    writer.close()


async def test_strangers_may_send_little(world: World) -> None:
    body = {"login": "a" * 300_000, "password": "b"}
    answer = await world.http.post(f"{world.addresses.api}/auth/login", json=body)
    assert (answer.status_code, answer.json()["code"]) == (413, 40005)
