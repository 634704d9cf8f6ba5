"""Deleting an application: at once for whoever asks for it, and after that, step by step, wherever it is used.

The row goes first, with the tokens of its bot: from then on nobody finds, installs or authorizes it. A job, promised
with that, then ends what there is in each guild and for each user, under the lock of each, so that everyone is told
as of any other uninstallation. What is done is not found again, so the job may stop anywhere and run once more.
The bot's user stays: it is the author of messages.
"""

from typing import Final

import msgspec

from core import jobs
from core.database import Database, Reader, Transaction
from core.wire import Snowflake
from domain.activities import actions as activities
from domain.applications import actions as applications
from domain.applications import queries
from domain.commands import actions as commands
from domain.emojis import actions as emojis
from domain.entitlements import actions as entitlements
from domain.grants import actions as grants
from domain.guilds import actions as guild_actions
from domain.guilds import queries as guilds
from domain.installs import actions as installs
from domain.installs import events as install_events
from domain.lobbies import actions as lobbies
from domain.provisional_accounts import actions as provisional_accounts
from domain.role_connections import actions as role_connections
from domain.teams.records import TeamRole
from domain.users.identity import Identity

_AT_ONCE: Final = 50

_GUILDS: Final = """
    SELECT guild_id FROM guild_installs WHERE application_id = $1
    UNION SELECT guild_id FROM memberships WHERE user_id = $1
    UNION SELECT guild_id FROM webhooks WHERE application_id = $1 LIMIT $2
"""
_USERS: Final = """
    SELECT user_id FROM grants WHERE application_id = $1
    UNION SELECT user_id FROM user_installs WHERE application_id = $1 LIMIT $2
"""


class Deletion(msgspec.Struct):
    application_id: Snowflake


FINISH: Final = jobs.Kind("application deletion", Deletion, delays_s=(1, 5, 30, 60, 300, 600, 3600))


async def delete(tx: Transaction, identity: Identity, application_id: int) -> None:
    """For its owner. Needs the application's id as lock. Raises 10002, 20012."""
    await queries.get_own(tx, identity, application_id, TeamRole.OWNER)
    await applications.remove(tx, application_id)
    await jobs.enqueue(tx, FINISH, Deletion(Snowflake(application_id)), key=str(int(application_id)))


async def finish(database: Database, deletion: Deletion) -> float | None:
    """Some steps of it; gives how soon the next are to follow, or None when there are none left."""
    application_id = deletion.application_id
    guild_ids = await _ids(database, _GUILDS, application_id)
    for guild_id in guild_ids:
        async with database.transaction(lock=guild_id) as tx:
            await _end_in_guild(tx, guild_id, application_id)
    user_ids = await _ids(database, _USERS, application_id)
    for user_id in user_ids:
        async with database.transaction(lock=user_id) as tx:
            await grants.revoke_grant(tx, user_id, application_id)
            await installs.remove_from_user(tx, user_id, application_id)
            tx.emit(install_events.user_application_remove(user_id, application_id))
    lobby_ids = await lobbies.list_ids_of_application(database, application_id, _AT_ONCE)
    for lobby_id in lobby_ids:
        await lobbies.delete(database, lobby_id)
    if guild_ids or user_ids or lobby_ids:
        return 0.0
    async with database.transaction(lock=application_id) as tx:
        await commands.delete_of_application(tx, application_id)
        await entitlements.delete_of_application(tx, application_id)
        await role_connections.delete_of_application(tx, application_id)
        await activities.delete_of_application(tx, application_id)
        await emojis.delete_all(tx, application_id)
        await provisional_accounts.delete_of_application(tx, application_id)
    return None


async def _end_in_guild(tx: Transaction, guild_id: int, application_id: int) -> None:
    """A guild that the bot itself has made goes with it: nobody else could see to it."""
    if await guilds.is_owner(tx, guild_id, application_id):
        await guild_actions.end(tx, guild_id)
    else:
        await installs.end_in_guild(tx, guild_id, application_id)


async def _ids(reader: Reader, query: str, application_id: int) -> list[int]:
    return [row[0] for row in await reader.fetch(query, application_id, _AT_ONCE)]
