"""Pruning: a member is inactive who joined, and last wrote in the guild, longer ago than so many days.

Who is online and says nothing counts as inactive, for nothing is stored of when he was.
Docs: resources/guild#get-guild-prune-count.
"""

from collections.abc import Sequence

from core import clock, form_codes
from core.database import Reader, Transaction
from core.problems import Problem
from core.snowflakes import EPOCH_MS
from core.wire import Timestamp
from domain.audit_log import actions as audit_log
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.members import actions as members
from domain.members import queries as member_queries
from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits
from domain.prunes import store
from domain.prunes.records import DAYS, Prune

_A_DAY_MS = 24 * 60 * 60 * 1000


async def inactive(
    reader: Reader, here: GuildAccess, days: int, include_roles: str | Sequence[int | None]
) -> list[int]:
    """Who would be pruned: below the caller, and with no roles but those included."""
    here.require(Permission.KICK_MEMBERS | Permission.MANAGE_GUILD)
    since_ms = clock.now_ms() - days * _A_DAY_MS
    since, since_id = Timestamp(since_ms * 1000).datetime(), (since_ms - EPOCH_MS) << 22
    ids = await store.silent_members(reader, here.guild_id, since, since_id, _role_ids(include_roles))
    found = await member_queries.by_ids(reader, here.guild_id, ids)
    return sorted(one.user.id for one in found if here.outranks(one.user.id, MemberBits(list(one.roles), None)))


async def prune(tx: Transaction, here: GuildAccess, body: Prune) -> int:
    """Puts out who is inactive; gives how many. Needs the guild's lock."""
    days = body.days or DAYS
    gone = await inactive(tx, here, days, body.include_roles or "")
    for user_id in gone:
        await members.remove(tx, here.guild_id, user_id)
    if gone:
        action = AuditLogEvent.MEMBER_PRUNE
        await audit_log.add(tx, here, action, None, delete_member_days=days, members_removed=len(gone))
    return len(gone)


def _role_ids(given: str | Sequence[int | None]) -> list[int]:
    if not isinstance(given, str):
        return [role_id for role_id in given if role_id is not None]
    words = given.split(",") if given else []
    if not all(word.isascii() and word.isdigit() and len(word) < 20 and int(word) < 2**63 for word in words):
        raise Problem.invalid("include_roles", form_codes.BASE_TYPE_INVALID, reason="Must be ids of roles.")
    return [int(word) for word in words]
