"""Who is in voice in one guild, and which of it a session sees: what is in channels that its user sees, and himself.

Kept here whole and moved on by the guild's own events, so that what a session is told of it in GUILD_CREATE stands at
the very event that it was told last. Who comes to see a channel is told who is in it; who sees it no longer, or whom
somebody moves out of sight, is told that he left. So no client keeps what it cannot follow.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from core.events import Event
from core.wire import Snowflake, decode
from domain.guilds.state import GuildState
from domain.members.records import Member
from domain.permissions.bits import Permission, holds
from domain.voice_states.records import MemberVoiceState, VoiceState
from gateway.audience import Audiences
from gateway.intents import GUILD_VOICE_STATES
from gateway.session import Session

_CHANGE_SIGHT: Final = frozenset(
    ("GUILD_UPDATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "CHANNEL_UPDATE", "GUILD_MEMBER_UPDATE")
)
"""After these somebody may see a channel that he did not see before, or no longer."""


class Before(msgspec.Struct):
    """What an event may change: of channels that somebody is in, who saw them."""

    states: dict[int, MemberVoiceState]
    seeing: dict[int, dict[Session, None]]


class _Channel(msgspec.Struct):
    id: Snowflake


class InVoice:
    def __init__(self, state: GuildState, audiences: Audiences, states: Iterable[MemberVoiceState]) -> None:
        self.states = {int(one.user_id): one for one in states}
        self._state = state
        self._audiences = audiences

    def follow(self, event: Event) -> None:
        """To be called after the state has moved on by this event."""
        if event.name == "VOICE_STATE_UPDATE":
            told = decode(event.payload, MemberVoiceState)
            if told.channel_id is None:
                self.states.pop(event.user_id, None)
            else:
                self.states[event.user_id] = told
        elif event.name == "GUILD_MEMBER_UPDATE" and event.user_id in self.states:
            self.states[event.user_id].member = decode(event.payload, Member)

    def shown_to(self, user_id: int) -> list[MemberVoiceState]:
        """Those that the user sees."""
        channels = {_where(one) for one in self.states.values()}
        sees = {channel_id: self._sees(user_id, channel_id) for channel_id in channels}
        return [one for one in self.states.values() if sees[_where(one)] or one.user_id == user_id]

    def before(self, event: Event) -> Before | None:
        """To be called before the state moves on; None for what changes nothing of this, or when nobody is there."""
        concerned = self._concerned(event) if self.states else {}
        if not concerned:
            return None
        channels = {_where(one) for one in concerned.values()}
        return Before(concerned, {one: self._seeing(one, event) for one in channels})

    def tell_after(self, event: Event, before: Before) -> None:
        """Tells those who see something else now."""
        if event.name == "VOICE_STATE_UPDATE":
            self._tell_moved(event, before)
            return
        for channel_id, known in before.seeing.items():
            seen = self._seeing(channel_id, event)
            there = [one for one in before.states.values() if _where(one) == channel_id]
            _tell((one for one in seen if one not in known), there)
            _tell((one for one in known if one not in seen), [_gone(one) for one in there])

    def _tell_moved(self, event: Event, before: Before) -> None:
        """To those who saw him where he was, and do not where he is, he left."""
        was, now = before.states.get(event.user_id), self.states.get(event.user_id)
        if was is None or now is None or was.channel_id == now.channel_id:
            return
        see_now = self._seeing(_where(now), event)
        _tell((one for one in before.seeing[_where(was)] if one not in see_now), [_gone(now)])

    def _concerned(self, event: Event) -> dict[int, MemberVoiceState]:
        """Those of whom somebody may see something else after the event."""
        if event.name == "VOICE_STATE_UPDATE":
            return {event.user_id: self.states[event.user_id]} if event.user_id in self.states else {}
        if event.name == "GUILD_MEMBER_UPDATE" and not self._audiences.has_user(event.user_id):
            return {}
        if event.name == "CHANNEL_UPDATE":
            changed = decode(event.payload, _Channel).id
            return {user_id: one for user_id, one in self.states.items() if one.channel_id == changed}
        return dict(self.states) if event.name in _CHANGE_SIGHT else {}

    def _seeing(self, channel_id: int, event: Event) -> dict[Session, None]:
        """The sessions that see the channel; when a member changes, those of his."""
        if event.name != "GUILD_MEMBER_UPDATE":
            return dict.fromkeys(self._audiences.seeing(channel_id, GUILD_VOICE_STATES))
        if not self._sees(event.user_id, channel_id):
            return {}
        return {one: None for one in self._audiences.of_user(event.user_id) if one.intents & GUILD_VOICE_STATES}

    def _sees(self, user_id: int, channel_id: int) -> bool:
        member = self._state.members.get(user_id)
        if member is None or channel_id not in self._state.channels:
            return False
        return holds(self._state.permissions(user_id, member, channel_id), Permission.VIEW_CHANNEL)


def bare(states: Iterable[MemberVoiceState]) -> list[VoiceState]:
    """As GUILD_CREATE has them: the guild and the members stand there."""
    fields = VoiceState.__struct_fields__
    return [VoiceState(**{name: getattr(one, name) for name in fields}) for one in states]


def _where(state: MemberVoiceState) -> int:
    assert state.channel_id is not None, "who left is not kept"
    return state.channel_id


def _gone(state: MemberVoiceState) -> MemberVoiceState:
    return msgspec.structs.replace(state, channel_id=None)


def _tell(sessions: Iterable[Session], states: list[MemberVoiceState]) -> None:
    for session in sessions:
        for state in states:
            if session.user_id != state.user_id:
                session.tell("VOICE_STATE_UPDATE", state)
