"""The guild states of one process: loaded when asked for, moved on by events, dropped when a guild is gone.

A state is read under the guild's shared lock, so that it stands at one position of the guild's topic: no event is
missing from it and none is applied twice.
"""

import asyncio
from collections.abc import Callable

from core.bus import Bus
from core.database import Database
from core.events import Event, guild_topic
from domain.guilds import state_store
from domain.guilds.state import GuildState
from domain.permissions.compute import MemberBits

load = state_store.load

_KEPT = 5_000


class _Follower:
    """Keeps events back until the state is read, then applies those that the state does not hold yet."""

    def __init__(self) -> None:
        self.state: GuildState | None = None
        self._early: list[tuple[int, Event]] = []

    def receive(self, position: int, event: Event) -> None:
        if self.state is None:
            self._early.append((position, event))
        else:
            self.state.apply(event)

    def start(self, state: GuildState, position: int) -> None:
        self.state = state
        for at, event in self._early:
            if at > position:
                state.apply(event)
        self._early.clear()


class GuildStates:
    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._ready: dict[int, GuildState] = {}
        self._loading: dict[int, asyncio.Task[GuildState | None]] = {}
        self._followers: dict[int, Callable[[int, Event], None]] = {}
        self._guild_of: dict[int, int] = {}

    async def get(self, guild_id: int) -> GuildState | None:
        """The state of a guild, or None when there is no such guild."""
        state = self._ready.get(guild_id)
        if state is not None:
            return state
        task = self._loading.get(guild_id)
        if task is None:
            task = self._loading[guild_id] = asyncio.create_task(self._load(guild_id))
            task.add_done_callback(lambda _: self._loading.pop(guild_id, None))
        return await asyncio.shield(task)

    async def having(self, guild_id: int, channel_id: int) -> GuildState | None:
        """The state of a guild with that channel in it; None when there is none.

        A thread that the state does not keep, as it is archived, is read and is in what is given here alone.
        """
        state = await self.get(guild_id)
        if state is None or channel_id in state.channels:
            return state
        found = await state_store.find_thread(self._database, channel_id)
        return state.with_thread(*found) if found is not None else None

    async def member(self, state: GuildState, user_id: int) -> MemberBits | None:
        """A member of the guild, or None."""
        if user_id not in state.members:
            state.remember(user_id, await state_store.find_member(self._database, state.guild_id, user_id))
        return state.members.get(user_id)

    async def guild_of(self, channel_id: int) -> int | None:
        """The guild of a channel, 0 for a DM, or None when there is no such channel. A channel never moves."""
        guild_id = self._guild_of.get(channel_id)
        if guild_id is None:
            guild_id = await state_store.find_guild_of_channel(self._database, channel_id)
            if guild_id is not None:
                if len(self._guild_of) > 100 * _KEPT:
                    self._guild_of.clear()
                self._guild_of[channel_id] = guild_id
        return guild_id

    async def _load(self, guild_id: int) -> GuildState | None:
        if not await state_store.guild_exists(self._database, guild_id):
            return None
        topic = guild_topic(guild_id)
        follower = _Follower()

        def receive(position: int, event: Event) -> None:
            follower.receive(position, event)
            if event.name == "GUILD_DELETE":
                self._drop(guild_id)

        await self._bus.subscribe(topic, receive, lambda: self._drop(guild_id))
        self._followers[guild_id] = receive
        try:
            async with self._database.reading(lock=guild_id) as tx:
                state = await state_store.load(tx, guild_id)
                position = await self._bus.position(topic)
        except BaseException:
            self._drop(guild_id)
            raise
        if self._followers.get(guild_id) is not receive:  # events were lost meanwhile, or the guild is gone
            return await self._load(guild_id)
        if state is None:
            self._drop(guild_id)
            return None
        follower.start(state, position)
        self._ready[guild_id] = state
        if len(self._ready) > _KEPT:
            self._drop(next(iter(self._ready)))
        return state

    def _drop(self, guild_id: int) -> None:
        self._ready.pop(guild_id, None)
        receive = self._followers.pop(guild_id, None)
        if receive is not None:
            self._bus.unsubscribe(guild_topic(guild_id), receive)
