"""The invite code that a guild chooses for itself. It never ends, and leads to the first channel that all may see.

Any guild may have one here: with its first code it gets the feature that says so.
Docs: resources/guild#get-guild-vanity-url.
"""

import re

from core import clock, codes
from core.database import Reader, Transaction
from core.problems import Problem
from core.wire import UNSET
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels.access import GuildAccess
from domain.guilds import events as guild_events
from domain.guilds import queries as guilds
from domain.invites import vanity_store
from domain.invites.records import EditVanityUrl, InviteType, VanityUrl, VanityUrlError
from domain.invites.store import InviteRow
from domain.permissions.bits import Permission

_CODE = re.compile(r"[a-z0-9]([a-z0-9-]{0,23})[a-z0-9]")

use = vanity_store.use


async def get(reader: Reader, here: GuildAccess) -> VanityUrl:
    """With `error` while there is no channel that it could lead to."""
    here.require(Permission.MANAGE_GUILD)
    return await _of_guild(reader, here.guild_id)


async def edit(tx: Transaction, here: GuildAccess, body: EditVanityUrl) -> VanityUrl:
    """Chooses a code, or none. Counting begins anew. Raises 50020 for one that is none, or another's."""
    here.require(Permission.MANAGE_GUILD | Permission.CREATE_INSTANT_INVITE)
    before = await guilds.get(tx, here.guild_id)
    code = body.code.lower() if body.code else None
    if code == before.vanity_url_code:
        return await _of_guild(tx, here.guild_id)
    if code is not None and (not _CODE.fullmatch(code) or not await vanity_store.claim(tx, here.guild_id, code)):
        raise Problem(codes.INVITE_CODE_INVALID_OR_TAKEN)
    if before.vanity_url_code is not None:
        await vanity_store.release(tx, before.vanity_url_code)
    is_new = code is not None and vanity_store.FEATURE not in before.features
    features = [*before.features, vanity_store.FEATURE] if is_new else before.features
    await vanity_store.set_of_guild(tx, here.guild_id, code, features)
    after = await guilds.get(tx, here.guild_id)
    tx.emit(guild_events.guild_update(after))
    changes = [change for change in between(before, after) if change.key == "vanity_url_code"]
    await audit_log.add(tx, here, AuditLogEvent.GUILD_UPDATE, here.guild_id, changes)
    return await _of_guild(tx, here.guild_id)


async def find_row(reader: Reader, code: str) -> InviteRow | None:
    """The invite that the code stands for, as if it were stored; None for a code that leads nowhere."""
    found = await vanity_store.find(reader, code.lower())
    channel_id = await vanity_store.public_channel(reader, found[0]) if found else None
    if found is None or channel_id is None:
        return None
    guild_id, uses = found
    return InviteRow(
        code=code.lower(),
        channel_id=channel_id,
        guild_id=guild_id,
        inviter_id=None,
        type=int(InviteType.GUILD),
        max_age=0,
        max_uses=0,
        uses=uses,
        temporary=False,
        flags=0,
        target_type=None,
        target_user_id=None,
        target_application_id=None,
        is_targeted=False,
        role_ids=[],
        created_at=clock.timestamp().datetime(),
        expires_at=None,
    )


async def _of_guild(reader: Reader, guild_id: int) -> VanityUrl:
    found = await vanity_store.find_of_guild(reader, guild_id)
    if found is None:
        return VanityUrl(None)
    leads_nowhere = await vanity_store.public_channel(reader, guild_id) is None
    unknown = codes.UNKNOWN_CHANNEL
    error = VanityUrlError("No channel can be seen by everyone.", unknown.number) if leads_nowhere else UNSET
    return VanityUrl(*found, error=error)
