"""SQL of users and their tokens."""

from collections.abc import Iterable

import asyncpg
import msgspec

from core.database import Reader, Transaction
from core.wire import UNSET, Snowflake, Timestamp
from domain.users.records import CurrentUser, Register, User

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


async def find_token(reader: Reader, user_id: int, hash_: bytes) -> asyncpg.Record | None:
    """Whose token it is (`bot`), or what an application may do with it: `application_id`, `scopes`, `expires_at`."""
    return await reader.fetchrow(
        "SELECT bot, NULL::bigint AS application_id, NULL::text[] AS scopes, NULL::timestamptz AS expires_at"
        " FROM tokens JOIN users ON id = user_id WHERE user_id = $1 AND hash = $2"
        " UNION ALL SELECT false, application_id, scopes, expires_at"
        " FROM access_tokens WHERE user_id = $1 AND hash = $2",
        user_id,
        hash_,
    )


async def find_current_user(reader: Reader, user_id: int) -> CurrentUser | None:
    row = await reader.fetchrow(
        f"SELECT {PUBLIC}, flags, mfa_enabled, locale, premium_type, email, verified, bio FROM users WHERE id = $1",
        user_id,
    )
    if row is None:
        return None
    public = msgspec.structs.asdict(public_user(row)) | {"flags": row["flags"]}
    own = ("mfa_enabled", "locale", "premium_type", "email", "verified", "bio")
    return CurrentUser(**public, **{name: row[name] for name in own})


async def guild_ids(reader: Reader, user_id: int) -> list[int]:
    rows = await reader.fetch("SELECT guild_id FROM memberships WHERE user_id = $1 ORDER BY guild_id", user_id)
    return [row["guild_id"] for row in rows]


async def find_credentials(reader: Reader, email: str) -> asyncpg.Record | None:
    """The `id`, `password_hash` and `locale` of who has this e-mail address, in whatever case."""
    return await reader.fetchrow(
        "SELECT id, password_hash, locale FROM users WHERE id = (SELECT user_id FROM emails WHERE emails.email = $1)",
        email.lower(),
    )


async def find_password_hash(reader: Reader, user_id: int) -> str | None:
    return await reader.fetchval("SELECT password_hash FROM users WHERE id = $1", user_id)


async def find_password_hash_held(tx: Transaction, user_id: int) -> str | None:
    """The hash, which cannot be changed until the transaction ends."""
    return await tx.fetchval("SELECT password_hash FROM users WHERE id = $1 FOR SHARE", user_id)


async def find_id_of_name(reader: Reader, username: str) -> int | None:
    return await reader.fetchval("SELECT user_id FROM usernames WHERE username = $1", username)


async def take_username(tx: Transaction, username: str, user_id: int) -> bool:
    """Whether the name was free; now it is his."""
    return (
        await tx.execute(
            "INSERT INTO usernames (username, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", username, user_id
        )
        == 1
    )


async def release_usernames(tx: Transaction, user_id: int, *, but: str) -> None:
    await tx.execute("DELETE FROM usernames WHERE user_id = $1 AND username <> $2", user_id, but)


async def take_email(tx: Transaction, email: str, user_id: int) -> bool:
    """Whether the address was free; now it is his."""
    return (
        await tx.execute(
            "INSERT INTO emails (email, user_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", email.lower(), user_id
        )
        == 1
    )


async def release_emails(tx: Transaction, user_id: int, *, but: str) -> None:
    await tx.execute("DELETE FROM emails WHERE user_id = $1 AND email <> $2", user_id, but.lower())


async def insert_user(tx: Transaction, user_id: int, body: Register, password_hash: str | None) -> None:
    await tx.execute(
        "INSERT INTO users (id, username, global_name, email, password_hash, date_of_birth, verified)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7)",
        user_id,
        body.username,
        body.global_name or None,
        body.email or None,
        password_hash,
        body.date_of_birth or None,
        bool(body.email),
    )


async def insert_bot(tx: Transaction, user_id: int, username: str, discriminator: str) -> None:
    await tx.execute(
        "INSERT INTO users (id, username, discriminator, bot, verified) VALUES ($1, $2, $3, true, true)",
        user_id,
        username,
        discriminator,
    )


async def insert_team_user(tx: Transaction, team_id: int, username: str, flags: int) -> None:
    await tx.execute(
        "INSERT INTO users (id, username, discriminator, flags, public_flags) VALUES ($1, $2, '0000', $3, $3)",
        team_id,
        username,
        flags,
    )


async def switch_public_flags(tx: Transaction, user_id: int, flags: int, on: bool) -> None:
    """Sets or takes away these flags, and leaves the others."""
    await tx.execute(
        "UPDATE users SET flags = flags & ~$2::bigint | $3, public_flags = public_flags & ~$2::bigint | $3"
        " WHERE id = $1",
        user_id,
        flags,
        flags if on else 0,
    )


async def update_user(tx: Transaction, user_id: int, changes: dict[str, object]) -> None:
    """Sets the columns; their names come from our own code, never from a client."""
    sets = ", ".join(f"{column} = ${number}" for number, column in enumerate(changes, 2))
    await tx.execute(f"UPDATE users SET {sets} WHERE id = $1", user_id, *changes.values())


async def insert_token(tx: Transaction, user_id: int, hash_: bytes, created_at: Timestamp) -> None:
    await tx.execute(
        "INSERT INTO tokens (user_id, hash, created_at) VALUES ($1, $2, $3)", user_id, hash_, created_at.datetime()
    )


async def has_tokens(reader: Reader, user_id: int) -> bool:
    return await reader.fetchval("SELECT EXISTS (SELECT FROM tokens WHERE user_id = $1)", user_id)


async def delete_token(tx: Transaction, user_id: int, hash_: bytes) -> None:
    await tx.execute("DELETE FROM tokens WHERE user_id = $1 AND hash = $2", user_id, hash_)


async def delete_tokens(tx: Transaction, user_id: int) -> None:
    await tx.execute("DELETE FROM tokens WHERE user_id = $1", user_id)
