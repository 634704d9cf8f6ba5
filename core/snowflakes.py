"""Ids: milliseconds since 2015 in the high bits, then ten bits of worker, then twelve that count.

Ids of one process only rise and never repeat, whatever the clock does: when it goes back, stands, or a
millisecond is used up, the maker goes on from its last id into milliseconds that have not come yet. Between
processes the worker number keeps them apart; `core.leases` sees to it that two never have the same.
Docs: reference#snowflakes
"""

from core import clock
from core.wire import Snowflake

EPOCH_MS = 1_420_070_400_000
WORKERS = 1024
_LAST_SEQUENCE = 4095


class NoWorkerNumberError(RuntimeError):
    """No ids may be made here: the process has no worker number, or its lease ran out."""


class Maker:
    """Makes the ids of one worker number, all later than `floor_ms`, until the stopwatch shows `until`."""

    def __init__(self, worker: int, *, floor_ms: int = 0, until: float = float("inf")) -> None:
        if not 0 <= worker < WORKERS:
            raise ValueError("a worker number has ten bits")
        self.worker = worker
        self.until = until
        self._bits = worker << 12
        self._ms = floor_ms - EPOCH_MS
        self._sequence = _LAST_SEQUENCE

    @property
    def last_ms(self) -> int:
        """The moment in the last id, in milliseconds since 1970."""
        return self._ms + EPOCH_MS

    def make(self) -> Snowflake:
        if clock.stopwatch() > self.until:
            raise NoWorkerNumberError("the lease of the worker number ran out")
        ms = clock.now_ms() - EPOCH_MS
        if ms > self._ms:
            self._ms = ms
            self._sequence = 0
        elif self._sequence < _LAST_SEQUENCE:
            self._sequence += 1
        else:
            self._ms += 1
            self._sequence = 0
        return Snowflake(self._ms << 22 | self._bits | self._sequence)

    def after(self, floor: int) -> Snowflake:
        made = self.make()
        if made > floor:
            return made
        self._ms = (floor >> 22) + 1
        self._sequence = 0
        return Snowflake(self._ms << 22 | self._bits)


_maker: Maker | None = None


def use(worker: int, *, floor_ms: int = 0, until: float = float("inf")) -> Maker:
    """Make this process's ids with that worker number, all later than those it made before."""
    global _maker
    if _maker is not None:
        floor_ms = max(floor_ms, _maker.last_ms)
    _maker = Maker(worker, floor_ms=floor_ms, until=until)
    return _maker


def make() -> Snowflake:
    """A new id, greater than all that this process made. Raises NoWorkerNumberError."""
    if _maker is None:
        raise NoWorkerNumberError("no worker number was taken")
    return _maker.make()


def after(floor: int) -> Snowflake:
    """A new id greater than `floor` too: for ids that must rise though the clocks of processes differ."""
    if _maker is None:
        raise NoWorkerNumberError("no worker number was taken")
    return _maker.after(floor)


def created_ms(snowflake: int) -> int:
    """When it was made, in milliseconds since 1970."""
    return (snowflake >> 22) + EPOCH_MS


def at_ms(ms: int) -> Snowflake:
    """The lowest id of that millisecond since 1970, for searching by time."""
    return Snowflake(max(0, ms - EPOCH_MS) << 22)
