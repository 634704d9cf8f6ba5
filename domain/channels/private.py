"""What is asked of private channels before it is known whether they are DMs or group DMs."""

from core import codes
from core.database import Transaction
from core.problems import Problem
from domain.channels import dms, groups
from domain.channels.access import ChannelAccess
from domain.channels.records import Channel, ChannelType, CreatePrivateChannel
from domain.users.identity import Identity


async def create(tx: Transaction, caller: Identity, body: CreatePrivateChannel) -> Channel:
    """A DM with one other, or a group DM. Bots have DMs alone, and those with users. Raises 50033.

    Docs: resources/user#create-dm.
    """
    if body.recipient_id:
        return await dms.open_with(tx, caller, body.recipient_id)
    if not isinstance(body.recipients, list):
        raise Problem(codes.INVALID_RECIPIENTS)
    # One other is a DM, unless the caller names himself too: so a group of two is asked for.
    if len(body.recipients) == 1:
        return await dms.open_with(tx, caller, body.recipients[0])
    if caller.bot:
        raise Problem(codes.INVALID_RECIPIENTS)
    return await groups.create(tx, caller.user_id, body.recipients, body.nicks or {})


async def delete(tx: Transaction, here: ChannelAccess) -> Channel:
    """Closes a DM, or leaves a group DM."""
    if here.type == ChannelType.GROUP_DM:
        return await groups.leave(tx, here)
    return await dms.close(tx, here)
