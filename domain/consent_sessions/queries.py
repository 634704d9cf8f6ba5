"""Reading sessions of the consent page."""

from core import clock
from core.database import Reader
from domain.consent_sessions import store
from domain.users.identity import Identity, token_hash, user_id_of


async def find(reader: Reader, secret: str) -> Identity | None:
    """Whose session it is, if it is good."""
    user_id = user_id_of(secret)
    if user_id is None or not await store.exists(reader, user_id, token_hash(secret), clock.timestamp()):
        return None
    return Identity(user_id, False, token_hash(secret))
