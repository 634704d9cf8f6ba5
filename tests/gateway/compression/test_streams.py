"""Every payload comes out as it went in, by the decoders that clients use, whatever stands around it."""

import json
import random
import zlib
from collections.abc import Callable
from typing import Protocol

import pytest
import zstandard
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from gateway.compression import TRANSPORT, Compression, Plain, SharedPart, ZlibPayload, ZlibStream, ZstdStream

SYNC = b"\x00\x00\xff\xff"
HELLO = b'{"t":null,"s":null,"op":10,"d":{"heartbeat_interval":41250}}'
CLIENTS = 5

# Runs with which an encoder uses the offsets that a frame starts with: 1, 4, 8.
RUNS = [b"a" * 40, b"abcd" * 10, b"abcdefgh" * 6, b"ab" * 20]


class Client(Protocol):
    def receive(self, opcode: Opcode, message: bytes) -> bytes: ...


class PlainClient:
    def receive(self, opcode: Opcode, message: bytes) -> bytes:
        assert opcode is Opcode.TEXT
        return message


class ZlibClient:
    """As discord.py and hikari read zlib-stream: a message that ends with a sync flush is a payload."""

    def __init__(self) -> None:
        self._inflator = zlib.decompressobj()

    def receive(self, opcode: Opcode, message: bytes) -> bytes:
        assert opcode is Opcode.BINARY
        assert message.endswith(SYNC)
        payload = self._inflator.decompress(message)
        assert not self._inflator.eof
        return payload


class ZstdClient:
    """As discord.py reads zstd-stream: each message is one payload; the frame never ends."""

    def __init__(self) -> None:
        self._decompressor = zstandard.ZstdDecompressor().decompressobj()

    def receive(self, opcode: Opcode, message: bytes) -> bytes:
        assert opcode is Opcode.BINARY
        payload = self._decompressor.decompress(message)
        assert not self._decompressor.eof
        return payload.removeprefix(b" " * 17)


class PayloadClient:
    """As hikari reads payload compression: a binary message is a whole zlib stream."""

    def receive(self, opcode: Opcode, message: bytes) -> bytes:
        if opcode is Opcode.TEXT:
            assert len(message) <= 1024
            return message
        payload = zlib.decompress(message)
        assert len(payload) > 1024
        return payload


KINDS = {
    "none": (Plain, PlainClient, 1000),
    "payload": (ZlibPayload, PayloadClient, 1000),
    "zlib-stream": (ZlibStream, ZlibClient, 4000),
    "zstd-stream": (ZstdStream, ZstdClient, 4000),
}
every_kind = pytest.mark.parametrize(("compression", "client", "events"), KINDS.values(), ids=KINDS)


def message_of(frame: bytes) -> tuple[Opcode, bytes]:
    stream = StreamReader()
    stream.feed_data(frame)
    reading = Frame.parse(stream.read_exact, mask=False)
    try:
        next(reading)
    except StopIteration as done:
        assert not stream.buffer, "more than one frame"
        return done.value.opcode, bytes(done.value.data)
    raise AssertionError("less than one frame")


WORDS = ["".join(random.Random(i).choices("etaoinshrdlucm", k=2 + i % 9)) for i in range(3000)]


def random_body(rnd: random.Random, size: int) -> bytes:
    message = {
        "id": str(rnd.getrandbits(62)),
        "content": " ".join(rnd.choices(WORDS, k=size)),
        "author": {
            "id": str(rnd.getrandbits(62)),
            "username": rnd.choice(WORDS),
            "avatar": f"{rnd.getrandbits(128):x}",
        },
        "nonce": None,
        "größe": "ß漢😀" * rnd.randrange(3),
    }
    return json.dumps(message, ensure_ascii=False).encode()


def random_event(rnd: random.Random) -> tuple[str, bytes]:
    """A dispatch of any size: mostly small, now and then of a guild, seldom of several MB."""
    kind = rnd.random()
    if kind < 0.3:  # nothing but what provokes repeated offsets, from the first bytes on
        run = rnd.choice([*RUNS, rnd.randbytes(rnd.randrange(1, 9)).hex().encode() * 6])
        return run.decode(), b'"%b"' % (run * rnd.randrange(1, 4))
    if kind < 0.31:
        return "GUILD_CREATE", random_body(rnd, rnd.randrange(2000, 20000))
    if kind < 0.32:  # what no compressor makes smaller
        return "NOISE", b'"%b"' % rnd.randbytes(rnd.randrange(1, 20000)).replace(b'"', b"")
    if kind < 0.3205:
        return "READY", b"[" + b",".join([random_body(rnd, 9000)] * rnd.randrange(10, 80)) + b"]"
    return "MESSAGE_CREATE", random_body(rnd, rnd.randrange(60))


@every_kind
def test_events_and_payloads_mixed_come_out_as_they_went_in(
    compression: Callable[[], Compression], client: Callable[[], Client], events: int
) -> None:
    rnd = random.Random(7)
    connections = [(compression(), client()) for _ in range(CLIENTS)]
    sequences = [rnd.choice([0, 1, 95, 99_990, 2**31, 9_999_900_000]) for _ in connections]
    deliveries = largest = 0
    for _ in range(events):
        name, body = random_event(rnd)
        shared = SharedPart(name, body)
        largest = max(largest, len(body))
        for index, (server, receiver) in enumerate(connections):
            if rnd.random() < 0.3:  # sessions see different events
                continue
            if rnd.random() < 0.2:
                other = rnd.choice([HELLO, b'{"op":11}', body])
                assert receiver.receive(*message_of(server.payload(other))) == other
            sequences[index] += 1
            dispatch = receiver.receive(*message_of(server.event(sequences[index], shared)))
            assert dispatch == shared.json(sequences[index])
            deliveries += 1
    assert deliveries > events * 3
    assert largest > 1_000_000


@every_kind
@pytest.mark.parametrize("sequence", [1, 12, 9_999_999_999])
def test_a_dispatch_is_the_json_that_the_docs_say(
    compression: Callable[[], Compression], client: Callable[[], Client], events: int, sequence: int
) -> None:
    server, receiver = compression(), client()
    for size in (0, 1, 300):
        body = random_body(random.Random(size), size)
        payload = receiver.receive(*message_of(server.event(sequence, SharedPart("MESSAGE_CREATE", body))))
        assert json.loads(payload) == {"op": 0, "t": "MESSAGE_CREATE", "s": sequence, "d": json.loads(body)}


@every_kind
@pytest.mark.parametrize("length", [1, 128, 129, 1024, 1025, 65535, 65536, 1_000_000])
def test_a_payload_of_any_length_may_be_the_first_and_the_last(
    compression: Callable[[], Compression], client: Callable[[], Client], events: int, length: int
) -> None:
    server, receiver = compression(), client()
    for data in (b"7" * length, random.Random(1).randbytes(length), HELLO):
        assert receiver.receive(*message_of(server.payload(data))) == data


@pytest.mark.parametrize("compression", [ZlibStream, ZstdStream])
def test_a_message_that_is_large_or_shared_is_small_on_the_wire(
    compression: Callable[[], Compression],
) -> None:
    server = compression()
    body = random_body(random.Random(1), 4000)
    assert len(server.payload(body)) < len(body) / 2
    assert len(server.event(1, SharedPart("GUILD_CREATE", body))) < len(body) / 2


@every_kind
def test_an_event_is_compressed_once_for_all_connections(
    compression: Callable[[], Compression], client: Callable[[], Client], events: int
) -> None:
    shared = SharedPart("MESSAGE_CREATE", random_body(random.Random(1), 1000))
    first, *others = [compression() for _ in range(5)]
    for server in (first, *others):
        server.payload(HELLO)
    first.event(1, shared)
    made = shared.zlib_stream, shared.zstd_stream, shared.zlib_payload
    for server in others:
        server.event(2, shared)
    assert all(x is y for x, y in zip(made, (shared.zlib_stream, shared.zstd_stream, shared.zlib_payload), strict=True))


def test_the_url_chooses_the_compression() -> None:
    assert {name: make().binary for name, make in TRANSPORT.items()} == {
        None: False,
        "zlib-stream": True,
        "zstd-stream": True,
    }
