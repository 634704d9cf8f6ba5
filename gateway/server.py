"""The gateway's server: accepts sockets, reads how the client wants to talk, and hands over.

Docs: events/gateway#connecting.
"""

import socket as sockets
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs, urlsplit

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response

from core import clock, close_codes
from core.close_codes import CloseCode
from gateway import metrics
from gateway.channel_info import request_channel_info
from gateway.commands import (
    Identify,
    RequestChannelInfo,
    RequestGuildMembers,
    RequestSoundboardSounds,
    Resume,
    UpdatePresence,
    UpdateVoiceState,
)
from gateway.compression import TRANSPORT, Compression
from gateway.connection import LARGEST_BACKLOG, Connection, Flusher
from gateway.identify import identify
from gateway.node import Node
from gateway.presence import update_presence
from gateway.protocol import Protocol, hello
from gateway.request_members import request_members
from gateway.resume import resume
from gateway.soundboard import request_soundboard_sounds
from gateway.voice_state import update_voice_state

VERSIONS: Final = ("9", "10")

# Larger messages than LARGEST_PAYLOAD are read up to here, so that they can be refused with their own close code.
_LARGEST_MESSAGE: Final = 1024 * 1024
_MOST_UNREAD_FRAMES: Final = 4

Obey: TypeAlias = Callable[[Node, Connection, Any], Awaitable[CloseCode | None]]

_COMMANDS: Mapping[type, Obey] = {
    Identify: identify,
    Resume: resume,
    UpdatePresence: update_presence,
    UpdateVoiceState: update_voice_state,
    RequestGuildMembers: request_members,
    RequestSoundboardSounds: request_soundboard_sounds,
    RequestChannelInfo: request_channel_info,
}


async def listen(node: Node, *, host: str | None = None, port: int | None = None, fd: int | None = None) -> Server:
    """Serve the node's sessions, on an inherited listening socket or on host and port."""
    flusher = Flusher()

    async def attend(socket: ServerConnection) -> None:
        await _attend(node, flusher, socket)

    where: dict[str, Any] = {"sock": sockets.socket(fileno=fd)} if fd is not None else {"host": host, "port": port}
    return await serve(
        attend,
        process_request=_answer_health,
        create_connection=_Socket,
        compression=None,
        ping_interval=None,  # clients beat; a ping of ours would tell nothing more
        max_size=_LARGEST_MESSAGE,
        max_queue=_MOST_UNREAD_FRAMES,
        server_header=None,
        **where,
    )


class _Socket(ServerConnection):
    """The library answers pings by itself, also to those who never read the answers."""

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.transport.get_write_buffer_size() > LARGEST_BACKLOG:
            metrics.CLOSES.labels("too slow").inc()
            self.transport.abort()


def _answer_health(socket: ServerConnection, request: Request) -> Response | None:
    if urlsplit(request.path).path == "/health":
        return socket.respond(HTTPStatus.OK, "ready\n")
    return None


async def _attend(node: Node, flusher: Flusher, socket: ServerConnection) -> None:
    """One socket from its first frame to its last."""
    assert socket.request is not None
    opening = _opening(socket.request.path)
    if isinstance(opening, CloseCode):
        await socket.close(opening.number, opening.reason)
        return
    version, compression = opening
    protocol = Protocol(clock.now)
    connection = Connection(socket, version, compression, protocol, flusher)
    node.connections.add(connection)
    metrics.CONNECTIONS.inc()
    try:
        connection.send(hello(node.heartbeat_interval_ms))
        await _obey(node, connection)
    finally:
        node.connections.discard(connection)
        metrics.CONNECTIONS.dec()
        if connection.session is not None:
            node.disconnected(connection.session, connection)


async def _obey(node: Node, connection: Connection) -> None:
    is_obeyed = False
    try:
        async for command in connection.commands():
            if connection.session is None and not isinstance(command, Identify | Resume):
                continue  # the session was taken from this socket, which is about to be closed
            if connection.session is not None and connection.session.identity.is_bearer:
                continue  # an application hears for its user, and says nothing
            refusal = await _COMMANDS[type(command)](node, connection, command)
            if refusal is not None:
                connection.refuse(refusal)
        is_obeyed = True
    finally:
        if not is_obeyed:  # our mistake, which websockets logs; the client may resume
            await connection.close(close_codes.UNKNOWN_ERROR)


def _opening(path: str) -> tuple[int, Compression] | CloseCode:
    """The version and the compression that the URL asks for."""
    query = parse_qs(urlsplit(path).query, keep_blank_values=True)
    version = query.get("v", VERSIONS)[-1]
    if version not in VERSIONS:
        return close_codes.INVALID_API_VERSION
    compression = TRANSPORT.get(query.get("compress", [""])[-1] or None)
    if query.get("encoding", ["json"])[-1] != "json" or compression is None:
        return close_codes.DECODE_ERROR
    return int(version), compression()
