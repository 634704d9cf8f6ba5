"""Who is in which game: the gateway sessions that applications opened for users, by nodes of the gateway.

A node says every minute that its sessions live. What a node that died left behind counts for nothing after two.
By the database's clock, as leases are: a test that steps time ends no session.
"""

from collections.abc import Collection
from typing import Final

from core.database import Reader
from domain.lobbies import session_store

ALIVE_EVERY_S: Final = 60.0


async def begin(reader: Reader, user_id: int, application_id: int, session_id: str, node: str) -> None:
    await session_store.insert(reader, user_id, application_id, session_id, node)


async def end(reader: Reader, user_id: int, application_id: int, session_id: str) -> None:
    await session_store.delete(reader, user_id, application_id, session_id)


async def stay_alive(reader: Reader, node: str, session_ids: Collection[str]) -> None:
    """These sessions of the node's live; those of dead nodes go, and what an end that failed left behind."""
    await session_store.prolong(reader, node, session_ids)
    await session_store.delete_dead(reader)


async def end_all(reader: Reader, node: str) -> None:
    await session_store.delete_of_node(reader, node)
