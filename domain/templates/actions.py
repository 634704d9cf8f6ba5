"""How templates are made, synced, changed, deleted and used. All but the use of one need its guild's lock.

A guild has one template at most. Docs: resources/guild-template.
"""

import secrets
import string
from collections.abc import Sequence

from core import clock, codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import GuildAccess
from domain.guilds import creation
from domain.guilds.records import CreateGuild, Guild
from domain.permissions.bits import Permission
from domain.templates import queries, store
from domain.templates.records import CreateTemplate, EditTemplate, Template
from domain.templates.store import TemplateRow

_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 12


async def create(tx: Transaction, here: GuildAccess, body: CreateTemplate) -> Template:
    """Raises 30031 when the guild has a template."""
    here.require(Permission.MANAGE_GUILD)
    if await store.of_guild(tx, here.guild_id):
        raise Problem(codes.TEMPLATE_ALREADY_EXISTS)
    now = clock.timestamp().datetime()
    row = TemplateRow(
        code="".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)),
        guild_id=here.guild_id,
        name=body.name,
        description=body.description or None,
        creator_id=here.user_id,
        usage_count=0,
        created_at=now,
        updated_at=now,
        snapshot=await queries.snapshot(tx, here.guild_id),
    )
    await store.insert(tx, row)
    return await _shown(tx, row)


async def sync(tx: Transaction, here: GuildAccess, code: str) -> Template:
    """Makes the template one of the guild as it is now. Raises 10057."""
    row = await _mine(tx, here, code)
    row.snapshot = await queries.snapshot(tx, here.guild_id)
    row.updated_at = clock.timestamp().datetime()
    await store.update(tx, row)
    return await _shown(tx, row)


async def edit(tx: Transaction, here: GuildAccess, code: str, body: EditTemplate) -> Template:
    """Raises 10057."""
    row = await _mine(tx, here, code)
    if body.name is not UNSET:
        row.name = body.name
    if body.description is not UNSET:
        row.description = body.description or None
    await store.update(tx, row)
    return await _shown(tx, row)


async def delete(tx: Transaction, here: GuildAccess, code: str) -> Template:
    """Gives the template as it was. Raises 10057."""
    row = await _mine(tx, here, code)
    await store.delete(tx, row.code)
    return await _shown(tx, row)


async def use(
    tx: Transaction, code: str, guild_id: int, owner_id: int, body: CreateGuild, features: Sequence[str]
) -> Guild:
    """A new guild from a template, under the new guild's lock. Raises 10057, and what `creation.create` does."""
    if not await store.count_use(tx, code):
        raise Problem(codes.UNKNOWN_GUILD_TEMPLATE)
    return await creation.create(tx, guild_id, owner_id, body, features)


async def _mine(tx: Transaction, here: GuildAccess, code: str) -> TemplateRow:
    """The template of the caller's guild. Raises 50013, or 10057 also for another guild's."""
    here.require(Permission.MANAGE_GUILD)
    row = await queries.find_row(tx, code)
    if row.guild_id != here.guild_id:
        raise Problem(codes.UNKNOWN_GUILD_TEMPLATE)
    return row


async def _shown(tx: Transaction, row: TemplateRow) -> Template:
    (template,) = await queries.shown(tx, row.guild_id, [row])
    return template
