"""What outlives a socket: a session's identity, its sequence number, and the events that a Resume may ask for.

The ring keeps references to the shared parts of events, so an event that a thousand sessions had is kept once.
It is bounded in number and in bytes; a client that comes back for more than it holds begins anew.
"""

import secrets
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

from core.clock import Timer
from core.wire import encode
from domain.users.identity import Identity
from gateway import intents as intent_bits
from gateway.commands import UpdatePresence
from gateway.compression import SharedPart
from gateway.shards import Shard

if TYPE_CHECKING:
    from gateway.guild import Guild

RING_EVENTS: Final = 4096
RING_BYTES: Final = 8 * 1024 * 1024


class Socket(Protocol):
    """What a session needs of the connection that it is on."""

    def send_event(self, sequence: int, shared: SharedPart) -> None: ...
    def send(self, payload: bytes) -> None: ...


class Session:
    def __init__(
        self,
        identity: Identity,
        intents: int,
        shard: Shard | None = None,
        *,
        large_threshold: int = 50,
        ring_events: int = RING_EVENTS,
        ring_bytes: int = RING_BYTES,
    ) -> None:
        self.id = secrets.token_hex(16)
        self.identity = identity
        self.user_id = identity.user_id
        self.intents = intents
        self.reads_content = bool(intents & intent_bits.MESSAGE_CONTENT)
        self.shard = shard or Shard()
        self.is_sharded = shard is not None
        self.large_threshold = large_threshold
        self.guilds: dict[int, Guild] = {}
        self.voice: set[int] = set()  # guilds where it has asked to be in voice
        self.presence = UpdatePresence()
        self.sequence = 0
        self.connection: Socket | None = None
        self.expiry: Timer | None = None
        self._ring: deque[SharedPart] = deque()
        self._ring_size = 0
        self._most_events = ring_events
        self._most_bytes = ring_bytes

    def dispatch(self, shared: SharedPart) -> None:
        """Give it the next sequence number, send it, keep it."""
        sequence = self.sequence = self.sequence + 1
        ring = self._ring
        ring.append(shared)
        self._ring_size += len(shared.tail)
        if self._ring_size > self._most_bytes or len(ring) > self._most_events:
            self._forget_oldest()
        connection = self.connection
        if connection is not None:
            connection.send_event(sequence, shared)

    def tell(self, name: str, payload: object) -> None:
        """Dispatch something that is for this session alone."""
        self.dispatch(SharedPart(name, encode(payload)))

    def holds_after(self, sequence: int) -> bool:
        """Whether everything after that event is still here."""
        return sequence >= self.sequence - len(self._ring)

    def replay(self, sequence: int) -> None:
        """Send everything after that event again."""
        assert self.connection is not None
        skipped = sequence - (self.sequence - len(self._ring))
        for position, shared in enumerate(self._ring):
            if position >= skipped:
                self.connection.send_event(self.sequence - len(self._ring) + position + 1, shared)

    def _forget_oldest(self) -> None:
        ring = self._ring
        while ring and (self._ring_size > self._most_bytes or len(ring) > self._most_events):
            self._ring_size -= len(ring.popleft().tail)
