"""Relationships of users with each other. User-side: resources/relationships."""

from core import codes
from core.problems import Problem
from core.wire import Snowflake
from domain.relationships import actions, queries
from domain.relationships.records import (
    BulkRemoveRelationships,
    EditRelationship,
    PutRelationship,
    Relationship,
    RelationshipType,
    RemovalFilters,
    SendFriendRequest,
)
from domain.users import queries as users
from domain.users.records import User
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_ALL = "/users/@me/relationships"
_ONE = _ALL + "/{user_id}"
_IGNORED = _ONE + "/ignore"
_READ = ("relationships.read",)
_WRITE = ("relationships.write",)
_ASK = (
    codes.MAXIMUM_FRIENDS,
    codes.FRIEND_REQUESTS_DISABLED,
    codes.FRIEND_REQUEST_BLOCKED,
    codes.BOTS_CANNOT_HAVE_FRIENDS,
    codes.CANNOT_BEFRIEND_ONESELF,
    codes.ALREADY_FRIENDS,
)
_OTHER = (codes.UNKNOWN_USER, codes.CANNOT_BEFRIEND_ONESELF)


@operation("GET", _ALL, who=Who.USER, scopes=_READ, bucket=buckets.READ)
async def list_relationships(call: Call) -> list[Relationship]:
    """The caller's friends, requests, and whom he blocks or ignores. A bearer sees friends alone."""
    return await queries.list_of(call.database, call.user_id, friends_alone=call.identity.is_bearer)


@operation(
    "POST",
    _ALL,
    who=Who.USER,
    scopes=_WRITE,
    bucket=buckets.FRIEND_REQUESTS,
    problems=(*_ASK, codes.UNKNOWN_DISCORD_TAG),
)
async def send_friend_request(call: Call, body: SendFriendRequest) -> None:
    """Send a friend request to the user of that name, or accept his."""
    if body.discriminator not in (None, "", 0, "0"):
        raise Problem(codes.UNKNOWN_DISCORD_TAG)
    other = await users.find_by_name(call.database, body.username)
    if other is None:
        raise Problem(codes.UNKNOWN_DISCORD_TAG)
    async with call.transaction(lock=actions.lock_of(call.user_id, other.id)) as tx:
        await actions.ask(tx, call.identity, other.id, body.note)


@operation(
    "PUT",
    _ONE,
    who=Who.USER,
    scopes=_WRITE,
    bucket=buckets.FRIEND_REQUESTS,
    problems=(*_ASK, codes.UNKNOWN_USER, codes.NO_FRIEND_REQUEST, codes.INVALID_RECIPIENTS),
)
async def create_relationship(call: Call, user_id: Snowflake, body: PutRelationship) -> None:
    """Send a friend request, accept one, or block the user."""
    async with call.transaction(lock=actions.lock_of(call.user_id, user_id)) as tx:
        if body.type == RelationshipType.BLOCKED:
            await actions.block(tx, call.identity, user_id)
        else:
            accept_alone = body.type == RelationshipType.FRIEND
            await actions.ask(tx, call.identity, user_id, body.note, accept_alone=accept_alone)


@operation("PATCH", _ONE, who=Who.USER, bucket=buckets.RELATIONSHIPS, problems=(codes.NOT_FRIENDS,))
async def update_relationship(call: Call, user_id: Snowflake, body: EditRelationship) -> None:
    """Give a friend a nickname that only the caller sees."""
    async with call.transaction(lock=actions.lock_of(call.user_id, user_id)) as tx:
        await actions.edit(tx, call.identity, user_id, body)


@operation("DELETE", _ONE, who=Who.USER, scopes=_WRITE, bucket=buckets.RELATIONSHIPS)
async def delete_relationship(call: Call, user_id: Snowflake) -> None:
    """Be friends no longer, take a request back or refuse it, or unblock."""
    async with call.transaction(lock=actions.lock_of(call.user_id, user_id)) as tx:
        await actions.remove(tx, call.identity, user_id)


@operation("DELETE", _ALL, who=Who.USER, bucket=buckets.BULK_REMOVE_RELATIONSHIPS)
async def bulk_delete_relationships(call: Call, query: BulkRemoveRelationships, body: RemovalFilters) -> None:
    """Refuse all incoming friend requests, or those that fit."""
    is_of_spam = query.only_spam or 1 in (body.filters or ())
    is_of_ignored = 2 in (body.filters or ())
    asking = [] if is_of_spam else await queries.asking(call.database, call.user_id, ignored_alone=is_of_ignored)
    for other_id in asking:
        async with call.transaction(lock=actions.lock_of(call.user_id, other_id)) as tx:
            await actions.remove_request(tx, call.identity, other_id)


@operation("PUT", _IGNORED, who=Who.USER, bucket=buckets.RELATIONSHIPS, problems=_OTHER)
async def ignore_user(call: Call, user_id: Snowflake) -> None:
    """Ignore a user."""
    async with call.transaction(lock=actions.lock_of(call.user_id, user_id)) as tx:
        await actions.ignore(tx, call.identity, user_id)


@operation("DELETE", _IGNORED, who=Who.USER, bucket=buckets.RELATIONSHIPS)
async def unignore_user(call: Call, user_id: Snowflake) -> None:
    """Ignore a user no longer."""
    async with call.transaction(lock=actions.lock_of(call.user_id, user_id)) as tx:
        await actions.unignore(tx, call.identity, user_id)


@operation("GET", "/users/{user_id}/relationships", who=Who.USER, bucket=buckets.READ, problems=(codes.UNKNOWN_USER,))
async def list_mutual_relationships(call: Call, user_id: Snowflake) -> list[User]:
    """Who is a friend of both the caller and the user."""
    await users.get(call.database, user_id)
    return await queries.mutual_friends(call.database, call.user_id, user_id)


OPERATIONS: list[Operation] = [
    list_relationships,
    send_friend_request,
    create_relationship,
    update_relationship,
    delete_relationship,
    bulk_delete_relationships,
    ignore_user,
    unignore_user,
    list_mutual_relationships,
]
