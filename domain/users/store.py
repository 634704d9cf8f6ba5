"""SQL of users and their tokens."""

from collections.abc import Iterable

import asyncpg

from core.database import Reader
from core.wire import UNSET, Snowflake
from domain.users.records import User

PUBLIC = "id, username, discriminator, global_name, avatar, bot, system, banner, accent_color, public_flags"


def public_user(row: asyncpg.Record) -> User:
    """A user from a row that has the columns of PUBLIC."""
    return User(
        id=Snowflake(row["id"]),
        username=row["username"],
        discriminator=row["discriminator"],
        global_name=row["global_name"],
        avatar=row["avatar"],
        bot=row["bot"] or UNSET,
        system=row["system"] or UNSET,
        banner=row["banner"],
        accent_color=row["accent_color"],
        public_flags=row["public_flags"],
        flags=row["public_flags"],
    )


async def find_user(reader: Reader, user_id: int) -> User | None:
    row = await reader.fetchrow(f"SELECT {PUBLIC} FROM users WHERE id = $1", user_id)
    return public_user(row) if row else None


async def find_users(reader: Reader, user_ids: Iterable[int]) -> dict[int, User]:
    """The users by id; unknown ids are left out."""
    rows = await reader.fetch(f"SELECT {PUBLIC} FROM users WHERE id = ANY($1::bigint[])", list(user_ids))
    return {row["id"]: public_user(row) for row in rows}


async def token_owner_is_bot(reader: Reader, user_id: int, hash_: bytes) -> bool | None:
    """Whether the owner of this token is a bot; None when there is no such token."""
    return await reader.fetchval(
        "SELECT bot FROM tokens JOIN users ON id = user_id WHERE user_id = $1 AND hash = $2", user_id, hash_
    )
