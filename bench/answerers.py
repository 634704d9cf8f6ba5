"""An application that answers each interaction at once, as cheaply as can be: `python -m bench.answerers`.

Reads one JSON Job from standard input. Over the gateway it answers by the callback route; as an endpoint, in the
answer to the signed request, whose signature it verifies. Writes one line when it can be invoked: the endpoint's
port, or 0. When its input is closed it writes, as JSON, how long it took for each interaction itself: from having
read it to having handed its answer to the socket.
"""

import asyncio
import re
import sys
import time
from collections import deque

import msgspec
import uvloop
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from bench.wires import Answering, Events, Requests, report, request

_ANSWER = b'{"type":4,"data":{"content":"The quick brown fox jumps over the lazy dog."}}'
_INTERACTION = re.compile(rb'"d":{"id":"(\d+)"')
_ID = re.compile(rb'{"id":"(\d+)"')
_TOKEN = re.compile(rb'"token":"([\w-]+)"')
_SIGNATURE = re.compile(rb"x-signature-ed25519: (\w+)", re.IGNORECASE)
_TIMESTAMP = re.compile(rb"x-signature-timestamp: (\d+)", re.IGNORECASE)


class Job(msgspec.Struct):
    api: str
    gateway: str
    token: str
    verify_key: str
    over_http: bool


class Own(msgspec.Struct, array_like=True):
    """What the application itself did, by the machine's monotonic clock."""

    interaction_id: int
    received_at: float
    answered_at: float


class _Caller:
    """Calls the callback route, over connections that are kept."""

    def __init__(self, api: str, own: list[Own]) -> None:
        self._api, self._own = api, own
        self._idle: deque[Requests] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self.refused: list[bytes] = []

    def heard(self, frame: bytes) -> None:
        received_at = time.monotonic()
        found = _INTERACTION.search(frame, 0, 90)
        token = _TOKEN.search(frame)
        if b'"INTERACTION_CREATE"' not in frame[:60] or not found or not token:
            return
        path = f"{self._api}/interactions/{found[1].decode()}/{token[1].decode()}/callback"
        callback = request("POST", path, _ANSWER)
        one = Own(int(found[1]), received_at, 0.0)
        self._own.append(one)
        while self._idle:
            connection = self._idle.popleft()
            if connection.is_open:
                self._send(connection, callback, one)
                return
        task = asyncio.create_task(self._open_and_send(callback, one))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _open_and_send(self, callback: bytes, one: Own) -> None:
        connection = await Requests.open(self._api)
        connection.answered = lambda status, body: self._answered(connection, status, body)
        self._send(connection, callback, one)

    @staticmethod
    def _send(connection: Requests, callback: bytes, one: Own) -> None:
        connection.send(callback)
        one.answered_at = time.monotonic()

    def _answered(self, connection: Requests, status: int, body: bytes) -> None:
        self._idle.append(connection)
        if status != 204:
            self.refused.append(body)


class _Endpoint:
    def __init__(self, job: Job, own: list[Own]) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(job.verify_key))
        self._own = own

    def answer(self, head: bytes, body: bytes) -> bytes:
        received_at = time.monotonic()
        signature, timestamp = _SIGNATURE.search(head), _TIMESTAMP.search(head)
        assert signature and timestamp, head
        try:
            self._key.verify(bytes.fromhex(signature[1].decode()), timestamp[1] + body)
        except InvalidSignature:
            return _response(b"401 Unauthorized", b"{}")
        found = _ID.search(body)
        if b'"type":1,' in body[:90] or not found:
            return _response(b"200 OK", b'{"type":1}')
        self._own.append(Own(int(found[1]), received_at, time.monotonic()))
        return _response(b"200 OK", _ANSWER)


def _response(status: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


async def _run(job: Job) -> list[Own]:
    own: list[Own] = []
    loop = asyncio.get_running_loop()
    refused: list[bytes] = []
    if job.over_http:
        endpoint = _Endpoint(job, own)
        server = await loop.create_server(lambda: Answering(endpoint.answer), "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await loop.run_in_executor(None, sys.stdin.read)
        server.close()
    else:
        caller = _Caller(job.api, own)
        session = await Events.open(job.gateway, job.token, 0, caller.heard)
        print(0, flush=True)
        await loop.run_in_executor(None, sys.stdin.read)
        session.close()
        refused = caller.refused
    if refused:
        sys.exit(f"{len(refused)} callbacks were refused: {refused[0]!r}")
    return own


if __name__ == "__main__":
    report(uvloop.run(_run(msgspec.json.decode(sys.stdin.readline(), type=Job))))
