"""Reading users."""

from collections.abc import Iterable

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.users import store
from domain.users.records import CurrentUser, User

find = store.find_user


async def get(reader: Reader, user_id: int) -> User:
    """What everyone may see. Raises 10013."""
    user = await store.find_user(reader, user_id)
    if user is None:
        raise Problem(codes.UNKNOWN_USER)
    return user


async def find_by_name(reader: Reader, username: str) -> User | None:
    """The user of that name, who is no bot."""
    user_id = await store.find_id_of_name(reader, username.lower())
    return None if user_id is None else await store.find_user(reader, user_id)


async def get_by_name(reader: Reader, username: str) -> User:
    """The user of that name, who is no bot. Raises 10013."""
    user = await find_by_name(reader, username)
    if user is None:
        raise Problem(codes.UNKNOWN_USER)
    return user


async def by_ids(reader: Reader, user_ids: Iterable[int]) -> dict[int, User]:
    """The users by id; unknown ids are left out."""
    return await store.find_users(reader, user_ids)


async def me(reader: Reader, user_id: int) -> CurrentUser:
    """What a user sees of himself. Raises 10013."""
    user = await store.find_current_user(reader, user_id)
    if user is None:
        raise Problem(codes.UNKNOWN_USER)
    return user


async def guild_ids(reader: Reader, user_id: int) -> list[int]:
    """The guilds he is in, oldest first."""
    return await store.guild_ids(reader, user_id)
