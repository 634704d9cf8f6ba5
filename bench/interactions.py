"""From a user's POST /interactions to his seeing the reply, over the gateway and over HTTP.

What the application itself did meanwhile is measured in its own process and told apart: the rest is ours. As many
invocations as are said are under way at any time, each user's next as soon as he sees the last reply, so that with many
of them the machine is saturated; the load's own processes run on it as well.

The limit is the same way without the platform: a request over loopback, a row and its event in the database, the event
on the bus, and all of it once more for the answer, whose statement also claims the row of the interaction.
"""

import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import chain
from statistics import median, quantiles
from typing import Any

import httpx
import msgspec

from bench import answerers, bare_interactions, invokers
from bench.invokers import Command, User
from bench.platform import Platform, cpu_s

_PROCESSES = 2  # of users: enough that they are not what is measured
_SETTLED_WITHIN_S = 60


class RoundTrips(msgspec.Struct):
    over: str
    at_once: int
    channels: int
    per_s: float
    p50_ms: float
    p99_ms: float
    own_p50_ms: float  # the application's own share
    own_p99_ms: float
    ours_p50_ms: float
    ours_p99_ms: float
    to_application_p50_ms: float  # of ours: until the application has read it
    api_cpu_us: float
    gateway_cpu_us: float
    limit_p50_ms: float
    limit_p99_ms: float

    @property
    def ratio(self) -> float:
        """How many times faster the limit is."""
        return self.ours_p50_ms / self.limit_p50_ms


class Scene(msgspec.Struct):
    """Users with a guild each, and one application in all of them."""

    users: list[User]
    command: Command
    token: str
    verify_key: str


class _Process:
    """A process that is told its job, and writes lines."""

    def __init__(self, module: str, job: msgspec.Struct) -> None:
        command = [sys.executable, "-m", module]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.write(msgspec.json.encode(job).decode())

    def write(self, line: str) -> None:
        assert self._process.stdin
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def line(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line, f"{self._process.args!r} ended early"
        return line

    def end(self) -> str:
        """What it writes when its input is closed."""
        output, _ = self._process.communicate(timeout=_SETTLED_WITHIN_S)
        assert self._process.returncode == 0, f"{self._process.args!r} failed"
        return output

    def kill(self) -> None:
        if self._process.poll() is None:
            self._process.kill()
            self._process.communicate()


def measure(platform: Platform, scene: Scene, over: str, at_once: int, seconds: float, *, hot: bool) -> RoundTrips:
    """`over`: gateway or http. `hot`: all in one channel, by one user."""
    users = _share(scene.users[:1] if hot else scene.users[:at_once], at_once)
    answering = answerers.Job(platform.api, platform.gateway, scene.token, scene.verify_key, over == "http")
    processes = [_Process("bench.answerers", answering)]
    try:
        port = processes[0].line().strip()
        _set_endpoint(platform, scene, f"http://127.0.0.1:{port}/" if over == "http" else None)
        for share in users:
            job = invokers.Job(platform.api, platform.gateway, scene.command, share, seconds)
            processes.append(_Process("bench.invokers", job))
        for word in ("ready\n", "warm\n"):
            assert [one.line() for one in processes[1:]] == [word] * len(users)
        before, began = _cpu_s(platform), time.monotonic()
        for one in processes[1:]:
            one.write("measure")
        measured = [msgspec.json.decode(one.line(), type=list[invokers.RoundTrip]) for one in processes[1:]]
        trips = list(chain.from_iterable(measured))
        used = [after - earlier for after, earlier in zip(_cpu_s(platform), before, strict=True)]
        took = max(trip.seen_at for trip in trips) - began
        own = msgspec.json.decode(processes[0].end(), type=list[answerers.Own])
        for one in processes[1:]:
            one.end()
    finally:
        for one in processes:
            one.kill()
    limit = bare_interactions.measure(platform, at_once, seconds)
    return _result(over, at_once, 1 if hot else at_once, trips, own, took, used, limit)


def _result(
    over: str,
    at_once: int,
    channels: int,
    trips: Sequence[invokers.RoundTrip],
    own: Sequence[answerers.Own],
    took: float,
    used: Sequence[float],
    limit: Sequence[float],
) -> RoundTrips:
    by_id = {one.interaction_id: one for one in own}
    whole = [(trip.seen_at - trip.sent_at) * 1000 for trip in trips]
    theirs = [
        (by_id[trip.interaction_id].answered_at - by_id[trip.interaction_id].received_at) * 1000 for trip in trips
    ]
    ours = [one - other for one, other in zip(whole, theirs, strict=True)]
    return RoundTrips(
        over=over,
        at_once=at_once,
        channels=channels,
        per_s=len(trips) / took,
        p50_ms=median(whole),
        p99_ms=_p99(whole),
        own_p50_ms=median(theirs),
        own_p99_ms=_p99(theirs),
        ours_p50_ms=median(ours),
        ours_p99_ms=_p99(ours),
        to_application_p50_ms=median((by_id[trip.interaction_id].received_at - trip.sent_at) * 1000 for trip in trips),
        api_cpu_us=used[0] / len(trips) * 1e6,
        gateway_cpu_us=used[1] / len(trips) * 1e6,
        limit_p50_ms=median(limit),
        limit_p99_ms=_p99(limit),
    )


def _p99(times: Sequence[float]) -> float:
    return quantiles(times, n=100)[98]


def _cpu_s(platform: Platform) -> tuple[float, float]:
    api, gateway = (sum(cpu_s(pid) for pid in platform.pids_of(role)) for role in ("api", "gateway"))
    return api, gateway


def _share(users: Sequence[User], at_once: int) -> list[list[User]]:
    """The users of each process, with what is under way of each."""
    if at_once < _PROCESSES:
        return [[msgspec.structs.replace(user, at_once=at_once) for user in users]]
    each = at_once // len(users)
    if len(users) == 1:
        return [[msgspec.structs.replace(users[0], at_once=at_once // _PROCESSES)] for _ in range(_PROCESSES)]
    return [[msgspec.structs.replace(user, at_once=each) for user in users[n::_PROCESSES]] for n in range(_PROCESSES)]


def _set_endpoint(platform: Platform, scene: Scene, url: str | None) -> None:
    with httpx.Client(base_url=platform.api, trust_env=False, timeout=30) as http:
        bot = {"Authorization": f"Bot {scene.token}"}
        answer = http.patch("/applications/@me", json={"interactions_endpoint_url": url}, headers=bot)
        assert answer.is_success, answer.text


def prepare(platform: Platform, users: int) -> Scene:
    with httpx.Client(base_url=platform.api, trust_env=False, timeout=30) as http:

        def call(method: str, path: str, body: object, token: str = "") -> Any:
            answer = http.request(method, path, json=body, headers={"Authorization": token} if token else {})
            assert answer.is_success, answer.text
            return answer.json()

        owner = call("POST", "/auth/register", {"global_name": "owner"})["token"]
        application = call("POST", "/applications", {"name": "bench"}, owner)["id"]
        token = call("POST", f"/applications/{application}/bot", {}, owner)["token"]
        command = {"name": "ping", "description": "answers", "type": 1}
        made = call("POST", f"/applications/{application}/commands", command, f"Bot {token}")
        verify_key = call("GET", "/applications/@me", None, f"Bot {token}")["verify_key"]
        where = f"/oauth2/authorize?client_id={application}&scope=bot+applications.commands"
        found: list[User] = []
        for _ in range(users):
            user = call("POST", "/auth/register", {"global_name": "user"})["token"]
            guild = call("POST", "/guilds", {"name": "bench"}, user)["id"]
            call("POST", where, {"guild_id": guild, "permissions": "8", "authorize": True}, user)
            channels = call("GET", f"/guilds/{guild}/channels", None, user)
            channel = next(channel["id"] for channel in channels if channel["type"] == 0)
            found.append(User(user, guild, channel, 1))
        return Scene(found, msgspec.convert(made, Command), token, verify_key)
