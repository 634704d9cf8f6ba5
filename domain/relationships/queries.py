"""Reading relationships, and what follows from them."""

from collections.abc import Collection
from typing import Final

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.relationships import events, store
from domain.relationships.records import Relationship, RelationshipType
from domain.users import queries as users
from domain.users.records import User

_FRIENDS: Final = (RelationshipType.FRIEND,)

mutual_guilds = store.mutual_guilds
share_guild = store.share_guild


async def list_of(reader: Reader, user_id: int, *, friends_alone: bool = False) -> list[Relationship]:
    """A user's list; of friends alone it is for applications."""
    found = await store.list_of(reader, user_id, _FRIENDS if friends_alone else RelationshipType)
    people = await users.by_ids(reader, [one.other_id for one in found])
    return [events.shown(one, people[one.other_id]) for one in found if one.other_id in people]


async def asking(reader: Reader, user_id: int, *, ignored_alone: bool) -> list[int]:
    """Who has sent him a friend request that waits."""
    found = await store.list_of(reader, user_id, (RelationshipType.INCOMING_REQUEST,), ignored_alone=ignored_alone)
    return [one.other_id for one in found]


async def mutual_friends(reader: Reader, user_id: int, other_id: int) -> list[User]:
    """Who is a friend of both."""
    people = await users.by_ids(reader, await store.mutual_friends(reader, user_id, other_id))
    return [people[one] for one in sorted(people)]


async def are_friends(reader: Reader, user_id: int, other_id: int) -> bool:
    return await store.has(reader, user_id, other_id, RelationshipType.FRIEND)


async def has_blocked(reader: Reader, user_id: int, other_id: int) -> bool:
    """Whether the user has blocked the other."""
    return await store.has(reader, user_id, other_id, RelationshipType.BLOCKED)


async def has_asked(reader: Reader, user_id: int, other_id: int) -> bool:
    """Whether the user has sent the other a friend request that waits."""
    return await store.has(reader, user_id, other_id, RelationshipType.OUTGOING_REQUEST)


async def require_unblocked(reader: Reader, user_id: int, other_ids: Collection[int]) -> None:
    """Raises 50007 when the user has blocked one of the others, or one of them him."""
    others = [one for one in other_ids if one != user_id]
    if others and await store.is_blocked_between(reader, user_id, others):
        raise Problem(codes.CANNOT_MESSAGE_USER)
