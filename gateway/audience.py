"""Who receives an event of a guild: an event and a guild in, sessions out. Pure.

The answer for (channel, intent) is kept and used for every further event there. A session that comes or goes is
put into, or taken out of, what is kept; when roles, channels, the owner or a present member change, all is
forgotten and made again as needed. Rare events that ask for more (a permission, single receivers) start from the
kept list and look closer.
"""

from collections.abc import Iterable, Iterator

from core.events import Event
from domain.guilds.state import GuildState
from domain.permissions.bits import Permission
from gateway import intents
from gateway.session import Session

_VIEW_CHANNEL = int(Permission.VIEW_CHANNEL)

# After these, who may see what may be different.
_CHANGE_ACCESS = frozenset(
    (
        "GUILD_UPDATE",
        "GUILD_ROLE_CREATE",
        "GUILD_ROLE_UPDATE",
        "GUILD_ROLE_DELETE",
        "CHANNEL_CREATE",
        "CHANNEL_UPDATE",
        "CHANNEL_DELETE",
    )
)
_CHANGE_MEMBER = frozenset(("GUILD_MEMBER_ADD", "GUILD_MEMBER_UPDATE", "GUILD_MEMBER_REMOVE"))
# After these, who may see the thread may be different.
_CHANGE_THREAD = frozenset(
    ("THREAD_CREATE", "_THREAD_OPENED", "THREAD_UPDATE", "THREAD_DELETE", "THREAD_MEMBERS_UPDATE")
)
_TOLD_TO_HIMSELF = frozenset(("GUILD_MEMBER_UPDATE", "VOICE_STATE_UPDATE"))
_MEMBERS = "THREAD_MEMBERS_UPDATE"  # which without the intent only those hear of whom it concerns


class Audience:
    """Sessions in the order of their coming, those that may not read content apart from the others."""

    __slots__ = ("full", "limited")

    def __init__(self, sessions: Iterable[Session] = ()) -> None:
        self.full: dict[Session, None] = {}
        self.limited: dict[Session, None] = {}
        for session in sessions:
            self.add(session)

    def __iter__(self) -> Iterator[Session]:
        yield from self.full
        yield from self.limited

    def add(self, session: Session) -> None:
        (self.full if session.reads_content else self.limited)[session] = None

    def remove(self, session: Session) -> None:
        (self.full if session.reads_content else self.limited).pop(session, None)

    def has(self, session: Session) -> bool:
        return session in (self.full if session.reads_content else self.limited)


class Audiences:
    """The sessions of one guild on this node, and who of them receives what."""

    def __init__(self, state: GuildState) -> None:
        self._state = state
        self._by_user: dict[int, dict[Session, None]] = {}
        self._kept: dict[tuple[int, int], Audience] = {}

    def __iter__(self) -> Iterator[Session]:
        for sessions in self._by_user.values():
            yield from sessions

    def users(self) -> list[int]:
        return list(self._by_user)

    def has_user(self, user_id: int) -> bool:
        return user_id in self._by_user

    def of_user(self, user_id: int) -> list[Session]:
        return list(self._by_user.get(user_id, ()))

    def add(self, session: Session) -> None:
        self._by_user.setdefault(session.user_id, {})[session] = None
        for (channel_id, needs), audience in self._kept.items():
            if self._belongs(session, channel_id, needs):
                audience.add(session)

    def remove(self, session: Session) -> None:
        sessions = self._by_user.get(session.user_id)
        if sessions is None:
            return
        sessions.pop(session, None)
        if not sessions:
            del self._by_user[session.user_id]
        for audience in self._kept.values():
            audience.remove(session)

    def follow(self, event: Event) -> None:
        """To be called after the state has moved on by this event."""
        if event.name in _CHANGE_ACCESS or (event.name in _CHANGE_MEMBER and event.user_id in self._by_user):
            self._kept.clear()
        elif event.name in _CHANGE_THREAD:
            for key in [key for key in self._kept if key[0] == event.channel_id]:
                del self._kept[key]

    def of(self, event: Event) -> Audience:
        """The sessions that receive this event."""
        audience = self.seeing(event.channel_id, intents.IN_GUILDS.get(event.name, 0))
        if event.receivers or event.requires or event.unless_seeing or event.name == _MEMBERS:
            return Audience(session for session in audience if self._passes(session, event))
        if event.user_id in self._by_user and event.name in _TOLD_TO_HIMSELF:
            own = [one for one in self._by_user[event.user_id] if not audience.has(one) and self._is_told(one, event)]
            return Audience([*audience, *own]) if own else audience
        return audience

    def seeing(self, channel_id: int, needs: int) -> Audience:
        """The sessions with that intent that see the channel."""
        audience = self._kept.get((channel_id, needs))
        if audience is None:
            belonging = [session for session in self if self._belongs(session, channel_id, needs)]
            audience = self._kept[channel_id, needs] = Audience(belonging)
        return audience

    def receives(self, session: Session, event: Event) -> bool:
        """Whether one session receives this event."""
        if event.user_id == session.user_id and self._is_told(session, event):
            return True
        needs = intents.IN_GUILDS.get(event.name, 0)
        return self._belongs(session, event.channel_id, needs) and self._passes(session, event)

    def sees(self, session: Session, channel_id: int) -> bool:
        """Whether the session's user sees the channel; 0 is the guild itself."""
        return not channel_id or bool(self._permissions(session, channel_id) & _VIEW_CHANNEL)

    def _is_told(self, session: Session, event: Event) -> bool:
        """Whether it is told what is said of its own user, whatever it sees and, of himself as a member, asked for."""
        if event.name == "VOICE_STATE_UPDATE":
            return bool(session.intents & intents.GUILD_VOICE_STATES)
        return event.name == "GUILD_MEMBER_UPDATE"

    def _belongs(self, session: Session, channel_id: int, needs: int) -> bool:
        if needs and not session.intents & needs:
            return False
        return self.sees(session, channel_id)

    def _passes(self, session: Session, event: Event) -> bool:
        if event.receivers and session.user_id not in event.receivers:
            return False
        if event.unless_seeing and self.sees(session, event.unless_seeing):
            return False
        if event.name == _MEMBERS and not session.intents & intents.GUILD_MEMBERS:
            return session.user_id in event.mentions
        requires = event.requires
        return not requires or self._permissions(session, event.channel_id) & requires == requires

    def _permissions(self, session: Session, channel_id: int) -> int:
        state = self._state
        member = state.members.get(session.user_id)
        if member is None or (channel_id and channel_id not in state.channels):
            return 0
        return state.permissions(session.user_id, member, channel_id or None)
