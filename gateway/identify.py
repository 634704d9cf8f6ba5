"""Identify (op 2): begin a session. Docs: events/gateway#identifying."""

import asyncio
from typing import TYPE_CHECKING, Final

from core import close_codes
from core.close_codes import CloseCode
from core.wire import UNSET, Snowflake
from domain import session_starts
from domain.applications import queries as applications
from domain.channels import queries as channels
from domain.channels.records import Channel
from domain.guilds.records import UnavailableGuild
from domain.join_requests import queries as join_requests
from domain.users import queries as users
from domain.users.identity import Identity
from gateway import bearers, intents, of_users
from gateway.commands import Identify, UpdatePresence
from gateway.compression import Plain, ZlibPayload
from gateway.connection import Connection
from gateway.presence import dated
from gateway.ready import Ready, ReadyApplication
from gateway.session import Session
from gateway.shards import MOST_GUILDS, Shard

if TYPE_CHECKING:
    from gateway.node import Node

_THRESHOLDS: Final = (50, 250)
_HURRY_S: Final = 1.0


async def identify(node: "Node", connection: Connection, command: Identify) -> CloseCode | None:
    """Begin a session on this socket, or say why not. The guilds follow in the background."""
    identity = await node.instance.identities.find(bare(command.token))
    if identity is None or (identity.is_bearer and not bearers.may_connect(identity)):
        return close_codes.AUTHENTICATION_FAILED
    shard = _shard(command)
    if shard is not None and not shard.is_valid:
        return close_codes.INVALID_SHARD
    application = await _application(node, identity)
    wanted = _intents(command, application, is_bot=identity.bot)
    if identity.is_bearer and not isinstance(wanted, CloseCode):
        wanted &= bearers.allowed_intents(identity)
    if isinstance(wanted, CloseCode):
        return wanted
    if identity.bot and not await _may_start(node, identity, shard or Shard()):
        # Some libraries come back at once, again and again: the machine's time slows them down.
        await asyncio.sleep(_HURRY_S)
        connection.invalidate()
        return None
    session = Session(identity, wanted, shard, large_threshold=_threshold(command))
    session.presence = dated(command.presence or UpdatePresence())
    return await _begin(node, connection, session, command, application)


def bare(token: str) -> str:
    """The token as REST knows it: some libraries put its kind before it here too."""
    return token.removeprefix("Bot ").removeprefix("Bearer ")


async def _begin(
    node: "Node", connection: Connection, session: Session, command: Identify, application: ReadyApplication | None
) -> CloseCode | None:
    refusal = None
    try:
        feed = await node.enter(session)
        database = node.instance.database
        user = await users.me(database, session.user_id)
        private_channels, guild_ids = await _places(node, session)
        of_user = await of_users.fields(node, session.identity)
        is_person = not session.identity.bot and not session.identity.is_bearer
        requests = await join_requests.active_of_user(database, session.user_id) if is_person else []
        if session.identity.is_bearer:
            bearers.hide(user, session.identity)
            await bearers.begin(node, session)
        if len(guild_ids) > MOST_GUILDS:
            refusal = close_codes.SHARDING_REQUIRED
        elif await node.instance.identities.find(bare(command.token)) is None:  # revoked while we read
            refusal = close_codes.AUTHENTICATION_FAILED
        if refusal is not None:
            return refusal
        node.begin(session)  # at once: who is not here yet does not hear that his token is revoked
    finally:
        if session.id not in node.sessions:
            node.leave(session)
            if session.identity.is_bearer:
                node.background(bearers.end(node, session))
    if command.compress and isinstance(connection.compression, Plain):
        connection.compression = ZlibPayload()
    connection.protocol.entered()
    connection.session = session
    session.connection = connection
    ready = Ready(
        v=connection.version,
        user=user,
        guilds=[UnavailableGuild(Snowflake(id_), True) for id_ in guild_ids],
        session_id=session.id,
        resume_gateway_url=node.instance.settings.gateway_url,
        shard=(session.shard.id, session.shard.total) if session.is_sharded else UNSET,
        application=application or UNSET,
        private_channels=private_channels,
        guild_join_requests=requests,
        **of_user,
    )
    session.tell("READY", ready)
    if session.identity.is_bearer:
        await bearers.tell_lobbies(node, session)
    else:
        node.announcer.changed(session, node.sessions_of(session.user_id))
    feed.start(session)
    node.background(node.attach_all(session, guild_ids))
    return None


async def _places(node: "Node", session: Session) -> tuple[list[Channel], list[int]]:
    """The private channels of READY, and the ids of the guilds."""
    database, identity = node.instance.database, session.identity
    if identity.is_bearer:
        return await bearers.private_channels(node, identity), []
    private = [] if identity.bot else await channels.list_of_user(database, identity.user_id)
    return private, [id_ for id_ in await users.guild_ids(database, identity.user_id) if session.shard.has_guild(id_)]


async def _application(node: "Node", identity: Identity) -> ReadyApplication | None:
    application_id = identity.user_id if identity.bot else identity.application_id
    if not application_id:
        return None
    application = await applications.find(node.instance.database, application_id)
    return ReadyApplication(application.id, application.flags) if application is not None else None


def _intents(command: Identify, application: ReadyApplication | None, *, is_bot: bool) -> int | CloseCode:
    """Users see all that they may see; a bot says what it wants to hear."""
    if not is_bot and command.intents is UNSET:
        return intents.ALL
    if command.intents is UNSET:
        return close_codes.INVALID_INTENTS
    flags = application.flags if is_bot and application is not None else ~0
    return intents.refusal(command.intents, flags) or command.intents


def _shard(command: Identify) -> Shard | None:
    if command.shard is None:
        return None
    return Shard(*command.shard) if len(command.shard) == 2 else Shard(-1, 0)


def _threshold(command: Identify) -> int:
    lowest, highest = _THRESHOLDS
    return min(max(command.large_threshold or lowest, lowest), highest)


async def _may_start(node: "Node", identity: Identity, shard: Shard) -> bool:
    instance = node.instance
    return instance.settings.rate_limits == "off" or await session_starts.take(
        instance.redis, identity.user_id, shard.id
    )
