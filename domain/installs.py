"""Adding applications to guilds: a user lets a bot in, and says what it may do there.

Docs: topics/oauth2#bot-authorization-flow.
"""

from core import codes
from core.database import Transaction
from core.problems import Problem
from domain.applications.records import Application
from domain.channels.access import GuildAccess
from domain.members import actions as members
from domain.members import queries as member_queries
from domain.permissions.bits import Permission
from domain.roles import actions as roles


async def add_bot(tx: Transaction, here: GuildAccess, application: Application, permissions: int) -> None:
    """Makes the bot a member, with a role of its own if it is given permissions. Needs the guild's lock.

    Nobody gives what he does not hold himself: of the permissions that are asked for, those of the caller are
    given. A bot that is a member already stays as it is. Raises 50013 without MANAGE_GUILD, 20012 when the
    application is private and not the caller's.
    """
    here.require(Permission.MANAGE_GUILD)
    if not application.bot_public and application.owner.id != here.user_id:
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
    if await member_queries.find(tx, here.guild_id, application.id) is not None:
        return
    granted = permissions & here.permissions
    role_ids: list[int] = []
    if granted:
        role = await roles.create_managed(tx, here.guild_id, application.name, granted, application.id)
        role_ids.append(role.id)
    await members.add(tx, here.guild_id, application.id, role_ids)
