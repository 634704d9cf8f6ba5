"""A gateway node: the sessions that this process holds, the guilds they are in, and the topics of their users.

A session is more than its socket. It ends when its client says so (close 1000 or 1001), when it stayed away too
long, when its token is revoked, or when events were lost for it: then it is told to begin anew, so that
nothing is missed silently.
"""

import asyncio
from collections.abc import Coroutine, Iterable
from typing import Any, Final

import structlog

from core import clock, close_codes
from core.close_codes import CloseCode
from core.events import INSTANCE_TOPIC, Event, user_topic
from core.wire import Snowflake, decode
from domain.guilds.records import UnavailableGuild
from domain.instance import Instance
from domain.lobbies import sessions
from domain.members import temporary
from domain.members.events import GuildJoined
from domain.presences import Presences
from domain.users.identity import TOKENS_REVOKED, Identity, TokensRevoked
from domain.voice_states.events import SessionVoiceServer, VoiceServer
from gateway import bearers, intents, metrics, voice_state
from gateway.connection import SILENT, Connection, is_silent
from gateway.fanout import Parcel
from gateway.guild import Guild
from gateway.presence import Announcer
from gateway.protocol import HEARTBEAT_INTERVAL_MS, RECONNECT
from gateway.request_members import AllMembersLimit
from gateway.session import Session

# By the clock that a test may step.
RESUMABLE_S: Final = 300.0
_MOST_WAITING: Final = 10
_ATTACHED_AT_ONCE: Final = 8
_FAREWELL_S: Final = 2.0

_log = structlog.get_logger(__name__)


class Feed:
    """The topic of one user, for those of his sessions that are here. Events before READY wait."""

    def __init__(self, node: "Node", user_id: int) -> None:
        self.user_id = user_id
        self.sessions: dict[Session, list[Event] | None] = {}
        self._node = node
        self._known = asyncio.ensure_future(node.instance.bus.subscribe(user_topic(user_id), self._receive, self._lost))

    async def enter(self, session: Session) -> None:
        """Every event after this is for the session; they wait until `start`."""
        self.sessions[session] = []
        await asyncio.shield(self._known)

    def start(self, session: Session) -> None:
        if session not in self.sessions:
            self._node.restart(session)
            return
        early, self.sessions[session] = self.sessions[session], None
        for event in early or ():
            self._node.receive_direct(session, Parcel(event))

    def close(self) -> None:
        if self._known.done() and not self._known.cancelled() and self._known.exception() is None:
            self._node.instance.bus.unsubscribe(user_topic(self.user_id), self._receive)
        else:
            self._known.cancel()

    def _receive(self, _: int, event: Event) -> None:
        parcel = Parcel(event)
        for session, early in list(self.sessions.items()):
            if early is None:
                self._node.receive_direct(session, parcel)
            else:
                early.append(event)

    def _lost(self) -> None:
        for session, early in list(self.sessions.items()):
            if early is None:
                self._node.restart(session)
            else:
                del self.sessions[session]  # `start` will see it


class Node:
    def __init__(self, instance: Instance, *, heartbeat_interval_ms: int = HEARTBEAT_INTERVAL_MS) -> None:
        self.instance = instance
        self.heartbeat_interval_ms = heartbeat_interval_ms
        self.sessions: dict[str, Session] = {}
        self.guilds: dict[int, Guild] = {}
        self.feeds: dict[int, Feed] = {}
        self.connections: set[Connection] = set()
        self.presences = Presences(instance.redis)
        self.announcer = Announcer(instance.bus, self.presences)
        self.all_members_limit = AllMembersLimit()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        await self.presences.open()
        await self.instance.bus.subscribe(INSTANCE_TOPIC, self._receive_instance, self._lost_instance)
        self.background(self._sweep())
        self.background(voice_state.clear(self))
        self.background(bearers.stay_alive(self))

    async def close(self) -> None:
        """Tell all clients to reconnect, and hang up on those who do not by themselves."""
        for connection in list(self.connections):
            connection.send(RECONNECT)
        leaving = [asyncio.ensure_future(connection.left()) for connection in self.connections]
        if leaving:
            await asyncio.wait(leaving, timeout=_FAREWELL_S)
        await asyncio.gather(*(connection.close(close_codes.UNKNOWN_ERROR) for connection in list(self.connections)))
        await self.presences.close()
        await asyncio.gather(sessions.end_all(self.instance.database, self.presences.node), return_exceptions=True)
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that nobody waits for; if it fails, the log says so."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    # Sessions.

    async def enter(self, session: Session) -> Feed:
        """Hear the user's topic from now on."""
        feed = self.feeds.get(session.user_id)
        if feed is None:
            feed = self.feeds[session.user_id] = Feed(self, session.user_id)
        await feed.enter(session)
        return feed

    def leave(self, session: Session) -> None:
        """Undo `enter`."""
        feed = self.feeds.get(session.user_id)
        if feed is None:
            return
        feed.sessions.pop(session, None)
        if not feed.sessions:
            del self.feeds[session.user_id]
            feed.close()

    def begin(self, session: Session) -> None:
        self.sessions[session.id] = session
        if not session.identity.is_bearer:
            self.presences.arrived(session.user_id)
        metrics.SESSIONS.inc()

    async def attach_all(self, session: Session, guild_ids: Iterable[int]) -> None:
        """Send a GUILD_CREATE for each guild of READY, as fast as the client reads them."""
        left = iter(guild_ids)

        async def attach_some() -> None:
            for guild_id in left:
                if session.id not in self.sessions:
                    return
                await self.attach(session, guild_id, initial=True)
                if isinstance(session.connection, Connection):
                    await session.connection.drained()

        await asyncio.gather(*(attach_some() for _ in range(_ATTACHED_AT_ONCE)))

    def attach(self, session: Session, guild_id: int, *, initial: bool) -> asyncio.Future[None]:
        guild = self.guilds.get(guild_id)
        if guild is None:
            guild = self.guilds[guild_id] = Guild(self.instance, self.presences, guild_id, self._guild_lost)
        self.announcer.joined(session, self.sessions_of(session.user_id), guild_id)
        return guild.attach(session, initial=initial)

    def detach(self, session: Session, guild_id: int) -> None:
        guild = session.guilds.get(guild_id)
        if guild is not None:
            guild.detach(session)

    def disconnected(self, session: Session, connection: Connection) -> None:
        """Its socket is gone; it waits for another for a while."""
        if session.connection is not connection:
            return
        session.connection = None
        if connection.client_ended_session:
            self.end(session)
        elif session.id in self.sessions:
            session.expiry = clock.call_later(RESUMABLE_S, lambda: self.end(session))
            self._forget_oldest(session)

    def _forget_oldest(self, session: Session) -> None:
        """Of a user's sessions few wait for another socket, for each keeps much in memory.

        Bots may have many; how fast they begin them is limited.
        """
        if session.identity.bot:
            return
        waiting = [one for one in self.sessions_of(session.user_id, session.identity) if one.connection is None]
        for oldest in waiting[:-_MOST_WAITING]:
            self.end(oldest)

    def end(self, session: Session) -> None:
        """Forget the session; its client does not come back to it."""
        if self._forget(session) and not session.identity.bot:
            self.background(self._went(session.user_id))

    async def _went(self, user_id: int) -> None:
        """One of the user's sessions is over; if it was the last of all, he leaves where he was for a while."""
        if await temporary.guild_ids(self.instance.database, user_id) and not await self.presences.is_anywhere(user_id):
            await temporary.end(self.instance.database, user_id)

    def _forget(self, session: Session) -> bool:
        """False when it was forgotten before."""
        if self.sessions.pop(session.id, None) is None:
            return False
        metrics.SESSIONS.dec()
        if session.expiry is not None:
            session.expiry.cancel()
        session.connection = None
        if session.identity.is_bearer:
            self.background(bearers.end(self, session))
        guild_ids = list(session.guilds)
        for guild in list(session.guilds.values()):
            guild.detach(session)
        self.leave(session)
        if session.voice:
            self.background(voice_state.leave_all(self, session))
        if not session.identity.is_bearer:
            others = self.sessions_of(session.user_id)
            if not others:
                self.presences.departed(session.user_id)
            self.announcer.ended(session, others, guild_ids)
        return True

    def restart(self, session: Session) -> None:
        """Events are missing for this session: it has to begin anew, on the same socket if it likes."""
        connection = session.connection
        if isinstance(connection, Connection):
            self._forget(session)  # the client is still there
            connection.invalidate()
        else:
            self.end(session)

    def sessions_of(self, user_id: int, like: Identity | None = None) -> list[Session]:
        """The user's own sessions that are past READY, or those that the application of `like` has of his."""
        feed, application_id = self.feeds.get(user_id), like.application_id if like else 0
        if feed is None:
            return []
        own = [session for session in feed.sessions if session.identity.application_id == application_id]
        return [session for session in own if session.id in self.sessions]

    # Events that are not of a guild's topic.

    def receive_direct(self, session: Session, parcel: Parcel) -> None:
        """An event of the user's own topic."""
        event = parcel.event
        if not bearers.hears(session, event):
            return
        if event.name == "_GUILD_JOINED":
            self._joined(session, decode(event.payload, GuildJoined).guild_id)
        elif event.name == "GUILD_DELETE":
            gone = decode(event.payload, UnavailableGuild)
            if session.shard.has_guild(gone.id):
                self.detach(session, gone.id)
                if session.intents & intents.GUILDS:
                    session.dispatch(parcel.shared)
        elif event.name == "_VOICE_SERVER":
            server = decode(event.payload, SessionVoiceServer)
            if server.session_id == session.id:
                session.tell("VOICE_SERVER_UPDATE", VoiceServer(server.token, server.guild_id, server.endpoint))
        elif session.shard.has_direct(event.shard_guild_id) and not event.name.startswith("_"):
            needs = intents.DIRECT.get(event.name, 0)
            # Docs: change-log, v8: bots are not told of new DMs.
            unwanted = event.name == "CHANNEL_CREATE" and session.identity.bot
            if not unwanted and (not needs or session.intents & needs):
                session.dispatch(parcel.shared)

    def _joined(self, session: Session, guild_id: int) -> None:
        if guild_id not in session.guilds and session.shard.has_guild(guild_id):
            self.attach(session, Snowflake(guild_id), initial=False)

    def _receive_instance(self, _: int, event: Event) -> None:
        if event.name == TOKENS_REVOKED:
            gone = decode(event.payload, TokensRevoked)
            for session in list(self.sessions.values()):
                if gone.has(session.identity):
                    self.expel(session, close_codes.AUTHENTICATION_FAILED)

    def _lost_instance(self) -> None:
        # A token may have been revoked: whoever comes back shows his again.
        for session in list(self.sessions.values()):
            self.restart(session)

    def expel(self, session: Session, code: CloseCode) -> None:
        """End the session and close its socket."""
        connection = session.connection
        self.end(session)
        if isinstance(connection, Connection):
            connection.session = None
            self.background(connection.close(code))

    def _guild_lost(self, guild: Guild) -> None:
        if self.guilds.get(guild.id) is guild:
            del self.guilds[guild.id]
        for session in guild.sessions():
            self.restart(session)
        guild.close()

    # Housekeeping.

    async def _sweep(self) -> None:
        """Hang up on silent clients, and let go of guilds that nobody here is in."""
        while True:
            await asyncio.sleep(self.heartbeat_interval_ms / 4000)  # real time, as clients' heartbeats are
            for connection in list(self.connections):
                if is_silent(connection, self.heartbeat_interval_ms):
                    self.background(connection.close(SILENT))
            for guild in [guild for guild in self.guilds.values() if guild.is_deserted]:
                del self.guilds[guild.id]
                guild.close()

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (problem := task.exception()) is not None:
            _log.error("background work failed", exc_info=problem)
