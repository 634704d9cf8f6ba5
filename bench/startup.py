"""How long it takes to start, cold and warm, and what an idle session weighs."""

from collections.abc import Sequence
from contextlib import ExitStack

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


def idle_sessions(platform: Platform, sessions: int, compressions: Sequence[str | None]) -> list[IdleSessions]:
    """The gateway's growth with sessions that have their guild and do nothing.

    All stay to the end, and some that are not counted come first: what is measured must not fit into memory that
    earlier ones left, nor hold what the first ones need once.
    """
    (gateway,) = platform.pids_of("gateway")
    with ExitStack() as all_of_them:

        def more(compress: str | None) -> float:
            before = resident_kib(gateway)
            job = Job(platform.gateway, platform.token, sessions, events=0, compress=compress)
            all_of_them.enter_context(Readers(job)).wait_ready()
            return (resident_kib(gateway) - before) / sessions

        more(None)
        return [IdleSessions(sessions, compress, more(compress)) for compress in compressions]
