"""Sessions on their way into a guild, and what they are let in with."""

import asyncio

import msgspec

from domain.guilds.records import GuildSnapshot
from domain.guilds.state import GuildState
from domain.members.records import Member
from domain.threads.records import Thread
from domain.voice_states.records import MemberVoiceState
from gateway.fanout import Parcel
from gateway.session import Session


class Entry:
    """A session on its way in."""

    def __init__(self, session: Session, initial: bool) -> None:
        self.session = session
        self.initial = initial
        self.held: list[tuple[int, Parcel]] = []
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def finish(self) -> None:
        if not self.done.done():
            self.done.set_result(None)


class Reading(msgspec.Struct):
    """What sessions are let in with."""

    base: int
    state: GuildState | None
    snapshot: GuildSnapshot | None
    own: dict[int, Member]
    everyone: list[Member]
    presences: dict[int, bytes]
    threads: list[Thread] = []  # beside the state
    voice_states: list[MemberVoiceState] = []  # likewise
