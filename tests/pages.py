"""Pages of strangers, served from this machine: what links lead to."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from typing import Self

from aiohttp import web

Serve = Callable[[web.Request], Awaitable[web.StreamResponse]]


class PageServer:
    """Gives what was put at a path; counts how often each was asked for."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self._pages: dict[str, Serve] = {}

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_get("/{tail:.*}", self._serve)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def put(self, path: str, body: str | bytes, content_type: str = "text/html", status: int = 200) -> str:
        """The page's address."""
        content = body.encode() if isinstance(body, str) else body

        async def serve(_: web.Request) -> web.StreamResponse:
            return web.Response(body=content, status=status, headers={"Content-Type": content_type})

        return self.serve(path, serve)

    def redirect(self, path: str, to: str) -> str:
        async def serve(_: web.Request) -> web.StreamResponse:
            return web.Response(status=302, headers={"Location": to})

        return self.serve(path, serve)

    def endless(self, path: str, head: str) -> str:
        async def serve(request: web.Request) -> web.StreamResponse:
            answer = web.StreamResponse(headers={"Content-Type": "text/html"})
            await answer.prepare(request)
            await answer.write(head.encode())
            try:
                while True:
                    await answer.write(b"<p>" * 10_000)
            except ConnectionError:
                return answer

        return self.serve(path, serve)

    def held(self, path: str, body: str) -> tuple[str, asyncio.Event, asyncio.Event]:
        """A page that answers when it is let; its address, `asked` and `let`."""
        asked, let = asyncio.Event(), asyncio.Event()

        async def serve(_: web.Request) -> web.StreamResponse:
            asked.set()
            await let.wait()
            return web.Response(text=body, content_type="text/html")

        return self.serve(path, serve), asked, let

    def serve(self, path: str, serve: Serve) -> str:
        self._pages[path] = serve
        return self.url + path

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        self.asked[request.path] += 1
        page = self._pages.get(request.path)
        return web.Response(status=404) if page is None else await page(request)
