"""Beginning and ending sessions of the consent page.

The secret has the form of a token, so that it names its user, but lies in a table of its own: the API does not take
it. Only its hash is kept. A session ends by log-out, by time, and when the user has another password.
"""

import hashlib

from core import clock
from core.database import Database, Transaction
from core.wire import Timestamp
from domain.consent_sessions import store
from domain.users import accounts
from domain.users.identity import new_token, token_hash, user_id_of
from domain.users.records import Login

LIFETIME_S = 7 * 24 * 60 * 60


async def begin(database: Database, body: Login) -> str:
    """The secret of a new session. Raises 50035, the same and as late, whether the address or the password is wrong."""
    proven = await accounts.prove(database, body)
    secret = new_token(proven.user_id)
    digest = hashlib.sha256(proven.password_hash.encode()).digest()
    now = clock.timestamp()
    async with database.transaction() as tx:
        await store.delete_expired(tx, proven.user_id, now)
        expires_at = Timestamp(now + LIFETIME_S * 1_000_000)
        await store.insert(tx, proven.user_id, token_hash(secret), digest, expires_at)
    return secret


async def end(tx: Transaction, secret: str) -> None:
    """Does nothing if there is no such session."""
    user_id = user_id_of(secret)
    if user_id is not None:
        await store.delete(tx, user_id, token_hash(secret))
