import asyncio
import socket

import pytest
from hiredis import ReplyError

from core.redis_wire import RedisGoneError, RedisWire, Script

READ = Script("read")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


PORT = free_port()
LOCKED = ("--port", str(PORT), "--bind", "127.0.0.1", "--requirepass", "p@ss word")
locked = pytest.mark.parametrize("redis_server", [LOCKED], indirect=True)


async def test_answers_come_in_the_order_of_the_calls(wire: RedisWire):
    await wire.call("SET", "n", 0)
    answers = await asyncio.gather(*[wire.call("INCR", "n") for _ in range(500)])
    assert answers == list(range(1, 501))
    assert await wire.call("GET", "n") == b"500"
    assert await wire.call("GET", "nothing") is None


async def test_an_error_is_its_own_calls_alone(wire: RedisWire):
    await wire.call("SET", "text", "x")
    good, bad, also_good = (wire.call(*words) for words in (("PING",), ("INCR", "text"), ("ECHO", b"\x00\xff")))
    assert await good == b"PONG"
    with pytest.raises(ReplyError, match="not an integer"):
        await bad
    assert await also_good == b"\x00\xff"


async def test_giving_up_on_an_answer_does_not_shift_the_others(wire: RedisWire):
    abandoned = wire.call("ECHO", "abandoned")
    abandoned.cancel()
    assert await wire.call("ECHO", "mine") == b"mine"


@locked
async def test_tcp_with_a_password_and_a_database(redis_server):
    wire = await RedisWire.open(f"redis://:p%40ss%20word@127.0.0.1:{PORT}/3")
    await wire.call("SET", "here", 1)
    assert "db3" in str(await wire.call("INFO", "keyspace"))
    socket_wire = await RedisWire.open(f"unix://:p%40ss%20word@{redis_server.folder}/r.sock?db=3")
    assert await socket_wire.call("GET", "here") == b"1"
    await socket_wire.close()
    await wire.close()


@locked
async def test_a_wrong_password_is_refused(redis_server):
    for url in (f"redis://127.0.0.1:{PORT}", f"redis://:wrong@127.0.0.1:{PORT}"):
        with pytest.raises(ReplyError):
            await RedisWire.open(url)


async def test_where_nobody_listens_open_fails():
    with pytest.raises(OSError):
        await RedisWire.open("unix:///tmp/no-such-socket")
    with pytest.raises(ValueError, match="begins with"):
        await RedisWire.open("http://127.0.0.1")


async def test_calls_wait_for_the_next_connection_in_order(redis_server):
    wire = await RedisWire.open(redis_server.url)
    redis_server.kill()
    calls = [wire.call("RPUSH", "list", n) for n in range(100)]
    redis_server.start()
    async with asyncio.timeout(5):
        await asyncio.gather(*calls)
    found = await wire.call("LRANGE", "list", 0, -1)
    assert found == [str(n).encode() for n in range(100)]
    await wire.close()


async def test_a_script_is_found_again_on_a_server_that_never_saw_it(redis_server):
    wire = await RedisWire.open(redis_server.url)
    keys, arguments = ("{t}:c", "{t}:l"), ("", 0, 60)
    await wire.run(READ, keys, arguments)
    redis_server.kill()
    redis_server.start()
    async with asyncio.timeout(5):
        assert isinstance(await wire.run(READ, keys, arguments), list)
    await wire.close()


async def test_channels_are_heard_again_after_a_broken_connection(wire: RedisWire, redis_url: str):
    heard: asyncio.Queue[bytes] = asyncio.Queue()
    again = asyncio.Event()
    wire.listen("news", heard.put_nowait)
    wire.restored.append(again.set)
    assert await wire.call("PUBLISH", "news", "one") == 1
    assert wire._transport is not None
    wire._transport.abort()
    await asyncio.wait_for(again.wait(), 5)
    assert await wire.call("PUBLISH", "news", "two") == 1
    assert [await heard.get(), await heard.get()] == [b"one", b"two"]
    wire.unlisten("news")
    assert await wire.call("PUBLISH", "news", "three") == 0


async def test_a_silent_server_is_left(redis_server, monkeypatch: pytest.MonkeyPatch):
    import signal

    monkeypatch.setattr("core.redis_wire._PING_S", 0.05)
    wire = await RedisWire.open(redis_server.url)
    redis_server.process.send_signal(signal.SIGSTOP)
    unanswered = wire.call("PING", resend=False)
    with pytest.raises(RedisGoneError):
        await asyncio.wait_for(unanswered, 5)
    redis_server.process.send_signal(signal.SIGCONT)
    async with asyncio.timeout(10):
        assert await wire.call("PING") == b"PONG"
    await wire.close()


async def test_closing_waits_for_what_was_called_and_refuses_the_rest(redis_url: str, wire: RedisWire):
    other = await RedisWire.open(redis_url)
    last = other.call("SET", "last", 1)
    await other.close()
    assert await last == b"OK"
    assert await wire.call("GET", "last") == b"1"
    with pytest.raises(RedisGoneError):
        await other.call("PING")
