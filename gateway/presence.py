"""Presence (op 3, and in Identify): what others see of a user. Docs: events/gateway-events#update-presence.

A user with several sessions is shown as the one that spoke last is; when that ends, as one of the others.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from core import clock, snowflakes
from core.bus import Bus
from core.close_codes import CloseCode
from core.wire import Snowflake
from domain.presences import ClientStatus, Presence, Presences, PresentUser, presence_update
from gateway.commands import UpdatePresence
from gateway.session import Session

if TYPE_CHECKING:
    from gateway.connection import Connection
    from gateway.node import Node


class Announcer:
    """Tells a user's guilds how he is present, when that changes."""

    def __init__(self, bus: Bus, presences: Presences) -> None:
        self._bus = bus
        self._presences = presences
        self._told: dict[int, Presence] = {}

    def changed(self, session: Session, sessions: Iterable[Session]) -> None:
        """The session has a (new) presence; `sessions` are all of this user here."""
        guild_ids = {guild_id for one in [*sessions, session] for guild_id in one.guilds}
        self._tell(_shown(session), guild_ids)

    def joined(self, session: Session, sessions: Iterable[Session], guild_id: int) -> None:
        """The session is let into a guild."""
        presence = self._told.get(session.user_id) or _shown(session)
        is_new = not any(guild_id in one.guilds for one in sessions if one is not session)
        if is_new and presence.status != "offline":
            self._publish(presence, (guild_id,))

    def ended(self, session: Session, others: list[Session], guild_ids: Iterable[int]) -> None:
        """A session is over; `others` are the user's that remain here."""
        if others:
            self._tell(_shown(others[-1]), {guild_id for one in others for guild_id in one.guilds})
            elsewhere = {guild_id for one in others for guild_id in one.guilds}
            self._publish(_offline(session.user_id), set(guild_ids) - elsewhere)
        elif self._told.pop(session.user_id, None) is not None:
            self._publish(_offline(session.user_id), guild_ids)

    def _tell(self, presence: Presence, guild_ids: Iterable[int]) -> None:
        if self._told.get(presence.user.id) != presence:
            self._told[presence.user.id] = presence
            self._publish(presence, guild_ids)

    def _publish(self, presence: Presence, guild_ids: Iterable[int]) -> None:
        for guild_id in guild_ids:
            self._presences.set(guild_id, presence)
            published = self._bus.publish(presence_update(guild_id, presence).event(snowflakes.make()))
            published.add_done_callback(_nobody_waits)


async def update_presence(node: "Node", connection: "Connection", command: UpdatePresence) -> CloseCode | None:
    session = connection.session
    assert session is not None
    session.presence = dated(command)
    node.announcer.changed(session, node.sessions_of(session.user_id))
    return None


def dated(presence: UpdatePresence) -> UpdatePresence:
    """With the time at which its activities were set."""
    for activity in presence.all_activities():
        activity.created_at = clock.now_ms()
    return presence


def _shown(session: Session) -> Presence:
    presence = session.presence
    if presence.status in ("invisible", "offline"):
        return _offline(session.user_id)
    user = PresentUser(Snowflake(session.user_id))
    return Presence(user, presence.status, presence.all_activities(), ClientStatus(presence.status))


def _offline(user_id: int) -> Presence:
    return Presence(PresentUser(Snowflake(user_id)), "offline", [], ClientStatus())


def _nobody_waits(published: Any) -> None:
    if not published.cancelled():
        published.exception()  # Redis is away; the next change, or the next session, shows it
