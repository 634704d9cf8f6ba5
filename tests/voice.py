"""Being in voice, for tests: what a client sends, and waits for."""

from typing import Any

from tests.sockets import Socket

Json = Any


async def ask(socket: Socket, guild_id: str, channel_id: str | None, **how: bool) -> None:
    """Sends op 4, which is not always answered."""
    await socket.send(4, {"guild_id": guild_id, "channel_id": channel_id, "self_mute": False, "self_deaf": False} | how)


async def join(socket: Socket, guild_id: str, channel_id: str, **how: bool) -> tuple[Json, Json]:
    """The session's own voice state, and where its voice is served."""
    await ask(socket, guild_id, channel_id, **how)
    state = server = None
    while state is None or server is None:
        payload = await socket.payload()
        if payload.t == "VOICE_SERVER_UPDATE":
            server = payload.d
        elif payload.t == "VOICE_STATE_UPDATE" and payload.d["session_id"] == socket.ready["session_id"]:
            state = payload.d if payload.d["channel_id"] == channel_id else None
    return state, server


async def leave(socket: Socket, guild_id: str) -> Json:
    await ask(socket, guild_id, None)
    user_id = socket.ready["user"]["id"]
    return await left(socket, user_id)


async def left(socket: Socket, user_id: str) -> Json:
    """Waits until the socket is told that he is in voice no more."""
    return await socket.event(
        "VOICE_STATE_UPDATE", lambda told: told["user_id"] == user_id and told["channel_id"] is None
    )
