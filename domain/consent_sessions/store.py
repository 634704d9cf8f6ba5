"""SQL of consent sessions."""

from core.database import Reader, Transaction
from core.wire import Timestamp


async def insert(tx: Transaction, user_id: int, hash_: bytes, password_digest: bytes, expires_at: Timestamp) -> None:
    await tx.execute(
        "INSERT INTO consent_sessions (user_id, hash, password_digest, expires_at) VALUES ($1, $2, $3, $4)",
        user_id,
        hash_,
        password_digest,
        expires_at.datetime(),
    )


async def exists(reader: Reader, user_id: int, hash_: bytes, now: Timestamp) -> bool:
    """Whether the session is good: not over, and begun with the password that the user has now."""
    return await reader.fetchval(
        "SELECT EXISTS (SELECT FROM consent_sessions s JOIN users u ON u.id = s.user_id"
        " WHERE s.user_id = $1 AND s.hash = $2 AND s.expires_at > $3"
        " AND s.password_digest = sha256(convert_to(u.password_hash, 'UTF8')))",
        user_id,
        hash_,
        now.datetime(),
    )


async def delete(tx: Transaction, user_id: int, hash_: bytes) -> None:
    await tx.execute("DELETE FROM consent_sessions WHERE user_id = $1 AND hash = $2", user_id, hash_)


async def delete_expired(tx: Transaction, user_id: int, now: Timestamp) -> None:
    await tx.execute("DELETE FROM consent_sessions WHERE user_id = $1 AND expires_at <= $2", user_id, now.datetime())
