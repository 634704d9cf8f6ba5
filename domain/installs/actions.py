"""Installing applications: a user lets one into a guild, or takes it for himself, and says what it may do.

Docs: topics/oauth2#bot-authorization-flow, resources/application#installation-context.
"""

from collections.abc import Set as AbstractSet

from core import clock, codes
from core.database import Transaction
from core.problems import Problem
from domain.applications import queries as applications
from domain.applications.records import Application
from domain.audit_log import actions as audit_log
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.grants.scopes import BOT, COMMANDS
from domain.installs import events, store
from domain.integrations import actions as integrations
from domain.integrations import queries as integration_queries
from domain.members import actions as members
from domain.members import queries as member_queries
from domain.permissions.bits import Permission
from domain.roles import actions as roles
from domain.webhooks import actions as webhooks


async def require_may_add(tx: Transaction, here: GuildAccess, application: Application) -> None:
    """Raises 50013 without MANAGE_GUILD, 20012 when the application is private and not for the caller, 10002."""
    here.require(Permission.MANAGE_GUILD)
    await _require_may_use(tx, application, here.user_id)


async def add_to_guild(
    tx: Transaction, here: GuildAccess, application: Application, scopes: AbstractSet[str], permissions: int
) -> None:
    """Installs the application in the guild; `bot` makes its bot a member. Needs the guild's lock.

    Both scopes bring the commands with them. Nobody gives what he does not hold himself: of the permissions that are
    asked for, those of the caller are given, in a role of the bot's own. A bot that is a member already stays as it is.
    Raises as `require_may_add` does.
    """
    await require_may_add(tx, here, application)
    granted = permissions & here.permissions
    is_member = await member_queries.find(tx, here.guild_id, application.id) is not None
    kept = {COMMANDS, BOT} if is_member else {COMMANDS, *({BOT} & scopes)}
    if BOT in scopes and not is_member:
        role_ids: list[int] = []
        if granted:
            role = await roles.create_managed(tx, here.guild_id, application.name, granted, application.id)
            role_ids.append(role.id)
        await members.add(tx, here.guild_id, application.id, role_ids)
        await audit_log.add(tx, here, AuditLogEvent.BOT_ADD, application.id)
    await integrations.save(tx, here.guild_id, application.id, kept, granted, here.user_id)


async def remove_from_guild(tx: Transaction, here: GuildAccess, integration_id: int) -> None:
    """Takes the application out of the guild, with its bot and its webhooks. Needs the guild's lock.

    Raises 50013 without MANAGE_GUILD, 10005. Docs: resources/guild#delete-guild-integration.
    """
    here.require(Permission.MANAGE_GUILD)
    integration = await integration_queries.get(tx, here.guild_id, integration_id)
    await end_in_guild(tx, here.guild_id, integration.application.id)
    await audit_log.add(tx, here, AuditLogEvent.INTEGRATION_DELETE, integration_id)


async def end_in_guild(tx: Transaction, guild_id: int, application_id: int) -> None:
    """Takes the application out of the guild, whatever it has there. Needs the guild's lock."""
    if await member_queries.find(tx, guild_id, application_id) is not None:
        await members.remove(tx, guild_id, application_id)
    await webhooks.delete_of_application(tx, guild_id, application_id)
    await integrations.delete_of(tx, guild_id, application_id)


async def add_to_user(tx: Transaction, user_id: int, application: Application) -> None:
    """Installs the application for the user, wherever he is. Raises 20012 when it is private and not for him, 10002."""
    await _require_may_use(tx, application, user_id)
    await store.insert_for_user(tx, user_id, application.id, {COMMANDS}, clock.timestamp())
    tx.emit(events.user_application_update(user_id, application.id))


async def remove_from_user(tx: Transaction, user_id: int, application_id: int) -> bool:
    """Whether the user had installed it."""
    return await store.delete_for_user(tx, user_id, application_id)


async def _require_may_use(tx: Transaction, application: Application, user_id: int) -> None:
    await applications.hold(tx, application.id)
    if not application.bot_public and not await applications.may_try(tx, application, user_id):
        raise Problem(codes.NOT_AUTHORIZED_FOR_APPLICATION)
