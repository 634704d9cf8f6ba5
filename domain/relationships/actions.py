"""Changing what two users are to each other.

Every change of a pair takes the same lock (`lock_of`), so each of the two hears of them in their order. What the one
does shows in the other's list too, but for blocking, ignoring and nicknames, of which nobody hears.
Docs (user-side): resources/relationships.
"""

from typing import Final, TypeAlias

from core import clock, codes, form_codes
from core.database import Transaction
from core.problems import Problem
from domain.relationships import events, store
from domain.relationships.records import (
    MOST_BLOCKED,
    MOST_FRIENDS,
    EditRelationship,
    RelationshipType,
    StoredRelationship,
)
from domain.user_settings import queries as user_settings
from domain.users import queries as users
from domain.users.identity import Identity
from domain.users.records import User

_Pair: TypeAlias = tuple[StoredRelationship, StoredRelationship]
_SHARED: Final = (RelationshipType.FRIEND, RelationshipType.INCOMING_REQUEST, RelationshipType.OUTGOING_REQUEST)


def lock_of(user_id: int, other_id: int) -> int:
    """What a transaction that changes this pair must hold."""
    return min(user_id, other_id)


async def ask(
    tx: Transaction, identity: Identity, other_id: int, note: str | None = None, *, accept_alone: bool = False
) -> None:
    """Sends a friend request, or accepts the other's. Nothing happens when one was sent before.

    Raises 10013, 30002, 80000, 80001, 80002, 80003, 80007; 80005 with `accept_alone`, when there is none to accept.
    """
    other = await _other(tx, identity.user_id, other_id)
    if other.bot or other.system:
        raise Problem(codes.BOTS_CANNOT_HAVE_FRIENDS)
    mine, theirs = await _held(tx, identity.user_id, other_id)
    if mine.type == RelationshipType.FRIEND:
        raise Problem(codes.ALREADY_FRIENDS)
    if mine.type == RelationshipType.INCOMING_REQUEST:
        await _accept(tx, other, mine, theirs)
    elif accept_alone:
        raise Problem(codes.NO_FRIEND_REQUEST)
    elif mine.type != RelationshipType.OUTGOING_REQUEST:
        await _require_may_ask(tx, mine, theirs)
        await _ask(tx, identity, other, (mine, theirs), note)


async def _require_may_ask(tx: Transaction, mine: StoredRelationship, theirs: StoredRelationship) -> None:
    if RelationshipType.BLOCKED in (mine.type, theirs.type):
        raise Problem(codes.FRIEND_REQUEST_BLOCKED)
    open_to = await user_settings.friend_sources(tx, theirs.user_id)
    if not (
        open_to.all
        or (open_to.mutual_friends and await store.mutual_friends(tx, mine.user_id, theirs.user_id))
        or (open_to.mutual_guilds and await store.share_guild(tx, mine.user_id, theirs.user_id))
    ):
        raise Problem(codes.FRIEND_REQUESTS_DISABLED)
    await _require_room(tx, mine.user_id, RelationshipType.OUTGOING_REQUEST)
    await _require_room(tx, theirs.user_id, RelationshipType.INCOMING_REQUEST)


async def _ask(tx: Transaction, identity: Identity, other: User, pair: _Pair, note: str | None) -> None:
    mine, theirs = pair
    known = bool(await store.mutual_friends(tx, mine.user_id, theirs.user_id)) or await store.share_guild(
        tx, mine.user_id, theirs.user_id
    )
    for one, kind in ((mine, RelationshipType.OUTGOING_REQUEST), (theirs, RelationshipType.INCOMING_REQUEST)):
        one.type = kind
        one.since = clock.timestamp()
        one.note = note or None
        one.origin_application_id = identity.application_id or None
    theirs.stranger_request = not known
    await _become(tx, mine, other, notify=False)
    await _become(tx, theirs, await users.get(tx, mine.user_id), notify=not theirs.user_ignored)


async def _accept(tx: Transaction, other: User, mine: StoredRelationship, theirs: StoredRelationship) -> None:
    await _require_room(tx, mine.user_id, RelationshipType.FRIEND)
    await _require_room(tx, theirs.user_id, RelationshipType.FRIEND)
    for one in (mine, theirs):
        one.type = RelationshipType.FRIEND
        one.note = one.stranger_request = None
    await _become(tx, mine, other, notify=False)
    await _become(tx, theirs, await users.get(tx, mine.user_id), notify=not theirs.user_ignored)


async def block(tx: Transaction, identity: Identity, other_id: int) -> None:
    """The other is no friend any more; that he is blocked, he is not told.

    Raises 10013, 50033 for the system, 80003, 50035 for too many.
    """
    other = await _other(tx, identity.user_id, other_id)
    if other.system:
        raise Problem(codes.INVALID_RECIPIENTS)
    mine, theirs = await _held(tx, identity.user_id, other_id)
    if mine.type == RelationshipType.BLOCKED:
        return
    await _require_not_too_many(tx, mine, "type")
    await _end(tx, theirs)
    _empty(mine, RelationshipType.BLOCKED)
    await _become(tx, mine, other, notify=False)


async def remove(tx: Transaction, identity: Identity, other_id: int) -> None:
    """Friends and requests end for both; or the other is blocked no longer. Nothing to end is no problem."""
    mine, theirs = await store.pair(tx, identity.user_id, other_id)
    if mine.type in _SHARED:
        await _end(tx, theirs)
    if mine.type != RelationshipType.NONE:
        await _end(tx, mine, blocked_too=True)


async def remove_request(tx: Transaction, identity: Identity, other_id: int) -> None:
    """Only if he asks still."""
    mine, _ = await store.pair(tx, identity.user_id, other_id)
    if mine.type == RelationshipType.INCOMING_REQUEST:
        await remove(tx, identity, other_id)


async def edit(tx: Transaction, identity: Identity, other_id: int, body: EditRelationship) -> None:
    """Gives a friend a nickname, which nobody else sees. Raises 80006."""
    mine, _ = await store.pair(tx, identity.user_id, other_id)
    if mine.type != RelationshipType.FRIEND:
        raise Problem(codes.NOT_FRIENDS)
    if isinstance(body.nickname, str | None) and (body.nickname or None) != mine.nickname:
        mine.nickname = body.nickname or None
        await store.save(tx, mine)
        tx.emit(events.relationship_update(mine))


async def ignore(tx: Transaction, identity: Identity, other_id: int) -> None:
    """Raises 10013, 80003, 50035 for too many."""
    other = await _other(tx, identity.user_id, other_id)
    mine, _ = await _held(tx, identity.user_id, other_id)
    if mine.user_ignored:
        return
    if mine.type == RelationshipType.NONE:
        await _require_not_too_many(tx, mine, "")
    mine.user_ignored = True
    await store.save(tx, mine)
    is_new = mine.type == RelationshipType.NONE
    tx.emit(events.relationship_add(mine, other, should_notify=False) if is_new else events.relationship_update(mine))


async def unignore(tx: Transaction, identity: Identity, other_id: int) -> None:
    """Nothing happens when he is not ignored."""
    mine, _ = await store.pair(tx, identity.user_id, other_id)
    if not mine.user_ignored:
        return
    mine.user_ignored = False
    await store.save(tx, mine)
    is_over = mine.type == RelationshipType.NONE
    tx.emit(events.relationship_remove(mine) if is_over else events.relationship_update(mine))


async def _other(tx: Transaction, user_id: int, other_id: int) -> User:
    if user_id == other_id:
        raise Problem(codes.CANNOT_BEFRIEND_ONESELF)
    return await users.get(tx, other_id)


async def _held(tx: Transaction, user_id: int, other_id: int) -> _Pair:
    await store.hold(tx, user_id, other_id)
    return await store.pair(tx, user_id, other_id)


async def _become(tx: Transaction, changed: StoredRelationship, user: User, *, notify: bool) -> None:
    await store.save(tx, changed)
    tx.emit(events.relationship_add(changed, user, should_notify=notify))


async def _end(tx: Transaction, one: StoredRelationship, *, blocked_too: bool = False) -> None:
    """Takes it out of that list; who is ignored stays there as that."""
    if one.type not in _SHARED and not (blocked_too and one.type == RelationshipType.BLOCKED):
        return
    gone = events.relationship_remove(one)
    _empty(one, RelationshipType.NONE)
    await store.save(tx, one)
    tx.emit(gone)
    if one.user_ignored:
        tx.emit(events.relationship_add(one, await users.get(tx, one.other_id), should_notify=False))


def _empty(one: StoredRelationship, kind: RelationshipType) -> None:
    one.type = kind
    one.nickname = one.note = one.stranger_request = one.since = one.origin_application_id = None


async def _require_room(tx: Transaction, user_id: int, kind: RelationshipType) -> None:
    if await store.count(tx, user_id, [kind]) >= MOST_FRIENDS:
        raise Problem(codes.MAXIMUM_FRIENDS)


async def _require_not_too_many(tx: Transaction, mine: StoredRelationship, path: str) -> None:
    if mine.type == RelationshipType.NONE and mine.user_ignored:
        return
    if await store.count(tx, mine.user_id, [RelationshipType.BLOCKED, RelationshipType.NONE]) >= MOST_BLOCKED:
        raise Problem.invalid(path, form_codes.BASE_TYPE_MAX_LENGTH, max=MOST_BLOCKED)
