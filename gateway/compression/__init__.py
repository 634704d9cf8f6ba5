"""Payloads as complete WebSocket frames, one module a way to compress.

An object of one of the classes belongs to one connection: a new one on Resume as on Identify. What it
returns has to be sent whole and in order. Events are compressed once for all sessions
(`shared.SharedPart`), never once per session; other payloads are compressed without history, so that both
kinds stand in one stream.
"""

from collections.abc import Callable, Mapping
from typing import Final, Protocol

from gateway.compression.none import Plain
from gateway.compression.payload import ZlibPayload
from gateway.compression.shared import SharedPart
from gateway.compression.zlib_stream import ZlibStream
from gateway.compression.zstd_stream import ZstdStream

__all__ = ["TRANSPORT", "Compression", "Plain", "SharedPart", "ZlibPayload", "ZlibStream", "ZstdStream"]


class Compression(Protocol):
    binary: bool
    """Whether compressed payloads are sent, which are BINARY messages; JSON as it is goes as TEXT."""

    def event(self, sequence: int, shared: SharedPart) -> bytes:
        """The frame of a dispatch for the session that has it under this sequence number."""
        ...

    def payload(self, data: bytes) -> bytes:
        """The frame of any other payload, JSON as bytes."""
        ...


# By the `compress` parameter of the gateway's URL.
# Docs: events/gateway#connecting-gateway-url-query-string-params
TRANSPORT: Final[Mapping[str | None, Callable[[], Compression]]] = {
    None: Plain,
    "zlib-stream": ZlibStream,
    "zstd-stream": ZstdStream,
}
