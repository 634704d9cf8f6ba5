"""DMs of two: there is one for each pair, and it lasts. Each of the two may close it, which hides it from his list.

Docs: resources/user#create-dm.
"""

from collections.abc import Collection

from core import clock, codes, snowflakes
from core.database import Database, Reader, Transaction
from core.problems import Problem
from core.wire import Snowflake
from domain.channels import events, private_store, store
from domain.channels.access import ChannelAccess
from domain.channels.queries import get_here
from domain.channels.records import Channel, ChannelType
from domain.relationships import queries as relationships
from domain.user_settings import queries as user_settings
from domain.users import store as users
from domain.users.identity import Identity


async def open_with(tx: Transaction, caller: Identity, other_id: int) -> Channel:
    """The caller's DM with another, made if need be. The other one is told with the first message.

    Raises 50033 for oneself and for unknown users, 50007 for a bot that wants a bot, and for a first DM of two of whom
    one blocks the other, or who are no friends and share no guild but such as have shut them
    (domain/guilds/incidents.py) or as the other one wants none from (restricted_guilds of his settings).
    """
    other = await users.find_user(tx, other_id)
    if other is None or other_id == caller.user_id:
        raise Problem(codes.INVALID_RECIPIENTS)
    if caller.bot and other.bot is True:
        raise Problem(codes.CANNOT_MESSAGE_USER)
    fresh_id = snowflakes.make()
    channel_id = await private_store.claim_dm(tx, caller.user_id, other_id, fresh_id)
    if channel_id == fresh_id:
        await relationships.require_unblocked(tx, caller.user_id, [other_id])
        now, unwanted = clock.timestamp().datetime(), (await user_settings.get(tx, other_id)).restricted_guilds
        shut = await private_store.are_dms_shut(tx, caller.user_id, other_id, now, unwanted)
        if shut and not await relationships.are_friends(tx, caller.user_id, other_id):
            raise Problem(codes.CANNOT_MESSAGE_USER)
        await store.insert(tx, Channel(id=Snowflake(channel_id), type=int(ChannelType.DM)))
        for user_id in (caller.user_id, other_id):
            await private_store.add_recipient(tx, channel_id, user_id)
    await _open_for(tx, channel_id, [caller.user_id])
    channel = await private_store.find(tx, channel_id, caller.user_id)
    assert channel is not None
    return channel


async def get_with(reader: Reader, user_id: int, other_id: int) -> Channel:
    """The DM that these two have, as the first of them sees it. Raises 10003 when they have none."""
    channel_id = await private_store.find_dm(reader, user_id, other_id)
    channel = None if channel_id is None else await private_store.find(reader, channel_id, user_id)
    if channel is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    return channel


async def require_open(reader: Reader, here: ChannelAccess) -> None:
    """Raises 50007 in a DM of which one has blocked the other. In groups all may speak."""
    if here.type == ChannelType.DM:
        await relationships.require_unblocked(reader, here.user_id, here.recipients)


async def reopen_for_message(database: Database, channel_id: int) -> list[int]:
    """Before a message is posted: the DM comes back to, or first comes to, whoever has it not in his list.

    Gives the applications whose games some of its people play now.
    """
    closed, played = await private_store.who_closed(database, channel_id)
    if closed:
        async with database.transaction() as tx:
            await _open_for(tx, channel_id, closed)
    return played


async def _open_for(tx: Transaction, channel_id: int, user_ids: Collection[int]) -> None:
    """Puts the channel into these users' lists, and tells the people among them who had it not there."""
    opened = await private_store.open_for(tx, channel_id, user_ids)
    if opened:
        channel = await private_store.find_bare(tx, channel_id)
        assert channel is not None
        everyone = (await private_store.recipients(tx, [channel_id])).get(channel_id, [])
        for recipient in everyone:
            if recipient.user.id in opened and not recipient.user.bot:
                seen = private_store.seen_by(channel, recipient.user.id, everyone)
                tx.emit(events.private_channel_create(recipient.user.id, seen))


async def close(tx: Transaction, here: ChannelAccess) -> Channel:
    """Takes the DM out of the caller's list. Docs: resources/channel#deleteclose-channel."""
    channel = await get_here(tx, here)
    if await private_store.close(tx, here.channel_id, here.user_id) and not here.identity.bot:
        tx.emit(events.private_channel_delete(here.user_id, channel))
    return channel
