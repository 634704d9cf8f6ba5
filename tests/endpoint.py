"""An application's endpoint, as a developer would write it: it verifies signatures, and answers as the test says.

async with Endpoint(public_key) as endpoint:
    await bot.patch("/applications/@me", {"event_webhooks_url": endpoint.url})
    request = await endpoint.next()
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Self

import msgspec
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


class Received(msgspec.Struct):
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        return msgspec.json.decode(self.raw)


class Endpoint:
    """`answers` is asked for each request that is signed and no PING; by default they are acknowledged."""

    def __init__(self, public_key: str) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key))
        self._received: asyncio.Queue[Received] = asyncio.Queue()
        self.forged = 0
        self.pings = 0
        self.pong: Callable[[int], web.StreamResponse] = _pong
        self.refuse: Callable[[], web.StreamResponse] = lambda: web.Response(status=401, text="invalid signature")
        self.serve_instead: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None
        self.answer: Callable[[Received], web.StreamResponse] = lambda _: web.Response(status=204)

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/{tail:.*}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    async def next(self) -> Received:
        """The next signed request that is no PING."""
        async with asyncio.timeout(10):
            return await self._received.get()

    @property
    def waiting(self) -> int:
        """Of signed requests, how many the test has not looked at."""
        return self._received.qsize()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if self.serve_instead is not None:
            return await self.serve_instead(request)
        raw = await request.read()
        try:
            signature = bytes.fromhex(request.headers["X-Signature-Ed25519"])
            self._key.verify(signature, request.headers["X-Signature-Timestamp"].encode() + raw)
        except InvalidSignature:
            self.forged += 1
            return self.refuse()
        received = Received(dict(request.headers), raw)
        kind = received.body["type"]
        if kind == 0 or (kind == 1 and "event" not in received.body):
            self.pings += 1
            return self.pong(kind)
        self._received.put_nowait(received)
        return self.answer(received)


def _pong(kind: int) -> web.StreamResponse:
    return web.Response(status=204) if kind == 0 else web.json_response({"type": 1})
