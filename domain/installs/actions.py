"""Installing applications: a user lets one into a guild, or takes it for himself, and says what it may do.

Docs: topics/oauth2#bot-authorization-flow, resources/application#installation-context.
"""

from collections.abc import Set as AbstractSet

from core import clock, codes
from core.database import Transaction
from core.problems import Problem
from domain.applications.records import Application
from domain.channels.access import GuildAccess
from domain.installs import store
from domain.members import actions as members
from domain.members import queries as member_queries
from domain.permissions.bits import Permission
from domain.roles import actions as roles

BOT = "bot"
COMMANDS = "applications.commands"


async def add_to_guild(
    tx: Transaction, here: GuildAccess, application: Application, scopes: AbstractSet[str], permissions: int
) -> None:
    """Installs the application in the guild; `bot` makes its bot a member. Needs the guild's lock.

    Both scopes bring the commands with them. Nobody gives what he does not hold himself: of the permissions that are
    asked for, those of the caller are given, in a role of the bot's own. A bot that is a member already stays as it is.
    Raises 50013 without MANAGE_GUILD, 20012 when the application is private and not the caller's.
    """
    here.require(Permission.MANAGE_GUILD)
    if not application.bot_public and application.owner.id != here.user_id:
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
    granted = permissions & here.permissions
    kept = {COMMANDS, *({BOT} & scopes)}
    await store.insert_in_guild(tx, here.guild_id, application.id, kept, granted, here.user_id, clock.timestamp())
    if BOT not in scopes or await member_queries.find(tx, here.guild_id, application.id) is not None:
        return
    role_ids: list[int] = []
    if granted:
        role = await roles.create_managed(tx, here.guild_id, application.name, granted, application.id)
        role_ids.append(role.id)
    await members.add(tx, here.guild_id, application.id, role_ids)


async def add_to_user(tx: Transaction, user_id: int, application: Application) -> None:
    """Installs the application for the user, wherever he is. Raises 20012 when it is private and not his."""
    if not application.bot_public and application.owner.id != user_id:
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
    await store.insert_for_user(tx, user_id, application.id, {COMMANDS}, clock.timestamp())
