"""Banning users and letting them come again. Every action needs the guild's lock.

What a banned user said is deleted afterwards by a job (domain.messages.purges).
"""

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.records import AuditLogEvent
from domain.bans import events, queries, store
from domain.bans.records import BannedUsers, BanUsers
from domain.channels.access import GuildAccess
from domain.members import actions as members
from domain.members import queries as member_queries
from domain.members import rules
from domain.messages import purges
from domain.permissions.bits import Permission
from domain.users import queries as users
from domain.users.records import User


async def ban(tx: Transaction, here: GuildAccess, user_id: int, deletes_s: int) -> None:
    """Keeps a user out, who need not be a member. One who is banned already stays so, for the reason he was.

    What he said in the last `deletes_s` seconds goes with him.

    Raises 10013 for an unknown user, 50013 for one whom the caller does not stand above.
    """
    here.require(Permission.BAN_MEMBERS)
    await _ban(tx, here, await users.get(tx, user_id))
    if deletes_s:
        await purges.promise(tx, here.guild_id, user_id, deletes_s)


async def ban_several(tx: Transaction, here: GuildAccess, body: BanUsers) -> BannedUsers:
    """Bans whom the caller may; others fail, as do those who are banned already. Raises 500000 when all fail.

    Docs: resources/guild#bulk-guild-ban.
    """
    here.require(Permission.BAN_MEMBERS | Permission.MANAGE_GUILD)
    known = await users.by_ids(tx, body.user_ids)
    done = BannedUsers([], [])
    for user_id in dict.fromkeys(body.user_ids):
        banned = user_id in known and await _try_ban(tx, here, known[user_id])
        (done.banned_users if banned else done.failed_users).append(Snowflake(user_id))
    if not done.banned_users:
        raise Problem(codes.FAILED_TO_BAN_USERS)
    if body.delete_message_seconds:
        for user_id in done.banned_users:
            await purges.promise(tx, here.guild_id, user_id, body.delete_message_seconds)
    return done


async def unban(tx: Transaction, here: GuildAccess, user_id: int) -> None:
    """Raises 10026 for one who is not banned."""
    gone = await queries.get(tx, here, user_id)
    await store.delete(tx, here.guild_id, user_id)
    tx.emit(events.guild_ban_remove(here.guild_id, gone.user))
    await audit_log.add(tx, here, AuditLogEvent.MEMBER_BAN_REMOVE, user_id)


async def _try_ban(tx: Transaction, here: GuildAccess, user: User) -> bool:
    try:
        return await _ban(tx, here, user)
    except Problem:  # raised before anything was changed
        return False


async def _ban(tx: Transaction, here: GuildAccess, user: User) -> bool:
    """False for one who is banned already."""
    member = await member_queries.find(tx, here.guild_id, user.id)
    if user.id == here.user_id:
        raise Problem(codes.MISSING_PERMISSIONS)
    if member is not None:
        rules.require_above(here, member)
    if not await store.insert(tx, here.guild_id, user.id, here.reason):
        return False
    tx.emit(events.guild_ban_add(here.guild_id, user))
    if member is not None:
        await members.remove(tx, here.guild_id, user.id)
    await audit_log.add(tx, here, AuditLogEvent.MEMBER_BAN_ADD, user.id)
    return True
