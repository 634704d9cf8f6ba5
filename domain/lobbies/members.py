"""Who is in a lobby. All of it holds the lobby's row, so nobody comes in beyond the limit."""

from collections.abc import Collection, Sequence

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.lobbies import events, queries, store
from domain.lobbies.records import (
    MOST_LOBBIES,
    MOST_MEMBERS,
    BulkLobbyMember,
    LobbyMember,
    NewLobbyMember,
    SetLobbyMember,
    StoredLobby,
)
from domain.users import queries as users
from domain.users.identity import Identity


async def add(tx: Transaction, identity: Identity, lobby_id: int, user_id: int, body: SetLobbyMember) -> LobbyMember:
    """Adds a user, or changes the member that he is. Raises 10031, 10013, 30019, 50035."""
    lobby = await queries.hold(tx, identity, lobby_id)
    await users.get(tx, user_id)
    if await store.find_member(tx, lobby_id, user_id) is None:
        await require_room_for(tx, lobby, [user_id])
    wanted = BulkLobbyMember(
        id=Snowflake(user_id), metadata=body.metadata, flags=body.flags, additional_name=body.additional_name
    )
    (member,) = await put(tx, lobby, [wanted])
    return member


async def bulk_update(
    tx: Transaction, identity: Identity, lobby_id: int, body: Sequence[BulkLobbyMember]
) -> list[LobbyMember]:
    """Gives those who were added or changed. Who is in too many lobbies already is passed over.

    Raises 10031, 10013, 30019.
    """
    lobby = await queries.hold(tx, identity, lobby_id)
    by_id = {one.id: one for one in body}  # the last word counts
    wanted = [one for one in by_id.values() if not one.remove_member]
    await require_known(tx, [one.id for one in wanted])
    for one in by_id.values():
        if one.remove_member:
            await drop(tx, lobby, one.id)
    return await put(tx, lobby, await _with_room(tx, lobby, wanted))


async def _with_room(tx: Transaction, lobby: StoredLobby, wanted: list[BulkLobbyMember]) -> list[BulkLobbyMember]:
    counts = await store.count_of_users(tx, [one.id for one in wanted], lobby.application_id)
    present = set(await store.list_member_ids(tx, lobby.id))
    return [one for one in wanted if one.id in present or counts.get(one.id, 0) < MOST_LOBBIES]


async def remove(tx: Transaction, identity: Identity, lobby_id: int, user_id: int) -> None:
    """Nothing happens when he is not in it. Raises 10031."""
    await drop(tx, await queries.hold(tx, identity, lobby_id), user_id)


async def leave(tx: Transaction, identity: Identity, lobby_id: int) -> None:
    """Raises 10031, and 50001 for a client where the application says who is in it.

    Docs: discord-social-sdk/development-guides/managing-lobbies#server-side-lobby-management.
    """
    lobby = await queries.hold(tx, identity, lobby_id)
    if identity.is_bearer and not lobby.has_secret:
        raise Problem(codes.MISSING_ACCESS)
    await drop(tx, lobby, identity.user_id)


async def require_known(tx: Transaction, user_ids: Collection[int]) -> None:
    """Raises 10013 unless all of these users exist."""
    if len(await users.by_ids(tx, user_ids)) < len(set(user_ids)):
        raise Problem(codes.UNKNOWN_USER)


async def require_room_for(tx: Transaction, lobby: StoredLobby, user_ids: Collection[int]) -> None:
    """Raises 30019 unless these may come in: they are in fewer lobbies of the application than one may be."""
    counts = await store.count_of_users(tx, user_ids, lobby.application_id)
    if any(number >= MOST_LOBBIES for number in counts.values()):
        raise Problem(codes.MAXIMUM_MEMBERS, message="A user has reached the maximum number of lobbies")


async def put(
    tx: Transaction, lobby: StoredLobby, wanted: Sequence[BulkLobbyMember | NewLobbyMember]
) -> list[LobbyMember]:
    """Adds or changes members, and tells those who hear of it. A new one is told of the whole lobby."""
    present = {member.id: member for member in await store.list_members(tx, lobby.id)}
    fresh = [one.id for one in wanted if one.id not in present]
    if len(present) + len(fresh) > MOST_MEMBERS:
        raise Problem(codes.MAXIMUM_MEMBERS, message="The lobby is full")
    members = [_member(one, present.get(one.id)) for one in wanted]
    for member in members:
        await store.save_member(tx, lobby.id, lobby.application_id, member)
    told = [*present, lobby.application_id]
    for shown in await queries.with_users(tx, members):
        name = "LOBBY_MEMBER_ADD" if shown.id in fresh else "LOBBY_MEMBER_UPDATE"
        events.member(tx, name, lobby, shown, told)
    if fresh:
        events.lobby(tx, "LOBBY_CREATE", await queries.show_in_gateway(tx, lobby), fresh)
    return members


def _member(one: BulkLobbyMember | NewLobbyMember, before: LobbyMember | None) -> LobbyMember:
    name: str | UnsetType = before.additional_name if before else UNSET
    if isinstance(one, BulkLobbyMember) and one.additional_name is not UNSET:
        name = one.additional_name or UNSET
    return LobbyMember(id=one.id, metadata=one.metadata or None, flags=one.flags or 0, additional_name=name)


async def move(tx: Transaction, application_id: int, from_id: int, to_id: int) -> None:
    """One user takes another's place in the application's lobbies; where he has his own he keeps it."""
    for lobby_id in await store.list_ids_of_user(tx, from_id, application_id):
        lobby = await store.hold(tx, lobby_id)
        member = await store.find_member(tx, lobby_id, from_id)
        if lobby is None or member is None:
            continue
        await drop(tx, lobby, from_id)
        if await store.find_member(tx, lobby_id, to_id) is None:
            name = member.additional_name
            flags = 1 if member.flags else UNSET
            moved = BulkLobbyMember(id=Snowflake(to_id), metadata=member.metadata, flags=flags, additional_name=name)
            await put(tx, lobby, [moved])


async def drop(tx: Transaction, lobby: StoredLobby, user_id: int) -> None:
    """Takes a member out, if he is in it, and tells him and those who stay."""
    member = await store.find_member(tx, lobby.id, user_id)
    if member is None:
        return
    await store.delete_member(tx, lobby.id, user_id)
    for shown in await queries.with_users(tx, [member]):
        events.member(tx, "LOBBY_MEMBER_REMOVE", lobby, shown, await queries.receivers(tx, lobby))
    events.lobby_delete(tx, lobby, "removed", [user_id])
