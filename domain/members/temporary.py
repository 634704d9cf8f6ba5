"""Temporary membership: who joined so leaves again when the last of his sessions ends, unless he got a role.

Docs: resources/invite#invite-metadata-object. That a role makes him stay for good is as Discord's clients say.
"""

from core.database import Database, Reader, Transaction
from domain.members import actions, temporary_store
from domain.members import queries as members


async def note(tx: Transaction, guild_id: int, user_id: int) -> None:
    """From now on the member is there for a while."""
    await temporary_store.insert(tx, guild_id, user_id)


async def guild_ids(reader: Reader, user_id: int) -> list[int]:
    """The guilds that the user is in for a while."""
    return await temporary_store.guild_ids(reader, user_id)


async def end(database: Database, user_id: int) -> None:
    """Takes the user out of the guilds that he is in for a while: he has no session any more."""
    for guild_id in await guild_ids(database, user_id):
        async with database.transaction(lock=guild_id) as tx:
            is_temporary = await temporary_store.delete(tx, guild_id, user_id)
            if is_temporary and await members.find(tx, guild_id, user_id) is not None:
                await actions.remove(tx, guild_id, user_id)
