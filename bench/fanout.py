"""Gateway fan-out to many sessions, beside a bare loop of socket sends of the same bytes to the same readers."""

import asyncio
import socket
import subprocess
import sys
import time
from statistics import median, quantiles
from typing import Any

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
_TICK_S = 0.02


class FanOut(msgspec.Struct):
    sessions: int
    compress: str | None
    deliveries: int
    lost: int
    per_s: float
    cpu_us: float
    p50_ms: float
    p99_ms: float
    bytes_each: float
    limit_per_s: float
    limit_cpu_us: float

    @property
    def ratio(self) -> float:
        """CPU of a delivery against the bare loop's."""
        return self.cpu_us / self.limit_cpu_us


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
            assert process.stdout.readline() == "ready\n"

    def results(self, timeout_s: float) -> list[Counted]:
        """What they counted. Those that still wait for something after the timeout are killed and left out."""
        found: list[Counted] = []
        for process in self._processes:
            try:
                output, _ = process.communicate(timeout=timeout_s)
            except subprocess.TimeoutExpired:
                process.kill()
                process.communicate()
                continue
            found.append(msgspec.json.decode(output, type=Counted))
        return found


def measure(platform: Platform, sessions: int, compress: str | None, events: int) -> FanOut:
    """Two runs: one as fast as the gateway can, for throughput and CPU; one paced, for latency."""
    job = Job(platform.gateway, platform.token, sessions, events, compress)
    counted, seconds, used = _run(platform, job, burst=10, pause_s=0.0)
    received = sum(one.received for one in counted)
    wire_bytes = sum(one.bytes_received for one in counted) / max(received, 1)
    paced, _, _ = _run(platform, msgspec.structs.replace(job, events=max(50, events // 4)), burst=1, pause_s=_TICK_S)
    latencies = [one for part in paced for one in part.latencies_ms]
    limit_s, limit_used = _bare(sessions, events, round(wire_bytes))
    deliveries = sessions * events
    return FanOut(
        sessions=sessions,
        compress=compress,
        deliveries=deliveries,
        lost=deliveries - received,
        per_s=received / seconds,
        cpu_us=used / deliveries * 1e6,
        p50_ms=median(latencies),
        p99_ms=quantiles(latencies, n=100)[98],
        bytes_each=wire_bytes,
        limit_per_s=deliveries / limit_s,
        limit_cpu_us=limit_used / deliveries * 1e6,
    )


def _run(platform: Platform, job: Job, *, burst: int, pause_s: float) -> tuple[list[Counted], float, float]:
    """What the readers counted, the seconds from the first event to the last delivery, and the gateway's CPU."""
    gateway = platform.pid_of("gateway")
    readers = Readers(job)
    readers.wait_ready()
    before, began = cpu_s(gateway), time.monotonic()
    uvloop.run(_publish(platform, job.events, burst, pause_s))
    counted = readers.results(60)
    finished = max((one.finished_at for one in counted), default=time.monotonic())
    return counted, finished - began, cpu_s(gateway) - before


async def _publish(platform: Platform, events: int, burst: int, pause_s: float) -> None:
    """Puts messages on the bus as an API process does, so that the gateway alone is measured."""
    wire = await RedisWire.open(platform.redis_url)
    lease = await Lease.take(wire)
    bus = Bus(wire)
    for at in range(0, events, burst):
        await asyncio.gather(*(bus.publish(_message(platform)) for _ in range(min(burst, events - at))))
        if pause_s:
            await asyncio.sleep(pause_s)
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


def _bare(sessions: int, events: int, frame_bytes: int) -> tuple[float, float]:
    """The limit: seconds, and CPU seconds, of a loop that sends the same bytes to as many sockets."""
    with socket.create_server(("127.0.0.1", 0), backlog=sessions) as server:
        url = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        readers = Readers(Job(url, "", sessions, events, bare=True, frame_bytes=frame_bytes))
        sockets = [server.accept()[0] for _ in range(sessions)]
        readers.wait_ready()
        frame = b"x" * frame_bytes
        began, before = time.monotonic(), time.process_time()
        for _ in range(events):
            for one in sockets:
                one.sendall(frame)
        used = time.process_time() - before
        counted = readers.results(60)
        for one in sockets:
            one.close()
    return max(one.finished_at for one in counted) - began, used
