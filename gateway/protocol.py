"""One socket's protocol, without I/O: a payload in, a command or a close code out.

    CONNECTED ── Identify, Resume ──> ENTERING ── accepted ──> IN_SESSION
                                         │                         │
      INVALID <── op 9: there is no session; try again ────────────┘

What a client sent before it read op 9 is ignored: 4003 would be no fault of its own, and some do not come back after
it. A heartbeat is welcome at any time. Whatever bytes come in, no exception goes out.
Docs: topics/opcodes-and-status-codes#gateway.
"""

import enum
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

import msgspec

from core import close_codes
from core.close_codes import CloseCode
from core.wire import decode, encode
from gateway.commands import (
    Command,
    Heartbeat,
    Identify,
    RequestChannelInfo,
    RequestGuildMembers,
    RequestSoundboardSounds,
    Resume,
    UpdatePresence,
    UpdateVoiceState,
)
from gateway.limits import LARGEST_PAYLOAD, CommandWindow

T = TypeVar("T")

# Real time between two heartbeats of a client.
HEARTBEAT_INTERVAL_MS: Final = 41_250

RECONNECT: Final = b'{"op":7,"d":null,"s":null,"t":null}'
INVALID_SESSION: Final = b'{"op":9,"d":false,"s":null,"t":null}'
HEARTBEAT_ACK: Final = b'{"op":11,"d":null,"s":null,"t":null}'

_HEARTBEAT: Final = 1
_IDENTIFY: Final = 2
_RESUME: Final = 6
_KINDS: Final[Mapping[int, type[msgspec.Struct]]] = {
    _IDENTIFY: Identify,
    3: UpdatePresence,
    4: UpdateVoiceState,
    _RESUME: Resume,
    8: RequestGuildMembers,
    31: RequestSoundboardSounds,
    43: RequestChannelInfo,
}


class Stage(enum.Enum):
    CONNECTED = enum.auto()
    ENTERING = enum.auto()
    IN_SESSION = enum.auto()
    INVALID = enum.auto()


class _Payload(msgspec.Struct):
    op: int
    d: msgspec.Raw = msgspec.Raw(b"null")


def hello(interval_ms: int) -> bytes:
    return b'{"op":10,"d":%b,"s":null,"t":null}' % encode({"heartbeat_interval": interval_ms, "_trace": []})


class Protocol:
    """What one socket has said so far."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.stage = Stage.CONNECTED
        self._now = now
        self._window = CommandWindow()

    def receive(self, data: bytes) -> Command | CloseCode | None:
        """What the client wants, or why its socket has to be closed, or None for what is of no more use."""
        if len(data) > LARGEST_PAYLOAD:
            return close_codes.DECODE_ERROR
        payload = _read(data, _Payload)
        op = payload.op if payload is not None else None
        if not self._window.take(self._now(), heartbeat=op == _HEARTBEAT):
            return close_codes.RATE_LIMITED
        if payload is None:
            return close_codes.DECODE_ERROR
        if op == _HEARTBEAT:
            return _heartbeat(payload.d)
        kind = _KINDS.get(payload.op)
        if kind is None:
            return close_codes.UNKNOWN_OPCODE
        entering = op in (_IDENTIFY, _RESUME)
        if entering and self.stage in (Stage.ENTERING, Stage.IN_SESSION):
            return close_codes.ALREADY_AUTHENTICATED
        if not entering and self.stage is Stage.INVALID:
            return None
        if not entering and self.stage is not Stage.IN_SESSION:
            return close_codes.NOT_AUTHENTICATED
        command = _read(bytes(payload.d), kind)
        if command is None:
            return close_codes.DECODE_ERROR
        if entering:
            self.stage = Stage.ENTERING
        return command  # pyright: ignore[reportReturnType] - every kind of _KINDS is a Command

    def entered(self) -> None:
        """Identify or Resume was accepted."""
        self.stage = Stage.IN_SESSION

    def left(self) -> None:
        """There is no session, or no more; the socket may begin another."""
        self.stage = Stage.INVALID


def _heartbeat(data: msgspec.Raw) -> Heartbeat | CloseCode:
    try:
        sequence: object = msgspec.json.decode(data)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return close_codes.DECODE_ERROR
    return Heartbeat(sequence) if sequence is None or isinstance(sequence, int) else close_codes.DECODE_ERROR


def _read(data: bytes, kind: type[T]) -> T | None:
    try:
        return decode(data, kind)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None
