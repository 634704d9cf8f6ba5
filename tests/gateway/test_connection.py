"""One socket, with a real one of websockets under it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosedError

from core import close_codes
from domain.users.identity import Identity
from gateway.compression import Plain, SharedPart
from gateway.connection import Connection, Flusher
from gateway.protocol import Protocol
from gateway.session import Session


@asynccontextmanager
async def pair() -> AsyncGenerator[tuple[Connection, ClientConnection]]:
    """A connection of the gateway, and its client."""
    accepted: asyncio.Future[Connection] = asyncio.get_running_loop().create_future()

    async def attend(socket: ServerConnection) -> None:
        connection = Connection(socket, 10, Plain(), Protocol(lambda: 0.0), Flusher())
        accepted.set_result(connection)
        async for _ in connection.commands():
            pass

    async with serve(attend, "127.0.0.1", 0, compression=None, ping_interval=None, max_queue=4) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        async with connect(f"ws://127.0.0.1:{port}", compression=None, proxy=None, max_queue=1) as client:
            yield await accepted, client


def session_on(connection: Connection) -> Session:
    session = Session(Identity(1, True, b""), 0)
    session.connection = connection
    return session


async def test_what_a_tick_has_is_written_once_and_in_order() -> None:
    async with pair() as (connection, client):
        session = session_on(connection)
        for number in range(50):
            session.tell("E", number)
        assert len(connection._out) == 50, "nothing is written while the tick lasts"
        await asyncio.sleep(0)
        assert connection._out == []
        got = [await client.recv() for _ in range(50)]
        assert got[0] == '{"s":1         ,"t":"E","op":0,"d":0}'
        assert [f'"d":{number}}}' in str(text) for number, text in enumerate(got)] == [True] * 50


async def test_goodbye_is_quick_though_more_was_sent() -> None:
    async with pair() as (_, client):
        for _ in range(500):
            await client.send("no JSON")
        async with asyncio.timeout(2):
            with pytest.raises(ConnectionClosedError) as closed:
                await client.recv()
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 4002


async def test_what_is_no_dispatch_goes_behind_what_waits() -> None:
    async with pair() as (connection, client):
        session_on(connection).tell("E", 1)
        connection.send(b'{"op":11}')
        assert '"t":"E"' in str(await client.recv())
        assert await client.recv() == '{"op":11}'


async def test_a_reader_that_does_not_read_is_dropped() -> None:
    async with pair() as (connection, client):
        session = session_on(connection)
        large = SharedPart("E", b'"' + b"x" * 1024 * 1024 + b'"')
        for _ in range(64):
            session.dispatch(large)
            await asyncio.sleep(0)
        await connection.left()
        assert not connection.client_ended_session, "it may come back and resume"
        with pytest.raises(ConnectionClosedError):
            async for _ in client:
                pass


async def test_only_a_client_that_closes_so_ends_its_session() -> None:
    for code, ends in ((1000, True), (1001, True), (4000, False), (1012, False), (3000, False)):
        async with pair() as (connection, client):
            await client.close(code)
            await connection.left()
            assert connection.client_ended_session is ends


async def test_a_close_of_ours_ends_no_session() -> None:
    async with pair() as (connection, client):
        await connection.close(close_codes.UNKNOWN_ERROR)
        await client.wait_closed()
        assert client.close_code == 4000
        assert not connection.client_ended_session


async def test_beating_alone_is_no_sign_of_life() -> None:
    async with pair() as (connection, client):
        began = connection.heard_at
        await client.send('{"op":1,"d":null}')
        assert '"op":11' in str(await client.recv())
        assert connection.heard_at == began, "who never begins a session is silent"
        session_on(connection)
        connection.session = Session(Identity(1, True, b""), 0)
        await client.send('{"op":1,"d":null}')
        assert '"op":11' in str(await client.recv())
        assert connection.heard_at > began
