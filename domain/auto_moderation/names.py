"""Members' names before the guild's rules, when somebody joins or a name changes: the quarantine.

Whose name is against a rule with BLOCK_MEMBER_INTERACTION gets the member flag AUTOMOD_QUARANTINED_USERNAME, and may do
no more than one in a timeout (domain/permissions/compute.py). The flag goes with the next change to a name that no rule
is against; a rule that is deleted frees nobody by itself. Bots are exempt, and members with MANAGE_GUILD.
Docs: resources/auto-moderation, resources/guild#guild-member-object-guild-member-flags.
"""

from typing import Final

from core.database import Database, Transaction
from domain.auto_moderation import enforcement
from domain.auto_moderation.moderation import Case, Moderation
from domain.auto_moderation.records import Quarantine
from domain.auto_moderation.rulebook import Offence, Rulebook
from domain.guilds.state import GuildState
from domain.guilds.states import GuildStates
from domain.members import actions as members
from domain.members import queries
from domain.members.records import Member
from domain.permissions.bits import QUARANTINED, Permission
from domain.permissions.compute import MemberBits, base_permissions
from domain.users import queries as users

_MANAGE_GUILD: Final = int(Permission.MANAGE_GUILD)


async def review(
    database: Database, guilds: GuildStates, moderation: Moderation, guild_id: int, user_id: int
) -> Member | None:
    """The member as he is then; None when he is none, or was not looked at. Not within a transaction."""
    state = await guilds.get(guild_id)
    if state is None:
        return None
    book = await moderation.book(database, state)
    known = await guilds.member(state, user_id)
    if known is None or (book is None and not known.is_quarantined):
        return None
    async with database.transaction(lock=guild_id) as tx:
        member = await queries.find(tx, guild_id, user_id)
        if member is not None:
            await _judge(tx, state, book, member)
            member = await queries.find(tx, guild_id, user_id)
    return member


async def review_everywhere(database: Database, guilds: GuildStates, moderation: Moderation, user_id: int) -> None:
    """In all guilds of a user, whose own name changed."""
    for guild_id in await users.guild_ids(database, user_id):
        await review(database, guilds, moderation, guild_id, user_id)


async def _judge(tx: Transaction, state: GuildState, book: Rulebook | None, member: Member) -> None:
    found = _against(state, book, member) if book is not None else None
    if found is None:
        await members.set_flag(tx, state.guild_id, member, QUARANTINED, is_set=False)
        return
    why, name, offence = found
    quarantines = any(isinstance(action, Quarantine) for action in offence.rule.actions)
    if quarantines and member.flags & QUARANTINED:
        return
    await members.set_flag(tx, state.guild_id, member, QUARANTINED, is_set=quarantines)
    case = Case(guild_id=state.guild_id, user_id=member.user.id, channel_id=0, text=name, offences=[offence])
    also = [("quarantine_user", why), ("quarantine_user_action", "quarantine_user")] if quarantines else []
    for action in offence.rule.actions:
        await enforcement.execute(tx, case, offence, action, also)


def _against(state: GuildState, book: Rulebook, member: Member) -> tuple[str, str, Offence] | None:
    """Which of the names, the name, and what it is against."""
    user = member.user
    bits = MemberBits(list(member.roles), None)
    held = base_permissions(state.owner_id, state.guild_id, state.roles, user.id, bits)
    if user.bot is True or held & _MANAGE_GUILD:
        return None
    roles = {state.guild_id, *member.roles}
    names = (("username", user.username), ("display_name", user.global_name), ("nickname", member.nick))
    for why, name in names:
        offence = book.against_name(name, roles) if name else None
        if name and offence is not None:
            return why, name, offence
    return None
