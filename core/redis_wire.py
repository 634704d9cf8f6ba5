"""One connection to Redis that pipelines by itself, heals itself, and hears messages beside its answers.

What is called during one tick of the event loop goes out in one write; answers come back in the order of the
calls, so matching them is a queue. This costs a tenth of a client that awaits call by call. With RESP3 the
messages of subscribed channels come on the same connection, in order with the answers: whoever asks for a
counter after subscribing has seen every message from before his answer.

When the connection breaks, what has no answer yet is sent again on the next one, in the same order, after
the scripts and the subscriptions. So a call may be executed twice: callers either do not mind or pass
`resend=False`. What waits is bounded; past the bound, and for calls not to be sent again, the answer is
RedisGoneError.

On a Redis Cluster this class would hold one such connection per node and choose it by the hash tag in the
key; SSUBSCRIBE would take the place of SUBSCRIBE.
"""

import asyncio
import hashlib
import ssl
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, cast
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import structlog
from hiredis import (
    ProtocolError,
    PushNotification,
    Reader,
    ReplyError,
    pack_command,  # pyright: ignore[reportUnknownVariableType]  # its stub has no return type
)

Part = bytes | str | int
Answer = Callable[[object], None]

_GREETING_S = 5.0
_PING_S = 5.0
_LONGEST_PAUSE_S = 1.0
_BOUND_BYTES = 64 * 1024 * 1024
# After these the connection is made anew: scripts forgotten, or a server that is (or was) not the primary.
_NOT_THIS_CONNECTION = ("NOSCRIPT", "LOADING", "READONLY", "MASTERDOWN")

_log = structlog.get_logger(__name__)


class RedisGoneError(ConnectionError):
    """There is no answer and it is unknown whether the call was executed."""


class Script:
    """A Lua script of core/scripts."""

    def __init__(self, name: str) -> None:
        self.source = (Path(__file__).parent / "scripts" / f"{name}.lua").read_text()
        self.digest = hashlib.sha1(self.source.encode(), usedforsecurity=False).hexdigest()


class _Call(NamedTuple):
    command: bytes
    answer: Answer
    resend: bool


class RedisWire(asyncio.Protocol):
    """`await RedisWire.open(url)`; then `call`, `run`, `listen`."""

    def __init__(self, url: str, bound_bytes: int = _BOUND_BYTES) -> None:
        """Not connected; use `open`."""
        self.restored: list[Callable[[], None]] = []  # called after each reconnect, when all was sent again
        self.server = ""  # the run of the server that we are connected to; another one may know less
        self._url = urlsplit(url)
        self._bound_bytes = bound_bytes
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._ready = False
        self._closed = False
        self._reader = Reader()
        self._greeting: deque[asyncio.Future[object]] = deque()
        self._waiting: deque[_Call] = deque()
        self._waiting_bytes = 0
        self._out: list[bytes] = []
        self._listeners: dict[bytes, Callable[[bytes], None]] = {}
        self._scripts: dict[str, Script] = {}
        self._broken = asyncio.Event()
        self._heard = True
        self._tasks: list[asyncio.Task[None]] = []

    @classmethod
    async def open(cls, url: str, *, bound_bytes: int = _BOUND_BYTES) -> "RedisWire":
        """Connect to redis://, rediss:// or unix:// (percent-encoded path). Raises OSError or ReplyError."""
        wire = cls(url, bound_bytes)
        await wire._connect()
        wire._tasks = [asyncio.create_task(wire._stay_connected()), asyncio.create_task(wire._keep_alive())]
        return wire

    async def close(self) -> None:
        """Wait a moment for the answers, then hang up. Calls without an answer get RedisGoneError."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._ready:
            await asyncio.wait([self.call("PING", resend=False)], timeout=1)
        self._ready, self._closed = False, True
        unanswered, self._waiting = self._waiting, deque()
        self._fail(unanswered, RedisGoneError("the connection was closed"))
        if self._transport is not None:
            self._transport.close()
            await self._broken.wait()

    def call(self, *command: Part, resend: bool = True) -> "asyncio.Future[object]":
        """Send a command with this tick's others. The future may raise ReplyError or RedisGoneError."""
        future: asyncio.Future[object] = self._loop.create_future()
        self.ask(command, lambda answer: _settle(future, answer), resend=resend)
        return future

    def run(
        self, script: Script, keys: tuple[str, ...], args: tuple[Part, ...], *, resend: bool = True
    ) -> "asyncio.Future[object]":
        """Run a script. On a cluster all its keys must have one hash tag."""
        future: asyncio.Future[object] = self._loop.create_future()
        self.ask_script(script, keys, args, lambda answer: _settle(future, answer), resend=resend)
        return future

    def ask(self, command: tuple[Part, ...], answer: Answer, *, resend: bool = True) -> None:
        """Like `call`, but the answer (or its exception) is handed over in order with the messages."""
        packed = _pack(command)
        if self._waiting_bytes + len(packed) > self._bound_bytes:
            answer(RedisGoneError("too much is waiting for Redis already"))
        elif self._closed or not (resend or self._ready):
            answer(RedisGoneError("not connected to Redis"))
        else:
            self._waiting.append(_Call(packed, answer, resend))
            self._waiting_bytes += len(packed)
            self._send(packed)

    def ask_script(
        self,
        script: Script,
        keys: tuple[str, ...],
        args: tuple[Part, ...],
        answer: Answer,
        *,
        resend: bool = True,
    ) -> None:
        """Like `run`, but the answer is handed over in order with the messages."""
        if script.digest not in self._scripts:
            self._scripts[script.digest] = script
            self.ask(("SCRIPT", "LOAD", script.source), _ignore)
        self.ask(("EVALSHA", script.digest, len(keys), *keys, *args), answer, resend=resend)

    def listen(self, channel: str, receive: Callable[[bytes], None]) -> None:
        """Hear a channel, also after reconnects; what was said in between is gone (see `restored`)."""
        self._listeners[channel.encode()] = receive
        self._send(_pack(("SUBSCRIBE", channel)))

    def unlisten(self, channel: str) -> None:
        if self._listeners.pop(channel.encode(), None) is not None:
            self._send(_pack(("UNSUBSCRIBE", channel)))

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._reader = Reader()
        self._broken.clear()

    def data_received(self, data: bytes) -> None:
        self._heard = True
        self._reader.feed(data)
        try:
            while (answer := cast(object, self._reader.gets())) is not False:
                if isinstance(answer, PushNotification):
                    self._message(cast("list[object]", answer))
                elif not self._answered(answer):
                    return
        except ProtocolError as problem:
            _log.error("redis answered nonsense", problem=str(problem))
            self._hang_up()

    def connection_lost(self, exc: Exception | None) -> None:
        self._ready = False
        self._transport = None
        self._out.clear()
        while self._greeting:
            self._greeting.popleft().cancel()
        gone = [call for call in self._waiting if not call.resend]
        self._waiting = deque(call for call in self._waiting if call.resend)
        self._waiting_bytes = sum(len(call.command) for call in self._waiting)
        self._fail(gone, RedisGoneError("the connection to Redis broke"))
        self._broken.set()

    def _answered(self, answer: object) -> bool:
        """Hand it to whom it belongs. False: this connection is of no more use."""
        if self._greeting:
            _settle(self._greeting.popleft(), answer)
            return True
        if isinstance(answer, ReplyError) and str(answer).startswith(_NOT_THIS_CONNECTION):
            _log.warning("redis refuses on this connection", problem=str(answer))
            self._hang_up()
            return False
        call = self._waiting.popleft()
        self._waiting_bytes -= len(call.command)
        call.answer(answer)
        return True

    def _message(self, push: list[object]) -> None:
        if push[0] == b"message":
            receive = self._listeners.get(cast(bytes, push[1]))
            if receive is not None:
                receive(cast(bytes, push[2]))

    def _send(self, packed: bytes) -> None:
        if not self._ready:
            return  # `_greet` sends everything
        if not self._out:
            self._loop.call_soon(self._flush)
        self._out.append(packed)

    def _flush(self) -> None:
        if self._transport is not None and self._out:
            self._transport.write(b"".join(self._out))
        self._out.clear()

    def _hang_up(self) -> None:
        self._ready = False
        if self._transport is not None:
            self._transport.abort()

    @staticmethod
    def _fail(calls: "deque[_Call] | list[_Call]", problem: RedisGoneError) -> None:
        for call in calls:
            call.answer(problem)

    async def _connect(self) -> None:
        url = self._url
        if url.scheme == "unix":
            await self._loop.create_unix_connection(lambda: self, unquote(url.path))
        elif url.scheme in ("redis", "rediss"):
            tls = ssl.create_default_context() if url.scheme == "rediss" else None
            await self._loop.create_connection(lambda: self, url.hostname or "127.0.0.1", url.port or 6379, ssl=tls)
        else:
            raise ValueError("a Redis URL begins with redis://, rediss:// or unix://")
        try:
            async with asyncio.timeout(_GREETING_S):
                await self._greet()
        except (ReplyError, TimeoutError, asyncio.CancelledError):
            self._hang_up()
            raise

    async def _greet(self) -> None:
        """Log in, load the scripts, subscribe; then everything that has no answer yet."""
        loading = [("SCRIPT", "LOAD", script.source) for script in self._scripts.values()]
        commands = [*_login(self._url), *loading, ("INFO", "server")]
        answers: list[asyncio.Future[object]] = [self._loop.create_future() for _ in commands]
        self._greeting.extend(answers)
        assert self._transport is not None
        self._transport.writelines([_pack(command) for command in commands])
        await asyncio.wait(answers)
        if any(answer.cancelled() for answer in answers):
            raise ConnectionResetError("Redis hung up during the greeting")
        for problem in [answer.exception() for answer in answers]:
            if problem is not None:
                raise problem
        self.server = _run_id(answers[-1].result())
        if self._listeners:
            self._transport.write(_pack(("SUBSCRIBE", *self._listeners)))
        self._transport.write(b"".join([call.command for call in self._waiting]))
        self._ready = self._heard = True

    async def _stay_connected(self) -> None:
        pause_s = 0.02
        while True:
            await self._broken.wait()
            await asyncio.sleep(pause_s)  # the machine's time: a stopped clock must not keep us away
            try:
                await self._connect()
            except (OSError, ReplyError) as problem:  # TimeoutError is an OSError
                _log.warning("redis cannot be reached", problem=str(problem))
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
                continue
            pause_s = 0.02
            for restored in self.restored:
                restored()

    async def _keep_alive(self) -> None:
        """Find out that the other side is gone though nobody said so."""
        while True:
            await asyncio.sleep(_PING_S)
            if self._ready and not self._heard:
                _log.warning("redis is silent")
                self._hang_up()
            elif self._ready:
                self._heard = False
                self.ask(("PING",), _ignore, resend=False)


def _pack(command: tuple[Part, ...]) -> bytes:
    return cast(bytes, pack_command(cast("tuple[bytes]", command)))


def _login(url: SplitResult) -> list[tuple[Part, ...]]:
    hello: tuple[Part, ...] = ("HELLO", 3)
    if url.password:
        hello = (*hello, "AUTH", unquote(url.username or "default"), unquote(url.password))
    database = parse_qs(url.query).get("db", [""])[0] if url.scheme == "unix" else url.path.strip("/")
    return [hello, ("SELECT", int(database or 0))]


def _run_id(info: object) -> str:
    lines = str(info, "utf-8").splitlines() if isinstance(info, bytes) else []
    return next(line for line in lines if line.startswith("run_id:"))


def _settle(future: "asyncio.Future[object]", answer: object) -> None:
    if future.done():
        return  # whoever waited has given up
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)


def _ignore(answer: object) -> None:
    """For calls that nobody waits for."""
