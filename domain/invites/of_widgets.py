"""The invite that a guild's widget shows: nobody's, to the widget's channel, and it lasts.

It is made when the widget is first looked at, and again when it was revoked.
"""

from core import clock
from core.database import Reader, Transaction
from domain.invites import actions, events, queries, store
from domain.invites.records import InviteType
from domain.invites.store import InviteRow

_NOBODY = 0


async def find(reader: Reader, guild_id: int, channel_id: int) -> str | None:
    """Its code, if there is one."""
    wanted = _wanted(guild_id, channel_id)
    row = await store.find_alike(reader, wanted, wanted.created_at)
    return row.code if row else None


async def find_or_create(tx: Transaction, guild_id: int, channel_id: int) -> str | None:
    """Its code, under the guild's lock. None when the guild has as many invites as it may, or no such channel."""
    if (code := await find(tx, guild_id, channel_id)) is not None:
        return code
    wanted = _wanted(guild_id, channel_id)
    is_full = await store.count_of_place(tx, "guild_id", guild_id, wanted.created_at) >= actions.MOST_INVITES
    if is_full or channel_id not in await store.find_channels(tx, [channel_id]):
        return None
    await store.insert(tx, wanted)
    tx.emit(events.invite_create(guild_id, await queries.one(tx, wanted, with_metadata=True)))
    return wanted.code


def _wanted(guild_id: int, channel_id: int) -> InviteRow:
    return InviteRow(
        code=actions.new_code(lasting=True),
        channel_id=channel_id,
        guild_id=guild_id,
        inviter_id=_NOBODY,
        type=int(InviteType.GUILD),
        max_age=0,
        max_uses=0,
        uses=0,
        temporary=False,
        flags=0,
        target_type=None,
        target_user_id=None,
        role_ids=[],
        created_at=clock.timestamp().datetime(),
        expires_at=None,
    )
