"""What the gateway is told of lobbies: to the sessions that their application opened for their members, and to its bot.

Docs (user-side): gateway/gateway-events#lobbies.
"""

from collections.abc import Iterable
from typing import Literal

import msgspec

from core.database import Transaction
from core.events import Draft, user_topic
from core.wire import Snowflake, encode
from domain.lobbies.records import (
    GatewayLobby,
    GatewayLobbyMember,
    LobbyDeleted,
    LobbyMemberEvent,
    LobbyMessage,
    LobbyMessageDeleted,
    StoredLobby,
)

EVENTS = {
    "LOBBY_CREATE": GatewayLobby,
    "LOBBY_UPDATE": GatewayLobby,
    "LOBBY_DELETE": LobbyDeleted,
    "LOBBY_MEMBER_ADD": LobbyMemberEvent,
    "LOBBY_MEMBER_UPDATE": LobbyMemberEvent,
    "LOBBY_MEMBER_REMOVE": LobbyMemberEvent,
    "LOBBY_MESSAGE_CREATE": LobbyMessage,
    "LOBBY_MESSAGE_UPDATE": LobbyMessage,
    "LOBBY_MESSAGE_DELETE": LobbyMessageDeleted,
}
WEBHOOK_EVENTS = {
    "LOBBY_MESSAGE_CREATE": LobbyMessage,
    "LOBBY_MESSAGE_UPDATE": LobbyMessage,
    "LOBBY_MESSAGE_DELETE": LobbyMessageDeleted,
}


def tell(tx: Transaction, application_id: int, user_ids: Iterable[int], name: str, payload: msgspec.Struct) -> None:
    """An event for these users, where the application has sessions of theirs. Encoded once, however many they are."""
    told = msgspec.Raw(encode(payload))
    for user_id in dict.fromkeys(user_ids):
        tx.emit(Draft(user_topic(user_id), name, told, application_id=application_id))


def lobby(
    tx: Transaction, name: Literal["LOBBY_CREATE", "LOBBY_UPDATE"], shown: GatewayLobby, to: Iterable[int]
) -> None:
    tell(tx, shown.application_id, to, name, shown)


def lobby_delete(tx: Transaction, lobby: StoredLobby, reason: Literal["deleted", "removed"], to: Iterable[int]) -> None:
    tell(tx, lobby.application_id, to, "LOBBY_DELETE", LobbyDeleted(lobby.id, reason))


def member(tx: Transaction, name: str, lobby: StoredLobby, member: GatewayLobbyMember, to: Iterable[int]) -> None:
    """One of LOBBY_MEMBER_ADD, LOBBY_MEMBER_UPDATE, LOBBY_MEMBER_REMOVE."""
    told = LobbyMemberEvent(member, Snowflake(lobby.id), lobby.application_id)
    tell(tx, lobby.application_id, to, name, told)
