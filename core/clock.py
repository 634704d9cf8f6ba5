"""The one source of time. A test can stop it and step it; `core.shared_clock` does so for every process.

Inside, moments are whole microseconds since 1970, so that a step of a second is exactly a second. `now()`
is the machine's clock plus an offset, or a fixed moment while the clock is stopped. Timers are kept in a set
beside the event loop's own: when the clock is touched each is set anew, and one whose moment has passed
fires at once. As long as nobody touches the clock a timer is the event loop's timer and nothing more.
"""

import asyncio
import time
from collections.abc import Callable
from typing import NamedTuple

from core.wire import Timestamp

_SECOND_US = 1_000_000


class State(NamedTuple):
    """What was done to the clock: all that processes must share to show the same time."""

    offset_us: int = 0
    stopped_at_us: int | None = None


_state = State()
_skew_us = 0
_timers: "set[Timer]" = set()


def _unskewed_us() -> int:
    if _state.stopped_at_us is not None:
        return _state.stopped_at_us
    return time.time_ns() // 1000 + _state.offset_us


def now() -> float:
    """Seconds since 1970."""
    return (_unskewed_us() + _skew_us) / _SECOND_US


def now_ms() -> int:
    """Milliseconds since 1970."""
    return (_unskewed_us() + _skew_us) // 1000


def timestamp() -> Timestamp:
    return Timestamp(_unskewed_us() + _skew_us)


def stopwatch() -> float:
    """Seconds from an unknown start, never stepped: for measuring and for what must follow real time."""
    return time.monotonic()


class Timer:
    """A call that is due at a moment of this clock. Made by `call_later`."""

    __slots__ = ("_call", "_due_us", "_handle", "_loop")

    def __init__(self, loop: asyncio.AbstractEventLoop, due_us: int, call: Callable[[], object]) -> None:
        self._loop = loop
        self._due_us = due_us
        self._call = call
        self._handle: asyncio.TimerHandle | asyncio.Handle | None = None

    def cancel(self) -> None:
        """Does nothing if it was called or cancelled before."""
        _timers.discard(self)
        if self._handle is not None:
            self._handle.cancel()

    def set_anew(self) -> None:
        """Follow the clock after it was touched."""
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None
        left_us = self._due_us - _unskewed_us()
        if self._loop.is_closed():
            _timers.discard(self)
        elif left_us <= 0:
            self._handle = self._loop.call_soon(self._fire)
        elif _state.stopped_at_us is None:
            self._handle = self._loop.call_later(left_us / _SECOND_US, self._fire)

    def _fire(self) -> None:
        _timers.discard(self)
        self._call()


def call_later(seconds: float, call: Callable[[], object]) -> Timer:
    """Call it in the running event loop when the clock has moved on that far, by itself or by a step."""
    timer = Timer(asyncio.get_running_loop(), _unskewed_us() + round(seconds * _SECOND_US), call)
    _timers.add(timer)
    timer.set_anew()
    return timer


async def sleep(seconds: float) -> None:
    """Wait until the clock has moved on that far. A stopped clock never gets there; a step may."""
    if seconds <= 0:
        await asyncio.sleep(0)
        return
    awake = asyncio.get_running_loop().create_future()
    timer = call_later(seconds, lambda: awake.done() or awake.set_result(None))
    try:
        await awake
    finally:
        timer.cancel()


def state() -> State:
    return _state


def apply(state: State) -> None:
    """Make the clock of this process show what another one's does. `State()` is the machine's own time."""
    global _state
    _state = state
    for timer in tuple(_timers):
        timer.set_anew()


def step(seconds: float) -> None:
    """Move this process's clock, also while it is stopped. Whoever slept past the new time wakes."""
    step_us = round(seconds * _SECOND_US)
    if _state.stopped_at_us is None:
        apply(State(_state.offset_us + step_us))
    else:
        apply(State(_state.offset_us, _state.stopped_at_us + step_us))


def stop() -> None:
    apply(State(_state.offset_us, _unskewed_us()))


def start() -> None:
    """Let a stopped clock go on from where it stands."""
    if _state.stopped_at_us is not None:
        apply(State(_state.stopped_at_us - time.time_ns() // 1000))


def set_skew(seconds: float) -> None:
    """Let this process alone show another time, as a machine whose clock is wrong. Timers do not notice."""
    global _skew_us
    _skew_us = round(seconds * _SECOND_US)
