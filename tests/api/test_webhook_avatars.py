"""Pictures that a webhook's message is told to show, by their address."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from tests import pictures
from tests.api.test_webhooks import path, webhook
from tests.world import Json, World


@asynccontextmanager
async def serving(content: bytes) -> AsyncGenerator[tuple[str, asyncio.Queue[str]]]:
    """An address that answers with these bytes, and what it was asked for."""
    asked: asyncio.Queue[str] = asyncio.Queue()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n" % len(content) + content)
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        asked.put_nowait(head.decode().split()[1])

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/a.png", asked
    finally:
        server.close()
        await server.wait_closed()


async def shown(world: World, made: Json, url: str) -> str:
    message = await world.anyone.post(f"{path(made)}?wait=true", {"content": "x", "avatar_url": url})
    return f"{world.addresses.root}/avatars/{made['id']}/{message['author']['avatar']}.png"


async def status_of(world: World, url: str, status: int) -> int:
    """What the CDN says, as soon as it is the expected."""
    async with asyncio.timeout(10):
        while (await world.http.get(url)).status_code != status:
            await asyncio.sleep(0.05)
    return status


async def test_the_picture_is_fetched_once_and_served(world: World) -> None:
    made = await webhook(await world.guild())
    async with serving(pictures.png()) as (url, asked):
        place = await shown(world, made, url)
        assert await asyncio.wait_for(asked.get(), 10) == "/a.png"
        assert await status_of(world, place, 200) == 200
        assert await shown(world, made, url) == place
    assert asked.empty()


async def test_what_is_no_picture_is_not_served(world: World) -> None:
    made = await webhook(await world.guild())
    async with serving(b"<script>") as (url, asked):
        place = await shown(world, made, url)
        await asyncio.wait_for(asked.get(), 10)
        assert (await world.http.get(place)).status_code == 404


@pytest.mark.parametrize("url", ["x", "ftp://example.org/a.png", "http://", "javascript:alert(1)", "http://[::1"])
async def test_what_is_no_web_address_is_refused(world: World, url: str) -> None:
    made = await webhook(await world.guild())
    problem = await world.anyone.refused(50035, "POST", path(made), {"content": "x", "avatar_url": url}, status=400)
    assert list(problem["errors"]) == ["avatar_url"]
