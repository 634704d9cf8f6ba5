"""Giving tokens, and taking them back.

Whoever takes tokens back does so in a transaction with the user's id as its lock: such a one ends when its events are
on the bus, so that no process accepts the old token in any request that comes after the answer.
"""

from core import clock
from core.database import Transaction
from domain.users import store
from domain.users.identity import Identity, new_token, revoked, token_hash


async def issue(tx: Transaction, user_id: int) -> str:
    """A new token; only its hash is kept, so this is the one time to tell it."""
    token = new_token(user_id)
    await store.insert_token(tx, user_id, token_hash(token), clock.timestamp())
    return token


async def are_issued(tx: Transaction, user_id: int) -> bool:
    """Whether the user has a token."""
    return await store.has_tokens(tx, user_id)


async def revoke(tx: Transaction, identity: Identity) -> None:
    """The token that was used for this call is good no longer, and its sessions end."""
    await store.delete_token(tx, identity.user_id, identity.token_hash)
    tx.emit(revoked(identity.user_id, identity.token_hash))


async def revoke_all(tx: Transaction, user_id: int) -> None:
    """Every token of the user is good no longer, and all his sessions end."""
    await store.delete_tokens(tx, user_id)
    tx.emit(revoked(user_id))


async def replace(tx: Transaction, user_id: int) -> str:
    """Every token of the user is good no longer, and all his sessions end; here is a new one."""
    await revoke_all(tx, user_id)
    return await issue(tx, user_id)
