"""Changing how a user or a bot appears: the user himself, and his members in every guild, which show his name.

The members' events come after the change, guild by guild and each under its guild's lock, so that none of them
brings back roles that a member had before. If the process dies between, some guilds learn of it with the next change.
"""

from core.database import Database
from core.objects import Objects
from domain.applications import queries as applications
from domain.applications.records import EditBot
from domain.members import events as member_events
from domain.members import queries as members
from domain.users import actions as users
from domain.users import queries
from domain.users.identity import Identity
from domain.users.records import CurrentUser, EditCurrentUser


async def edit(database: Database, objects: Objects, identity: Identity, body: EditCurrentUser) -> CurrentUser:
    """Oneself. Raises 50035. After a new password only the token in the answer is good."""
    user = await users.edit(database, objects, identity, body)
    if users.shows_in_guilds(body):
        await _tell_guilds(database, identity.user_id)
    return user


async def edit_bot(
    database: Database, objects: Objects, identity: Identity, application_id: int, body: EditBot
) -> CurrentUser:
    """The bot of an application of one's own. Raises 10002, 20012, 50035."""
    await applications.get_own(database, identity, application_id)
    change = EditCurrentUser(username=body.username, avatar=body.avatar, banner=body.banner)
    return await edit(database, objects, Identity(application_id, True, b""), change)


async def _tell_guilds(database: Database, user_id: int) -> None:
    for guild_id in await queries.guild_ids(database, user_id):
        async with database.transaction(lock=guild_id) as tx:
            member = await members.find(tx, guild_id, user_id)
            if member is not None:
                tx.emit(member_events.guild_member_update(guild_id, member))
