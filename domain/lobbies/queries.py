"""Reading lobbies: for whoever calls, and as the gateway shows them."""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from core import codes
from core.database import Reader, Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.channels import queries as channels
from domain.lobbies import store
from domain.lobbies.records import GatewayLobby, GatewayLobbyMember, LinkedChannel, Lobby, LobbyMember, StoredLobby
from domain.users import queries as users
from domain.users.identity import Identity
from domain.users.records import User

list_ids_of_user = store.list_ids_of_user


def application_of(identity: Identity) -> int:
    """The application that calls: by its bot, or for a user."""
    return identity.application_id if identity.is_bearer else identity.user_id


async def get(reader: Reader, identity: Identity, lobby_id: int) -> StoredLobby:
    """A lobby of the calling application. Raises 10031, for those of others too."""
    return _own(identity, await store.find(reader, lobby_id))


async def hold(tx: Transaction, identity: Identity, lobby_id: int) -> StoredLobby:
    """The same, to be changed. Raises 10031."""
    return _own(identity, await store.hold(tx, lobby_id))


def _own(identity: Identity, lobby: StoredLobby | None) -> StoredLobby:
    if lobby is None or lobby.application_id != application_of(identity):
        raise Problem(codes.UNKNOWN_LOBBY)
    return lobby


async def is_own(reader: Reader, identity: Identity, lobby_id: int) -> bool:
    """Whether there is such a lobby, of the calling application."""
    lobby = await store.find(reader, lobby_id)
    return lobby is not None and lobby.application_id == application_of(identity)


async def require_member(reader: Reader, identity: Identity, lobby: StoredLobby) -> LobbyMember:
    """The caller in the lobby. Raises 50001 when he is not in it."""
    member = await store.find_member(reader, lobby.id, identity.user_id)
    if member is None:
        raise Problem(codes.MISSING_ACCESS)
    return member


async def show(reader: Reader, identity: Identity, lobby: StoredLobby) -> Lobby:
    """The lobby as the caller sees it."""
    return Lobby(
        id=lobby.id,
        application_id=lobby.application_id,
        metadata=lobby.metadata,
        members=await store.list_members(reader, lobby.id),
        flags=lobby.flags,
        linked_channel=await linked_channel(reader, lobby),
        override_event_webhooks_url=UNSET if identity.is_bearer else lobby.override_event_webhooks_url,
    )


async def show_in_gateway(reader: Reader, lobby: StoredLobby) -> GatewayLobby:
    (shown,) = await _show_all_in_gateway(reader, [lobby])
    return shown


async def _show_all_in_gateway(reader: Reader, lobbies: Sequence[StoredLobby]) -> list[GatewayLobby]:
    members = await store.list_members_of(reader, [lobby.id for lobby in lobbies])
    known = await users.by_ids(reader, {member.id for several in members.values() for member in several})
    return [
        GatewayLobby(
            id=lobby.id,
            application_id=lobby.application_id,
            metadata=lobby.metadata,
            members=_with_users(members.get(lobby.id, ()), known),
            flags=lobby.flags,
            linked_channel=await linked_channel(reader, lobby),
        )
        for lobby in lobbies
    ]


async def with_users(reader: Reader, members: Iterable[LobbyMember]) -> list[GatewayLobbyMember]:
    """The members as the gateway shows them."""
    listed = list(members)
    return _with_users(listed, await users.by_ids(reader, [member.id for member in listed]))


def _with_users(members: Iterable[LobbyMember], known: Mapping[int, User]) -> list[GatewayLobbyMember]:
    return [
        GatewayLobbyMember(
            id=member.id,
            metadata=member.metadata,
            flags=member.flags,
            additional_name=member.additional_name,
            user=known[member.id],
        )
        for member in members
        if member.id in known
    ]


async def linked_channel(reader: Reader, lobby: StoredLobby) -> LinkedChannel | UnsetType:
    """The channel that is linked, if it is still there."""
    if lobby.linked_guild_id is None or lobby.linked_channel_id is None:
        return UNSET
    found = await channels.find_several(reader, lobby.linked_guild_id, [lobby.linked_channel_id])
    channel = found.get(lobby.linked_channel_id)
    return LinkedChannel(**msgspec.structs.asdict(channel)) if channel else UNSET


async def list_of_session(reader: Reader, user_id: int, application_id: int) -> list[GatewayLobby]:
    """What a session that the application opened for the user is told of at its beginning."""
    return await _show_all_in_gateway(reader, await store.list_of_user(reader, user_id, application_id))


async def receivers(reader: Reader, lobby: StoredLobby) -> list[int]:
    """Who hears of what happens in the lobby: its members, and the application's bot."""
    return [*await store.list_member_ids(reader, lobby.id), Snowflake(lobby.application_id)]
