"""One clock for all processes of an instance: its state lies in Redis, and whoever follows it shows it.

Each change is one script, so two at once do not mix. The answer to a change comes after the message about it:
when `step` returns, this process has made the step if it follows over the same connection. Others make it a
moment later. A Redis that lost its memory brings everybody back to the machine's time.
"""

from typing import cast

import structlog

from core import clock
from core.redis_wire import RedisWire, Script

_SCRIPT = Script("clock")
_STATE = "{clock}:state"
_CHANNEL = "{clock}:changes"

_log = structlog.get_logger(__name__)


async def follow(wire: RedisWire) -> None:
    """Show the shared time from now on, through lost connections too."""

    def hear(message: bytes) -> None:
        offset, _, stopped = message.partition(b" ")
        clock.apply(_state(offset, stopped))

    def hear_answer(answer: object) -> None:
        if isinstance(answer, Exception):
            _log.error("the shared clock cannot be read", problem=str(answer))
        else:
            clock.apply(_state(*cast("list[bytes]", answer)))

    def read() -> None:
        wire.ask_script(_SCRIPT, (_STATE, _CHANNEL), ("read", 0), hear_answer)

    wire.listen(_CHANNEL, hear)
    wire.restored.append(read)
    read()
    await wire.call("PING")  # answered after the read, so the time is right when this returns


async def step(wire: RedisWire, seconds: float) -> None:
    """Move the clock of every process. RedisGoneError: perhaps it was moved, perhaps not."""
    await _change(wire, "step", round(seconds * 1_000_000))


async def stop(wire: RedisWire) -> None:
    await _change(wire, "stop")


async def start(wire: RedisWire) -> None:
    """Let it go on from where it stands."""
    await _change(wire, "start")


async def reset(wire: RedisWire) -> None:
    """Back to the machine's time."""
    await _change(wire, "reset")


async def _change(wire: RedisWire, what: str, microseconds: int = 0) -> clock.State:
    resend = what != "step"  # a step must not be made twice
    answer = await wire.run(_SCRIPT, (_STATE, _CHANNEL), (what, microseconds), resend=resend)
    return _state(*cast("list[bytes]", answer))


def _state(offset: bytes, stopped: bytes) -> clock.State:
    return clock.State(int(offset), int(stopped) if stopped else None)
