"""SQL of grants, codes and tokens."""

from collections.abc import Iterable

import asyncpg
import msgspec

from core.database import Reader, Transaction
from core.wire import Snowflake, Timestamp, decode
from domain.grants.records import Code, CodeRequest, Grant, RefreshToken

_encoder = msgspec.json.Encoder(enc_hook=int)  # ids may be ints of a type of their own
_GRANT = "SELECT id, user_id, application_id, scopes, created_at FROM grants"


async def find_grant(reader: Reader, user_id: int, application_id: int) -> Grant | None:
    row = await reader.fetchrow(f"{_GRANT} WHERE user_id = $1 AND application_id = $2", user_id, application_id)
    return _grant(row) if row else None


async def list_grants(reader: Reader, user_id: int) -> list[Grant]:
    """The newest first."""
    rows = await reader.fetch(f"{_GRANT} WHERE user_id = $1 ORDER BY id DESC", user_id)
    return [_grant(row) for row in rows]


async def hold_grant(tx: Transaction, user_id: int, application_id: int) -> bool:
    """Whether there is a grant; it cannot be revoked until the transaction ends."""
    return bool(
        await tx.fetchval(
            "SELECT true FROM grants WHERE user_id = $1 AND application_id = $2 FOR UPDATE", user_id, application_id
        )
    )


async def save_grant(
    tx: Transaction, grant_id: int, user_id: int, application_id: int, scopes: Iterable[str], now: Timestamp
) -> bool:
    """Adds the scopes to those of before, and holds the grant until the transaction ends.

    Whether there is still such an application.
    """
    saved = await tx.execute(
        "INSERT INTO grants (user_id, application_id, id, scopes, created_at)"
        " SELECT $1, id, $3, $4, $5 FROM applications WHERE id = $2 FOR KEY SHARE"
        " ON CONFLICT (user_id, application_id) DO UPDATE SET scopes ="
        " ARRAY(SELECT DISTINCT unnest(grants.scopes || excluded.scopes) ORDER BY 1)",
        user_id,
        application_id,
        grant_id,
        sorted(scopes),
        now.datetime(),
    )
    return bool(saved)


async def delete_grant(tx: Transaction, user_id: int, application_id: int) -> bool:
    """The grant and all that came of it; whether there was one. The grant goes first: who holds it is waited for."""
    found = await tx.execute("DELETE FROM grants WHERE user_id = $1 AND application_id = $2", user_id, application_id)
    for table in ("authorization_codes", "access_tokens", "refresh_tokens"):
        await tx.execute(f"DELETE FROM {table} WHERE user_id = $1 AND application_id = $2", user_id, application_id)
    return found > 0


async def insert_code(tx: Transaction, hash_: bytes, request: CodeRequest, expires_at: Timestamp) -> None:
    await tx.execute(
        "INSERT INTO authorization_codes (user_id, hash, application_id, request, expires_at)"
        " VALUES ($1, $2, $3, $4, $5)",
        request.user_id,
        hash_,
        request.application_id,
        _encoder.encode(request).decode(),
        expires_at.datetime(),
    )


async def delete_expired_codes(tx: Transaction, user_id: int, now: Timestamp) -> None:
    await tx.execute("DELETE FROM authorization_codes WHERE user_id = $1 AND expires_at <= $2", user_id, now.datetime())


async def find_code(reader: Reader, user_id: int, hash_: bytes) -> Code | None:
    row = await reader.fetchrow(
        "SELECT request, expires_at, redeemed FROM authorization_codes WHERE user_id = $1 AND hash = $2",
        user_id,
        hash_,
    )
    if row is None:
        return None
    return Code(
        hash=hash_,
        request=decode(row["request"], CodeRequest),
        expires_at=Timestamp.of(row["expires_at"]),
        redeemed=row["redeemed"],
    )


async def redeem_code(tx: Transaction, user_id: int, hash_: bytes) -> bool:
    """Whether this was its first use."""
    return bool(
        await tx.execute(
            "UPDATE authorization_codes SET redeemed = true WHERE user_id = $1 AND hash = $2 AND NOT redeemed",
            user_id,
            hash_,
        )
    )


async def insert_tokens(
    tx: Transaction,
    user_id: int,
    application_id: int,
    now: Timestamp,
    *,
    access: tuple[bytes, list[str], Timestamp],
    refresh: tuple[bytes, list[str]] | None,
) -> None:
    """Keeps the hash, the scopes and the end of an access token, and perhaps a refresh token. What expired goes."""
    hash_, scopes, expires_at = access
    refresh_hash, refresh_scopes = refresh or (None, None)
    await tx.execute(
        "WITH expired AS ("
        " DELETE FROM access_tokens WHERE user_id = $1 AND application_id = $2 AND expires_at <= $3"
        "), access AS ("
        " INSERT INTO access_tokens (user_id, hash, application_id, scopes, expires_at)"
        " VALUES ($1, $4, $2, $5, $6)"
        ") INSERT INTO refresh_tokens (user_id, hash, application_id, scopes, created_at)"
        " SELECT $1, $7::bytea, $2, $8::text[], $3 WHERE $7 IS NOT NULL",
        user_id,
        application_id,
        now.datetime(),
        hash_,
        scopes,
        expires_at.datetime(),
        refresh_hash,
        refresh_scopes,
    )


async def find_application_of_access_token(reader: Reader, user_id: int, hash_: bytes) -> int | None:
    return await reader.fetchval(
        "SELECT application_id FROM access_tokens WHERE user_id = $1 AND hash = $2", user_id, hash_
    )


async def find_refresh_token(reader: Reader, user_id: int, hash_: bytes) -> RefreshToken | None:
    row = await reader.fetchrow(
        "SELECT application_id, scopes, used FROM refresh_tokens WHERE user_id = $1 AND hash = $2", user_id, hash_
    )
    if row is None:
        return None
    return RefreshToken(
        hash=hash_, user_id=user_id, application_id=row["application_id"], scopes=row["scopes"], used=row["used"]
    )


async def use_refresh_token(tx: Transaction, user_id: int, hash_: bytes) -> bool:
    """Whether this was its first use."""
    return bool(
        await tx.execute(
            "UPDATE refresh_tokens SET used = true WHERE user_id = $1 AND hash = $2 AND NOT used", user_id, hash_
        )
    )


def _grant(row: asyncpg.Record) -> Grant:
    return Grant(
        id=Snowflake(row["id"]),
        user_id=Snowflake(row["user_id"]),
        application_id=Snowflake(row["application_id"]),
        scopes=row["scopes"],
        created_at=Timestamp.of(row["created_at"]),
    )
