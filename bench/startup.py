"""How long it takes to start, cold and warm, and what an idle session weighs."""

import msgspec

from bench.fanout import Readers
from bench.platform import Platform, folder, resident_kib, start, stop
from bench.readers import Job


class StartUp(msgspec.Struct):
    cold_s: float
    warm_s: float


class IdleSessions(msgspec.Struct):
    sessions: int
    compress: str | None
    kib_each: float


def measure() -> StartUp:
    """Everything embedded, from nothing and again on the kept data, until it is ready."""
    with folder() as data:
        process, _, cold_s = start(data)
        stop(process)
        process, _, warm_s = start(data)
        stop(process)
    return StartUp(cold_s, warm_s)


def idle_sessions(platform: Platform, sessions: int, compress: str | None) -> IdleSessions:
    """The gateway's growth with sessions that have their guild and do nothing."""
    (gateway,) = platform.pids_of("gateway")
    before = resident_kib(gateway)
    with Readers(Job(platform.gateway, platform.token, sessions, events=0, compress=compress)) as readers:
        readers.wait_ready()
        grown = resident_kib(gateway) - before
    return IdleSessions(sessions, compress, grown / sessions)
