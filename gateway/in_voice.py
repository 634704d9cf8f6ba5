"""Who is in voice in one guild, and which of it a session sees: what is in channels that its user sees, and himself.

Kept here whole and moved on by the guild's own events, so that what a session is told of it in GUILD_CREATE stands at
the very event that it was told last. Who comes to see a channel is told who is in it; who sees it no longer, or whom
somebody moves out of sight, is told that he left. So no client keeps what it cannot follow.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from core.events import Event
from core.wire import decode
from domain.guilds.state import GuildState
from domain.members.records import Member
from domain.permissions.bits import Permission, holds
from domain.voice_states.records import MemberVoiceState, VoiceState
from gateway.audience import Audience, Audiences
from gateway.intents import GUILD_VOICE_STATES
from gateway.session import Session

MAY_CHANGE_SIGHT: Final = frozenset(
    ("GUILD_UPDATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "CHANNEL_UPDATE", "GUILD_MEMBER_UPDATE")
)
"""After these somebody may see a channel that he did not see before, or no longer, or may not be in it."""

_CONNECT: Final = Permission.VIEW_CHANNEL | Permission.CONNECT


class Before(msgspec.Struct):
    """What an event may change: who saw the channels that somebody is in, and who might be there."""

    states: dict[int, MemberVoiceState]
    seeing: dict[int, Audience]
    admitted: set[int]


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
        member = self._state.members.get(user_id)
        if member is None or not self.states:
            return []
        by_channel: dict[int, bool] = {}
        for channel_id in {_where(one) for one in self.states.values()}:
            held = self._state.permissions(user_id, member, channel_id) if channel_id in self._state.channels else 0
            by_channel[channel_id] = holds(held, Permission.VIEW_CHANNEL)
        return [one for one in self.states.values() if by_channel[_where(one)] or one.user_id == user_id]

    def before(self, event: Event) -> Before | None:
        """To be called before the state moves on; None for what changes nothing of this, or when nobody is there."""
        if not self.states:
            return None
        if event.name == "VOICE_STATE_UPDATE":
            concerned = {event.user_id: self.states[event.user_id]} if event.user_id in self.states else {}
        elif event.name in MAY_CHANGE_SIGHT:
            concerned = dict(self.states)
        else:
            return None
        channels = {_where(one) for one in concerned.values()}
        return Before(concerned, {one: self._seeing(one) for one in channels}, self._admitted(concerned))

    def tell_after(self, event: Event, before: Before) -> list[MemberVoiceState]:
        """Tells those who see something else now; gives those whom the event took the right to be where they are."""
        if event.name == "VOICE_STATE_UPDATE":
            self._tell_moved(event, before)
            return []
        for channel_id, seeing in before.seeing.items():
            now = self._seeing(channel_id)
            if now is seeing:
                continue
            there = [one for one in before.states.values() if _where(one) == channel_id]
            known, seen = dict.fromkeys(seeing), dict.fromkeys(now)
            _tell((one for one in seen if one not in known), there)
            _tell((one for one in known if one not in seen), [_gone(one) for one in there])
        admitted = self._admitted(before.states)
        return [self.states[user_id] for user_id in before.admitted - admitted]

    def _tell_moved(self, event: Event, before: Before) -> None:
        """To those who saw him where he was, and do not where he is, he left."""
        was, now = before.states.get(event.user_id), self.states.get(event.user_id)
        if was is None or now is None or was.channel_id == now.channel_id:
            return
        seeing = self._seeing(_where(now))
        see_now = dict.fromkeys(seeing)
        _tell((one for one in before.seeing[_where(was)] if one not in see_now), [_gone(now)])

    def _seeing(self, channel_id: int) -> Audience:
        return self._audiences.seeing(channel_id, GUILD_VOICE_STATES)

    def _admitted(self, states: dict[int, MemberVoiceState]) -> set[int]:
        """Those whose sessions are here, and who may be where they are."""
        found: set[int] = set()
        for user_id, one in states.items():
            member, where = self._state.members.get(user_id), _where(one)
            if member is None or where not in self._state.channels or not self._audiences.has_user(user_id):
                continue
            if holds(self._state.permissions(user_id, member, where), _CONNECT):
                found.add(user_id)
        return found


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
