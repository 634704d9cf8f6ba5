"""The lease of a worker number in Redis, so that no two processes make ids with the same one.

It lives in the machine's time, not in `core.clock`'s, so a test may step the clock without taking anybody's
number. It is renewed every `renew_s`; for `hold_s` after a renewal was asked for, nobody else can have it,
and so long ids are made. With the number lies the latest moment of its ids: who takes it next begins after
that, though his clock be behind. A Redis that lost its memory has forgotten who holds what; all renew as soon
as they are connected again, and a newcomer begins with a random number so as not to meet them.
"""

import asyncio
import random
import secrets
from contextlib import suppress

import structlog
from hiredis import ReplyError

from core import clock, snowflakes
from core.redis_wire import RedisGoneError, RedisWire, Script

_SCRIPT = Script("lease")
_HOLD_S = 120.0
_RENEW_S = 15.0

_log = structlog.get_logger(__name__)


class NoNumberFreeError(RuntimeError):
    """All worker numbers are held by other processes."""


class Lease:
    """From `Lease.take(wire)` until `release`, `core.snowflakes` makes ids with its number."""

    def __init__(self, wire: RedisWire, hold_s: float, renew_s: float) -> None:
        """Holds nothing yet; use `take`."""
        self.maker = snowflakes.Maker(0, until=0)
        self._wire = wire
        self._who = secrets.token_hex(16)
        self._hold_s = hold_s
        self._renew_s = renew_s
        self._now = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @classmethod
    async def take(cls, wire: RedisWire, hold_s: float = _HOLD_S, renew_s: float = _RENEW_S) -> "Lease":
        """Raises NoNumberFreeError."""
        lease = cls(wire, hold_s, renew_s)
        await lease._take_any()
        wire.restored.append(lease._now.set)
        lease._task = asyncio.create_task(lease._keep())
        return lease

    @property
    def worker(self) -> int:
        return self.maker.worker

    async def release(self) -> None:
        """Make no more ids and let another process have the number at once."""
        assert self._task is not None
        self._task.cancel()
        await asyncio.wait([self._task])
        self._wire.restored.remove(self._now.set)
        self.maker.until = 0
        with suppress(RedisGoneError):  # it runs out by itself
            await self._ask(self.worker, 0, resend=False)

    async def _take_any(self) -> None:
        first = random.randrange(snowflakes.WORKERS)  # noqa: S311  (not a secret)
        for worker in (*range(first, snowflakes.WORKERS), *range(first)):
            asked = clock.stopwatch()
            latest_ms = await self._ask(worker, self._hold_s)
            if latest_ms is not None:
                self.maker = snowflakes.use(worker, floor_ms=latest_ms, until=asked + self._hold_s)
                return
        raise NoNumberFreeError("all worker numbers are taken")

    async def _keep(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._now.wait(), self._renew_s)
            self._now.clear()
            try:
                await self._renew()
            except (NoNumberFreeError, RedisGoneError, ReplyError) as problem:
                _log.error("the worker number was not renewed", problem=str(problem))

    async def _renew(self) -> None:
        asked = clock.stopwatch()
        latest_ms = await self._ask(self.worker, self._hold_s)
        if latest_ms is None:
            self.maker.until = 0
            _log.warning("the worker number is another's", worker=self.worker)
            await self._take_any()
        elif asked + self._hold_s < clock.stopwatch() or latest_ms > self.maker.last_ms:
            self._now.set()  # the answer took too long to count, or ids were made since by another
            self.maker = snowflakes.use(self.worker, floor_ms=latest_ms, until=asked + self._hold_s)
        else:
            self.maker.until = asked + self._hold_s

    async def _ask(self, worker: int, hold_s: float, *, resend: bool = True) -> int | None:
        """Take, keep or (0) give back the number. The latest moment in its ids; None if it is another's."""
        keys = (f"{{worker:{worker}}}:holder", f"{{worker:{worker}}}:latest")
        latest_ms = self.maker.last_ms if worker == self.maker.worker else 0
        answer = await self._wire.run(_SCRIPT, keys, (self._who, round(hold_s * 1000), latest_ms), resend=resend)
        assert answer is None or isinstance(answer, int)
        return answer
