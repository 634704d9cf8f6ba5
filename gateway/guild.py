"""One guild as it lives on this node: its state, its sessions, and its encoded snapshot.

Every event of the guild's topic comes here in order, each with its position. It moves the state on, then goes to
its audience. All of that is synchronous: between two events everything here stands at one position.

A session is let in with a GUILD_CREATE, and gets exactly the events after it:

    from now on   events are held back for the session
    base          the position that the snapshot stands at. A snapshot that no event has changed since it was read
                  stands at the last event received here. Otherwise it is read anew under the guild's lock, at the
                  topic's own position, which events may reach this node a little later
    then          GUILD_CREATE, what was held back after the base, and from there on all that comes after the base

Whoever waits when a reading begins is served by it: a thousand sessions coming back cost a few readings.
Whether an event that was held back is for the session is decided by the guild as it is when it is let in.
"""

import asyncio
from collections.abc import Callable
from typing import Final

import msgspec
import structlog

from core.database import Reader
from core.events import Event, guild_topic
from core.wire import Snowflake, decode, encode
from domain.guilds import snapshot, states
from domain.guilds.records import GuildSnapshot, UnavailableGuild
from domain.guilds.state import GuildState
from domain.instance import Instance
from domain.members import queries as members
from domain.presences import Presences
from domain.threads import queries as threads
from domain.voice_states import queries as voice_states
from domain.voice_states.records import VoiceState
from gateway import intents, metrics
from gateway.audience import Audiences
from gateway.compression import SharedPart
from gateway.entries import Entry, Reading
from gateway.fanout import Parcel, deliver
from gateway.in_voice import InVoice, bare
from gateway.ready import InChannels, guild_create
from gateway.session import Session
from gateway.threads import LAST_SEEN, MAY_SHOW, Threads

# These leave a guild's snapshot as it is. MESSAGE_CREATE moves one number in it, which is done without reading.
_LEAVE_SNAPSHOT: Final = frozenset(
    (
        "MESSAGE_CREATE",
        "MESSAGE_UPDATE",
        "MESSAGE_DELETE",
        "MESSAGE_DELETE_BULK",
        "MESSAGE_REACTION_ADD",
        "MESSAGE_REACTION_REMOVE",
        "MESSAGE_REACTION_REMOVE_ALL",
        "MESSAGE_REACTION_REMOVE_EMOJI",
        "MESSAGE_POLL_VOTE_ADD",
        "MESSAGE_POLL_VOTE_REMOVE",
        "TYPING_START",
        "PRESENCE_UPDATE",
        "GUILD_SCHEDULED_EVENT_USER_ADD",
        "GUILD_SCHEDULED_EVENT_USER_REMOVE",
        "INVITE_CREATE",
        "INVITE_DELETE",
        "GUILD_MEMBER_UPDATE",
        "GUILD_BAN_ADD",
        "GUILD_BAN_REMOVE",
        "GUILD_AUDIT_LOG_ENTRY_CREATE",
        "GUILD_JOIN_REQUEST_CREATE",
        "GUILD_JOIN_REQUEST_UPDATE",
        "GUILD_JOIN_REQUEST_DELETE",
        "WEBHOOKS_UPDATE",
        "GUILD_INTEGRATIONS_UPDATE",
        "INTEGRATION_CREATE",
        "INTEGRATION_UPDATE",
        "INTEGRATION_DELETE",
        "VOICE_CHANNEL_EFFECT_SEND",
        "THREAD_CREATE",
        "_THREAD_OPENED",
        "THREAD_UPDATE",
        "THREAD_DELETE",
        "THREAD_MEMBERS_UPDATE",
        "VOICE_STATE_UPDATE",
        "VOICE_CHANNEL_STATUS_UPDATE",
        "VOICE_CHANNEL_START_TIME_UPDATE",
    )
)
# Above so many, members and presences in GUILD_CREATE are the session's own and those in voice.
_LARGEST_WITH_PRESENCES: Final = 75_000


_log = structlog.get_logger(__name__)


class _Message(msgspec.Struct):
    id: Snowflake


class Guild:
    def __init__(
        self,
        instance: Instance,
        presences: Presences,
        guild_id: int,
        lost: Callable[["Guild"], None],
    ) -> None:
        self.id = guild_id
        self.state: GuildState | None = None
        self._instance = instance
        self._presences = presences
        self._told_lost = lost
        self._topic = guild_topic(guild_id)
        self._position = 0
        self._audiences: Audiences | None = None
        self._threads: Threads | None = None
        self._in_voice: InVoice | None = None
        self._entries: dict[Session, Entry] = {}
        self._waiting: list[Entry] = []
        self._letting_in: asyncio.Task[None] | None = None
        self._subscribed = False
        self._early: list[tuple[int, Event]] = []
        self._behind: dict[Session, int] = {}
        self._snapshot: GuildSnapshot | None = None
        self._snapshot_at = -1
        self._changed_at = 0
        self._encoded: bytes | None = None
        self._last_messages: dict[int, Event] = {}

    # Coming and going.

    def attach(self, session: Session, *, initial: bool) -> asyncio.Future[None]:
        """Let a session in; done when its GUILD_CREATE is out, or it turned out that it does not belong here."""
        entry = self._entries[session] = Entry(session, initial)
        session.guilds[self.id] = self
        self._waiting.append(entry)
        if self._letting_in is None:
            self._letting_in = asyncio.create_task(self._let_in())
            self._letting_in.add_done_callback(self._let_in_ended)
        return entry.done

    def detach(self, session: Session) -> None:
        """From now on the session gets nothing more from here."""
        session.guilds.pop(self.id, None)
        self._behind.pop(session, None)
        entry = self._entries.pop(session, None)
        if entry is not None:
            entry.finish()
        elif self._audiences is not None:
            self._audiences.remove(session)
            self._forget_absent(session.user_id)

    @property
    def is_deserted(self) -> bool:
        return not self._entries and not any(True for _ in self.sessions())

    def sessions(self) -> list[Session]:
        """Those that are in, and those on their way."""
        return [*self._entries, *(self._audiences or ())]

    def sees(self, session: Session, channel_id: int) -> bool:
        """Whether the user of a session that is here sees the channel."""
        return self._audiences is not None and self._audiences.sees(session, channel_id)

    def close(self) -> None:
        """Hear no more of the guild."""
        if self._letting_in is not None:
            self._letting_in.cancel()
        if self._subscribed:
            self._subscribed = False
            self._instance.bus.unsubscribe(self._topic, self._receive)

    # Letting in.

    async def _let_in(self) -> None:
        if not self._subscribed:
            await self._instance.bus.subscribe(self._topic, self._receive, self._lost)
            self._subscribed = True
        while self._waiting:
            batch, self._waiting = self._waiting, []
            reading = await self._read([entry.session for entry in batch if entry.session in self._entries])
            self._begin(reading)
            for entry in batch:
                if self._entries.get(entry.session) is entry:
                    self._admit(entry, reading)
                    entry.finish()
        self._letting_in = None  # not later: from now on nobody looks at who waits

    def _let_in_ended(self, task: asyncio.Task[None]) -> None:
        if self._letting_in is task:
            self._letting_in = None
        if not task.cancelled() and (problem := task.exception()) is not None:
            _log.error("a guild could not be read", guild_id=self.id, exc_info=problem)
            self._lost()

    async def _read(self, sessions: list[Session]) -> Reading:
        if self._snapshot is not None and self._snapshot_at >= self._changed_at:
            base = max(self._position, self._snapshot_at)
            reading = Reading(base, None, self._snapshot, {}, [], {})
            return await self._read_people(self._instance.database, reading, sessions)
        database, bus = self._instance.database, self._instance.bus
        async with database.reading(lock=self.id) as tx:
            reading = Reading(await bus.position(self._topic), None, await snapshot.load(tx, self.id), {}, [], {})
            if self.state is None:
                reading.state = await states.load(tx, self.id)
                reading.threads = await threads.list_active(tx, self.id)
                reading.voice_states = await voice_states.list_of_guild(tx, self.id)
            return await self._read_people(tx, reading, sessions)

    async def _read_people(self, reader: Reader, reading: Reading, sessions: list[Session]) -> Reading:
        """Members and presences as the sessions need them, after the base was taken."""
        guild = reading.snapshot
        if guild is None:
            return reading
        users = {session.user_id for session in sessions}
        see_presences = [session for session in sessions if session.intents & intents.GUILD_PRESENCES]
        if see_presences and guild.member_count <= _LARGEST_WITH_PRESENCES:
            reading.presences = await self._presences.of_guild(self.id)
            users.update(reading.presences)
            if any(session.large_threshold >= guild.member_count for session in see_presences):
                reading.everyone = await members.page(reader, self.id, 0, guild.member_count + 100)
        found = await members.by_ids(reader, self.id, users)
        reading.own = {member.user.id: member for member in found}
        return reading

    def _begin(self, reading: Reading) -> None:
        """Take over what was read, unless events that came meanwhile are newer."""
        if self.state is None and reading.state is not None:
            self.state = reading.state
            self._audiences = Audiences(self.state)
            self._threads = Threads(self.state, self._audiences, reading.threads)
            self._in_voice = InVoice(self.state, self._audiences, reading.voice_states)
            self._position = reading.base
            for position, event in self._early:
                if position > reading.base:
                    self._move(position, event)
            self._early.clear()
        if reading.snapshot is not self._snapshot:
            self._snapshot, self._snapshot_at, self._encoded = reading.snapshot, reading.base, None

    def _admit(self, entry: Entry, reading: Reading) -> None:
        session, audiences = entry.session, self._audiences
        member = reading.own.get(session.user_id)
        del self._entries[session]
        if member is None or reading.snapshot is None or self.state is None or audiences is None:
            session.guilds.pop(self.id, None)
            if entry.initial and session.intents & intents.GUILDS:
                session.tell("GUILD_DELETE", UnavailableGuild(Snowflake(self.id)))
            return
        self.state.members.setdefault(session.user_id, member.bits)
        if session.intents & intents.GUILDS:
            self._send_create(session, entry.initial, reading)
        audiences.add(session)
        base = reading.base
        for position, parcel in entry.held:
            if position > base and not self._give(session, parcel):
                return
        if base > self._position:
            self._behind[session] = base

    def _send_create(self, session: Session, initial: bool, reading: Reading) -> None:
        guild, listed = reading.snapshot, reading.own
        assert guild is not None and self._threads is not None and self._in_voice is not None
        voice = self._in_voice.shown_to(session.user_id) if session.intents & intents.GUILD_VOICE_STATES else []
        if session.intents & intents.GUILD_PRESENCES and guild.member_count <= _LARGEST_WITH_PRESENCES:
            presences = list(reading.presences.values())
            if session.large_threshold >= guild.member_count and reading.everyone:
                listed = {member.user.id: member for member in reading.everyone} | {
                    session.user_id: listed[session.user_id]
                }
        else:
            presences = []
            listed = {session.user_id: listed[session.user_id]}
        listed = {one.member.user.id: one.member for one in voice} | listed
        shown = self._threads.shown_to(session.user_id)
        in_channels = self._seen_by(session, guild, bare(voice))
        payload = guild_create(
            self._encode(guild), session, listed.values(), presences, shown, in_channels, initial=initial
        )
        session.dispatch(SharedPart("GUILD_CREATE", payload))

    def _seen_by(self, session: Session, guild: GuildSnapshot, voice: list[VoiceState]) -> InChannels:
        """What of the stages and events that are in channels the session's user may see, beside who is in voice."""
        audiences = self._audiences
        assert audiences is not None
        return InChannels(
            voice,
            [one for one in guild.stage_instances if audiences.sees(session, one.channel_id)],
            [one for one in guild.guild_scheduled_events if audiences.sees(session, one.channel_id or 0)],
        )

    def _encode(self, guild: GuildSnapshot) -> bytes:
        if self._encoded is None or guild is not self._snapshot:
            for channel in guild.channels:
                event = self._last_messages.get(channel.id)
                if event is not None:
                    newest = decode(event.payload, _Message).id
                    channel.last_message_id = max(newest, channel.last_message_id or newest)
            self._encoded = encode(msgspec.structs.replace(guild, stage_instances=[], guild_scheduled_events=[]))
        return self._encoded

    # Events.

    def _receive(self, position: int, event: Event) -> None:
        metrics.EVENTS_RECEIVED.inc()
        parcel = Parcel(event)
        for entry in self._entries.values():
            entry.held.append((position, parcel))
        audiences = self._audiences
        if audiences is None or self._threads is None or self._in_voice is None:
            self._early.append((position, event))
            return
        if position <= self._position:
            return
        audience = audiences.of(event) if event.name in LAST_SEEN else None
        seen = self._threads.seen_before(event) if event.name in MAY_SHOW else {}
        voice = self._in_voice.before(event)
        self._move(position, event)
        if event.name.startswith("_"):
            return
        if audience is None:
            audience = audiences.of(event)
        if self._behind:
            # What GUILD_CREATE has of threads and voice stands at the last event here, not at the base: those events
            # are for all.
            is_for_all = event.name.startswith("THREAD_") or event.name == "VOICE_STATE_UPDATE"
            for session in audience:
                if is_for_all or self._behind.get(session, 0) < position:
                    session.dispatch(parcel.form_for(session))
            self._behind = {session: base for session, base in self._behind.items() if base > position}
        else:
            metrics.DELIVERIES.inc(deliver(parcel, audience))
        if seen or event.name == "THREAD_UPDATE":
            self._threads.tell_after(event, seen)
        if voice is not None:
            self._in_voice.tell_after(event, voice)
        if event.name == "GUILD_MEMBER_REMOVE":
            self._left(position, event.user_id)
        elif event.name == "GUILD_DELETE":
            for session in list(audiences):
                self.detach(session)

    def _move(self, position: int, event: Event) -> None:
        """Let the state and all that is kept of it follow the event."""
        assert self.state is not None and self._audiences is not None and self._threads is not None
        assert self._in_voice is not None
        self._position = position
        self._in_voice.follow(event)
        if self.state.apply(event):
            self._audiences.follow(event)
            if event.user_id:
                self._forget_absent(event.user_id)
        if event.name == "MESSAGE_CREATE" and event.channel_id not in self._threads.active:
            self._last_messages[event.channel_id] = event
            self._encoded = None
            return
        if forum_id := self._threads.follow(event):
            self._last_messages[forum_id] = event
            self._encoded = None
        if event.name not in _LEAVE_SNAPSHOT:
            self._changed_at = position

    def _give(self, session: Session, parcel: Parcel) -> bool:
        """Give a session what was held back for it. False: it has nothing more to do here."""
        assert self._audiences is not None
        if self._audiences.receives(session, parcel.event) and not parcel.event.name.startswith("_"):
            session.dispatch(parcel.form_for(session))
        if parcel.event.name == "GUILD_DELETE":
            self.detach(session)
            return False
        if parcel.event.name == "GUILD_MEMBER_REMOVE" and parcel.event.user_id == session.user_id:
            self._stop_hearing(session)
            return False
        return True

    def _left(self, position: int, user_id: int) -> None:
        """Who is no member hears nothing more at once; GUILD_DELETE follows on his own topic."""
        assert self._audiences is not None
        for session in self._audiences.of_user(user_id):
            if self._behind.get(session, 0) < position:
                self._stop_hearing(session)

    def _stop_hearing(self, session: Session) -> None:
        assert self._audiences is not None
        self._audiences.remove(session)
        self._behind.pop(session, None)
        self._forget_absent(session.user_id)

    def _forget_absent(self, user_id: int) -> None:
        """Keep members' roles only of those who are here: members of a large guild are many."""
        assert self.state is not None and self._audiences is not None
        entering = any(session.user_id == user_id for session in self._entries)
        if not entering and not self._audiences.has_user(user_id):
            self.state.members.pop(user_id, None)

    def _lost(self) -> None:
        self._told_lost(self)
