"""The invite that a guild's widget shows: nobody's, to the widget's channel, and it lasts.

It is made when the widget is first looked at, and again when it was revoked.
"""

import secrets
import string

from core import clock
from core.database import Reader, Transaction
from domain.invites import actions, events, queries, store, widget_store

_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 10


async def find(reader: Reader, guild_id: int, channel_id: int) -> str | None:
    """Its code, if there is one."""
    return await widget_store.find_code(reader, guild_id, channel_id)


async def find_or_create(tx: Transaction, guild_id: int, channel_id: int) -> str | None:
    """Its code, under the guild's lock. None when the guild has as many invites as it may, or no such channel."""
    if (known := await find(tx, guild_id, channel_id)) is not None:
        return known
    now = clock.timestamp().datetime()
    if await store.count_of_place(tx, "guild_id", guild_id, now) >= actions.MOST_INVITES:
        return None
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))
    if not await widget_store.insert(tx, code, guild_id, channel_id, now):
        return None
    invite = await queries.one(tx, await queries.find_row(tx, code), with_metadata=True)
    tx.emit(events.invite_create(guild_id, invite))
    return code
