"""Gateway fan-out to many sessions, beside a bare loop of socket sends of the same bytes to the same readers.

Two runs each, and the bare loop twice in the same way. In the first, events come as fast as the bus brings them: what
can be delivered. The gateway writes what a tick has for a session at once, so it may well beat the loop, which writes
each by itself. In the second they come one by one, with time between them: what a delivery costs when each is a
write of its own and wakes its receiver, and how long it takes.
"""

import asyncio
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from statistics import median, quantiles
from typing import Any, Self

import msgspec
import uvloop

from bench.platform import Platform, cpu_s
from bench.readers import Counted, Job
from core import snowflakes
from core.bus import Bus
from core.events import Event, guild_topic
from core.leases import Lease
from core.redis_wire import RedisWire

_READERS = 2  # processes: enough that they are not what is measured
_SETTLED_WITHIN_S = 180
_LEFT_WITHIN_S = 20
_BURST = 10
_PAUSE_S = 0.02
_FEWEST_LONE, _MOST_LONE = 50, 250
_PAUSE_PER_SESSION_S = 60e-6  # the bare loop needs a fifth of it


class FanOut(msgspec.Struct):
    sessions: int
    compress: str | None
    deliveries: int
    lost: int
    bytes_each: float
    per_s: float
    limit_per_s: float
    cpu_us: float
    limit_cpu_us: float
    lone_cpu_us: float
    lone_limit_cpu_us: float
    p50_ms: float
    p99_ms: float

    @property
    def ratio(self) -> float:
        """How many times faster the limit is."""
        return self.limit_per_s / self.per_s

    @property
    def lone_ratio(self) -> float:
        """CPU of a lone delivery against the bare loop's."""
        return self.lone_cpu_us / self.lone_limit_cpu_us


class Readers:
    """The reader processes of one run."""

    def __init__(self, job: Job) -> None:
        each, more = divmod(job.sessions, _READERS)
        shares = [each + (number < more) for number in range(_READERS)]
        self._processes = [
            self._start(msgspec.structs.replace(job, sessions=sessions)) for sessions in shares if sessions
        ]

    @staticmethod
    def _start(job: Job) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", "bench.readers"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert process.stdin
        process.stdin.write(msgspec.json.encode(job).decode() + "\n")
        process.stdin.flush()
        return process

    def wait_ready(self) -> None:
        for process in self._processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n", "the readers did not get ready"

    def results(self) -> list[Counted]:
        """What they counted; they give up by themselves when nothing more comes."""
        found: list[Counted] = []
        for process in self._processes:
            output, _ = process.communicate(timeout=_SETTLED_WITHIN_S)
            found.append(msgspec.json.decode(output, type=Counted))
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Idle sessions end with their standard input; readers that wait for anything else are killed."""
        for process in self._processes:
            if process.returncode is None:
                try:
                    process.communicate(timeout=_LEFT_WITHIN_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.communicate()


class _Run(msgspec.Struct):
    counted: list[Counted]
    seconds: float
    cpu_s: float

    @property
    def received(self) -> int:
        return sum(one.received for one in self.counted)

    @property
    def cpu_us(self) -> float:
        """CPU of a delivery."""
        return self.cpu_s / self.received * 1e6


def measure(platform: Platform, sessions: int, compress: str | None, events: int) -> FanOut:
    """`events` as fast as they come, then some one by one."""
    job = Job(platform.gateway, platform.token, sessions, events, compress)
    full = _run(platform, job, burst=_BURST, pause_s=0)
    lone_events = min(max(events // 4, _FEWEST_LONE), _MOST_LONE)
    pause_s = _PAUSE_S + sessions * _PAUSE_PER_SESSION_S
    lone = _run(platform, msgspec.structs.replace(job, events=lone_events), burst=1, pause_s=pause_s)
    latencies = [one for part in lone.counted for one in part.latencies_ms]
    wire_bytes = sum(one.bytes_received for one in full.counted) / full.received
    bare = _bare(sessions, events, round(wire_bytes), 0)
    lone_bare = _bare(sessions, lone_events, round(wire_bytes), pause_s)
    return FanOut(
        sessions=sessions,
        compress=compress,
        deliveries=sessions * (events + lone_events),
        lost=sessions * (events + lone_events) - full.received - lone.received,
        bytes_each=wire_bytes,
        per_s=full.received / full.seconds,
        limit_per_s=bare.received / bare.seconds,
        cpu_us=full.cpu_us,
        limit_cpu_us=bare.cpu_us,
        lone_cpu_us=lone.cpu_us,
        lone_limit_cpu_us=lone_bare.cpu_us,
        p50_ms=median(latencies),
        p99_ms=quantiles(latencies, n=100)[98],
    )


def _run(platform: Platform, job: Job, *, burst: int, pause_s: float) -> _Run:
    """From the first event to the last delivery, and the gateway's CPU meanwhile."""
    (gateway,) = platform.pids_of("gateway")
    with Readers(job) as readers:
        readers.wait_ready()
        before, began = cpu_s(gateway), time.monotonic()
        uvloop.run(_publish(platform, job.events, burst, pause_s))
        counted = readers.results()
        return _Run(counted, max(one.finished_at for one in counted) - began, cpu_s(gateway) - before)


async def _publish(platform: Platform, events: int, burst: int, pause_s: float) -> None:
    """Puts messages on the bus as an API process does, so that the gateway alone is measured."""
    wire = await RedisWire.open(platform.redis_url)
    lease = await Lease.take(wire)
    bus = Bus(wire)
    for at in range(0, events, burst):
        await asyncio.gather(*(bus.publish(_message(platform)) for _ in range(min(burst, events - at))))
        if pause_s:
            await asyncio.sleep(pause_s)  # the pace of the events is what is set here
    await lease.release()
    await wire.close()


def _message(platform: Platform) -> Event:
    """A MESSAGE_CREATE of about 800 bytes that tells when it was sent."""
    message_id = snowflakes.make()
    author: dict[str, Any] = {"id": "1", "username": "bench", "discriminator": "0", "global_name": None, "avatar": None}
    payload: dict[str, Any] = {
        "id": str(message_id),
        "content": f"sent {time.monotonic_ns()} " + "the quick brown fox jumps over the lazy dog; " * 8,
        "channel_id": platform.channel_id,
        "guild_id": platform.guild_id,
        "author": author,
        "member": {"roles": [], "joined_at": "2026-01-01T00:00:00.000000+00:00", "deaf": False, "mute": False},
        "timestamp": "2026-01-01T00:00:00.000000+00:00",
        "embeds": [],
        "attachments": [],
        "mentions": [],
        "mention_roles": [],
        "type": 0,
    }
    return Event(
        message_id,
        guild_topic(int(platform.guild_id)),
        "MESSAGE_CREATE",
        msgspec.json.encode(payload),
        channel_id=int(platform.channel_id),
    )


def _bare(sessions: int, events: int, frame_bytes: int, pause_s: float) -> _Run:
    """The limit: a loop that sends the same bytes to as many sockets."""
    with socket.create_server(("127.0.0.1", 0), backlog=sessions) as server, ExitStack() as opened:
        server.settimeout(_SETTLED_WITHIN_S)
        url = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        readers = opened.enter_context(Readers(Job(url, "", sessions, events, bare=True, frame_bytes=frame_bytes)))
        sockets = [opened.enter_context(server.accept()[0]) for _ in range(sessions)]
        readers.wait_ready()
        frame = b"x" * frame_bytes
        began, before = time.monotonic(), time.process_time()
        for _ in range(events):
            for one in sockets:
                one.sendall(frame)
            time.sleep(pause_s)
        used = time.process_time() - before
        counted = readers.results()
    return _Run(counted, max(one.finished_at for one in counted) - began, used)
