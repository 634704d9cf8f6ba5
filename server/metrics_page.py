"""The Prometheus page of an instance: one page for all its processes, served by the supervisor.

Each process writes its numbers into a file of one folder (prometheus_client's multiprocess mode); this page adds
them up. So it answers while an API worker is busy, and there is one target to scrape for all workers.
"""

import asyncio
import socket
from http import HTTPStatus
from pathlib import Path

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

__all__ = ["serve"]

_TIMEOUT_S = 10


async def serve(listener: socket.socket, folder: Path) -> asyncio.Server:
    """Answers GET /metrics on the listening socket."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(_TIMEOUT_S):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(_response(head, folder))
                await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError, TimeoutError):
            pass  # a client that does not speak HTTP, or left
        finally:
            writer.close()

    return await asyncio.start_server(answer, sock=listener)


def _response(head: bytes, folder: Path) -> bytes:
    if head.split(maxsplit=2)[:2] != [b"GET", b"/metrics"]:
        return _message(HTTPStatus.NOT_FOUND, "text/plain", b"The metrics are at /metrics.\n")
    registry = CollectorRegistry()
    MultiProcessCollector(registry, path=str(folder))
    return _message(HTTPStatus.OK, CONTENT_TYPE_LATEST, generate_latest(registry))


def _message(status: HTTPStatus, content_type: str, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}\r\nContent-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
