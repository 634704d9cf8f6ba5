"""Sessions that an application opens for a user, with his access token: a player's game.

They hear of what belongs to that application, and of the user's direct messages if he let it read them; of nothing
else, and they say nothing but heartbeats. Docs (user-side): gateway/using-gateway#oauth2-and-the-gateway.
"""

import asyncio
from typing import TYPE_CHECKING, Final

from core import clock, close_codes
from core.events import Event
from core.wire import UNSET
from domain.channels import queries as channels
from domain.channels.records import Channel
from domain.grants import scopes
from domain.lobbies import idle, sessions
from domain.lobbies import queries as lobbies
from domain.users.identity import Identity
from domain.users.records import CurrentUser
from gateway import intents
from gateway.session import Session

if TYPE_CHECKING:
    from gateway.node import Node

_OF_DMS: Final = frozenset(("MESSAGE_CREATE", "MESSAGE_UPDATE", "MESSAGE_DELETE"))


def may_connect(identity: Identity) -> bool:
    """Whether the user let the application be connected for him."""
    return {scopes.IDENTIFY, scopes.GATEWAY_CONNECT} <= identity.scopes


def allowed_intents(identity: Identity) -> int:
    """What the application may hear of."""
    of_lobbies = intents.LOBBIES if scopes.LOBBIES_WRITE in identity.scopes else 0
    of_dms = intents.DIRECT_MESSAGES if scopes.DM_CHANNELS_MESSAGES_READ in identity.scopes else 0
    return of_lobbies | of_dms


def hears(session: Session, event: Event) -> bool:
    """Whether an event of the user's topic may be for this session at all. What is one application's is for it alone:
    for the sessions that it opened for the user, and for its own bot's.
    """
    identity = session.identity
    if event.application_id:
        return event.application_id == (identity.application_id or (identity.user_id if identity.bot else 0))
    return not identity.is_bearer or event.name in _OF_DMS


def hide(user: CurrentUser, identity: Identity) -> None:
    """Leaves of the user in READY what the application may see."""
    if scopes.EMAIL not in identity.scopes:
        user.email = user.verified = UNSET
    if scopes.PREMIUM not in identity.scopes:
        user.premium_type = UNSET


async def private_channels(node: "Node", identity: Identity) -> list[Channel]:
    if scopes.DM_CHANNELS_READ not in identity.scopes:
        return []
    return await channels.list_of_user(node.instance.database, identity.user_id)


async def begin(node: "Node", session: Session) -> None:
    """Notes that the user is in the game."""
    identity = session.identity
    await sessions.begin(
        node.instance.database, identity.user_id, identity.application_id, session.id, node.presences.node
    )


async def tell_lobbies(node: "Node", session: Session) -> None:
    """The lobbies that the user is in come after READY, one by one."""
    if session.intents & intents.LOBBIES:
        identity = session.identity
        found = await lobbies.list_of_session(node.instance.database, identity.user_id, identity.application_id)
        for lobby in found:
            session.tell("LOBBY_CREATE", lobby)


async def end(node: "Node", session: Session) -> None:
    """The user is in this game no more."""
    identity, database = session.identity, node.instance.database
    await sessions.end(database, identity.user_id, identity.application_id, session.id)
    await idle.left(database, identity.user_id, identity.application_id)


async def stay_alive(node: "Node") -> None:
    """Says every minute that the node's sessions live, and ends those whose tokens are good no longer."""
    while True:
        await asyncio.sleep(sessions.ALIVE_EVERY_S)  # the machine's time: so counts the database too
        expel_expired(node)
        alive = [one.id for one in node.sessions.values() if one.identity.is_bearer]
        node.background(sessions.stay_alive(node.instance.database, node.presences.node, alive))


def expel_expired(node: "Node") -> None:
    now = clock.timestamp()
    for session in list(node.sessions.values()):
        expires_at = session.identity.expires_at
        if expires_at is not None and expires_at <= now:
            node.expel(session, close_codes.AUTHENTICATION_FAILED)
