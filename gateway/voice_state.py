"""Update voice state (op 4): join, move, leave. Docs: events/gateway-events#update-voice-state.

What is asked for is written to the database, as REST would; what comes of it is told by the guild's events. Who may
not join hears nothing. Calls in private channels are not served.

A voice state is held by the session that asked for it last and ends with it. Should this process die, then some node
finds what its sessions held, and clears it: each looks every few seconds.
"""

import asyncio
from typing import TYPE_CHECKING, Final

import structlog

from core.close_codes import CloseCode
from core.wire import Snowflake
from domain.channels.access import GuildAccess
from domain.voice_states import actions, queries
from domain.voice_states.records import Connect
from gateway.commands import UpdateVoiceState
from gateway.connection import Connection

if TYPE_CHECKING:
    from gateway.node import Node
    from gateway.session import Session

_LOOK_EVERY_S: Final = 5.0

_log = structlog.get_logger(__name__)


async def update_voice_state(node: "Node", connection: Connection, command: UpdateVoiceState) -> CloseCode | None:
    session = connection.session
    assert session is not None
    if command.guild_id is None or command.guild_id not in session.guilds:
        return None
    if command.channel_id is None:  # whichever session holds it: a bot that begins anew may leave so
        await leave(node, command.guild_id, session.user_id)
    else:
        await _connect(node, session, command.guild_id, command.channel_id, command)
    return None


async def leave(node: "Node", guild_id: int, user_id: int, session_id: str | None = None) -> None:
    """With `session_id`: only if that is the session that holds it."""
    async with node.instance.database.transaction(lock=guild_id) as tx:
        await actions.leave(tx, guild_id, user_id, session_id)


async def leave_all(node: "Node", session: "Session") -> None:
    """The session is over. Should this fail, `clear` does it a little later."""
    for guild_id in list(session.voice):
        await leave(node, guild_id, session.user_id, session.id)


async def clear(node: "Node") -> None:
    """From time to time: take out whose session, or whose node, is no more."""
    while True:
        (problem,) = await asyncio.gather(_clear_once(node), return_exceptions=True)
        if problem is not None:  # the database or Redis is away; it is tried again
            _log.error("voice states were not looked through", exc_info=problem)
        await asyncio.sleep(_LOOK_EVERY_S)  # the machine's time: so counts Redis, which knows who lives


async def _connect(
    node: "Node", session: "Session", guild_id: Snowflake, channel_id: Snowflake, command: UpdateVoiceState
) -> None:
    state = session.guilds[guild_id].state
    member = state.members.get(session.user_id) if state is not None else None
    if state is None or member is None:  # before its GUILD_CREATE, or after its end
        return
    here = GuildAccess(session.identity, state, member, state.permissions(session.user_id, member))
    asked = Connect(
        session_id=session.id,
        node=node.presences.node,
        channel_id=channel_id,
        self_mute=command.self_mute,
        self_deaf=command.self_deaf,
        self_video=command.self_video,
    )
    session.voice.add(guild_id)
    async with node.instance.database.transaction(lock=guild_id) as tx:
        await actions.connect(tx, here, asked)
    if session.id not in node.sessions:  # it ended meanwhile
        await leave(node, guild_id, session.user_id, session.id)


async def _clear_once(node: "Node") -> None:
    database, own = node.instance.database, node.presences.node
    nodes = await queries.list_nodes(database)
    gone = await node.presences.gone(one for one in nodes if one != own)
    for held in await queries.list_held(database, {own, *gone}):
        if held.node != own or held.session_id not in node.sessions:
            await leave(node, held.guild_id, held.user_id, held.session_id)
