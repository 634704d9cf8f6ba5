"""How much one socket may send. Docs: events/gateway#rate-limiting."""

from typing import Final

LARGEST_PAYLOAD: Final = 4096
COMMANDS: Final = 120
WINDOW_S: Final = 60.0
# Heartbeats count, but a client that used up its window must still be able to say that it lives.
_ROOM_FOR_HEARTBEATS: Final = 10


class CommandWindow:
    """Counts the commands of one connection in windows of a minute, the first beginning with the first command."""

    __slots__ = ("_ends", "_used")

    def __init__(self) -> None:
        self._ends = 0.0
        self._used = 0

    def take(self, now: float, *, heartbeat: bool) -> bool:
        """Whether one more is allowed at this time."""
        if not self._ends - WINDOW_S <= now < self._ends:  # over, or the clock was put back
            self._ends = now + WINDOW_S
            self._used = 0
        self._used += 1
        return self._used <= COMMANDS + (_ROOM_FOR_HEARTBEATS if heartbeat else 0)
