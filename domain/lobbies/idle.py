"""Lobbies in which nobody is are deleted, by a standing job.

A lobby's time begins anew when it is changed, when somebody speaks or comes, and when the last game of a member ends.
When it is up and somebody is connected, it begins anew as well.
Docs: discord-social-sdk/development-guides/managing-lobbies#lobby-lifecycle.
"""

from typing import Final

import msgspec

from core import clock, jobs
from core.database import Database
from domain.lobbies import actions, session_store, store

_LOOK_EVERY_S: Final = 2.0
_AT_ONCE: Final = 100


class EndIdleLobbies(msgspec.Struct):
    """The job; there is one, done again and again."""


END: Final = jobs.Kind("end idle lobbies", EndIdleLobbies, delays_s=(_LOOK_EVERY_S,) * 100)


async def end_idle(database: Database) -> float:
    """Gives in how many seconds it is to be done again."""
    found = await store.list_idle(database, clock.timestamp(), _AT_ONCE)
    for lobby_id in found:
        if await session_store.has_any(database, lobby_id):
            async with database.transaction() as tx:
                await store.put_off_idle(tx, [lobby_id], clock.timestamp())
        else:
            await actions.delete(database, lobby_id, if_idle=True)
    return 0.0 if len(found) == _AT_ONCE else _LOOK_EVERY_S


async def left(database: Database, user_id: int, application_id: int) -> None:
    """A game of the user's has ended: the time of his lobbies begins."""
    async with database.transaction() as tx:
        lobby_ids = await store.list_ids_of_user(tx, user_id, application_id)
        await store.put_off_idle(tx, lobby_ids, clock.timestamp())
