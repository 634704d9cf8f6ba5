"""Users who use a command again and again, each as soon as the last was answered: `python -m bench.invokers`.

Reads one JSON Job from standard input, writes `ready` when their sessions are, and `warm` when they have invoked for
a while. Then, at a line of input, it measures, and writes its round trips as JSON.
"""

import asyncio
import itertools
import re
import sys
import time

import msgspec
import uvloop

from bench.wires import Events, Requests, report, request

_ANSWER_WITHIN_S = 30
_nonces = itertools.count(time.monotonic_ns())
_INTENTS = 1 << 9 | 1 << 15
_SEEN = re.compile(rb'"t":"(MESSAGE_CREATE|INTERACTION_SUCCESS|INTERACTION_CREATE|INTERACTION_FAILURE)"')
_NONCE = re.compile(rb'"nonce":"(\d+)"')
_ID = re.compile(rb'"d":{"id":"(\d+)"')


class User(msgspec.Struct):
    token: str
    guild_id: str
    channel_id: str
    at_once: int  # how many invocations of his are under way at any time


class Command(msgspec.Struct):
    id: str
    application_id: str
    version: str
    name: str
    type: int


class Job(msgspec.Struct):
    api: str
    gateway: str
    command: Command
    users: list[User]
    seconds: float


class RoundTrip(msgspec.Struct, array_like=True):
    """By the machine's monotonic clock, which its processes share."""

    interaction_id: int
    sent_at: float
    seen_at: float  # the message; INTERACTION_SUCCESS comes with it


class _Invoking:
    """One invocation after the other."""

    def __init__(self, job: Job, user: User, connection: Requests) -> None:
        command = job.command
        data = {"id": command.id, "version": command.version, "name": command.name, "type": command.type}
        self._fixed = {
            "type": 2,
            "application_id": command.application_id,
            "guild_id": user.guild_id,
            "channel_id": user.channel_id,
            "data": data,
        }
        self._api, self._token = f"{job.api}/interactions", user.token
        self._connection = connection
        connection.answered = self._answered
        self.until = 0.0
        self.trips: list[RoundTrip] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def begin(self, until: float, nonces: "dict[bytes, _Invoking]") -> None:
        self.until, self._nonces = until, nonces
        self.trips = []
        self.done = asyncio.get_running_loop().create_future()
        self._next()

    def _next(self) -> None:
        self._trip = RoundTrip(0, 0.0, 0.0)
        self._missing = {"answer", "MESSAGE_CREATE", "INTERACTION_SUCCESS", "INTERACTION_CREATE"}
        self._nonce = str(next(_nonces))
        self._nonces[self._nonce.encode()] = self
        body = msgspec.json.encode({**self._fixed, "nonce": self._nonce})
        sent = request("POST", self._api, body, f"Authorization: {self._token}")
        self._trip.sent_at = time.monotonic()
        self._connection.send(sent)

    def _answered(self, status: int, body: bytes) -> None:
        if status != 204:
            self.done.set_exception(AssertionError(f"{status} {body!r}"))
        else:
            self._one_less("answer")

    def heard(self, name: str, frame: bytes) -> None:
        if name == "INTERACTION_CREATE":
            found = _ID.search(frame)
            assert found, frame
            self._trip.interaction_id = int(found[1])
        elif name == "MESSAGE_CREATE":
            self._trip.seen_at = time.monotonic()
        elif name == "INTERACTION_FAILURE" and not self.done.done():
            self.done.set_exception(AssertionError(f"failed: {frame!r}"))
        self._one_less(name)

    def _one_less(self, name: str) -> None:
        self._missing.discard(name)
        if self._missing or self.done.done():
            return
        self.trips.append(self._trip)
        del self._nonces[self._nonce.encode()]
        if time.monotonic() < self.until:
            self._next()
        else:
            self.done.set_result(None)


async def _run(job: Job) -> list[RoundTrip]:
    nonces: dict[bytes, _Invoking] = {}

    def heard(frame: bytes) -> None:
        name, nonce = _SEEN.search(frame, 0, 60), _NONCE.search(frame)
        if name and nonce and nonce[1] in nonces:
            nonces[nonce[1]].heard(name[1].decode(), frame)

    sessions = [await Events.open(job.gateway, user.token, _INTENTS, heard) for user in job.users]
    invoking = [_Invoking(job, user, await Requests.open(job.api)) for user in job.users for _ in range(user.at_once)]

    async def invoke(seconds: float) -> None:
        until = time.monotonic() + seconds
        for one in invoking:
            one.begin(until, nonces)
        async with asyncio.timeout(seconds + _ANSWER_WITHIN_S):
            await asyncio.gather(*(one.done for one in invoking))

    print("ready", flush=True)
    await invoke(job.seconds / 4)
    print("warm", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
    await invoke(job.seconds)
    for session in sessions:
        session.close()
    return [trip for one in invoking for trip in one.trips]


if __name__ == "__main__":
    report(uvloop.run(_run(msgspec.json.decode(sys.stdin.readline(), type=Job))))
