"""What is asked of private channels before it is known whether they are DMs or group DMs."""

from collections.abc import Collection

from core import codes
from core.database import Transaction
from core.problems import Problem
from domain.channels import dms, groups
from domain.channels.access import ChannelAccess
from domain.channels.records import Channel, ChannelType, CreatePrivateChannel
from domain.users.identity import Identities, Identity


async def agreeing(identities: Identities, caller: Identity, body: CreatePrivateChannel) -> list[int]:
    """The users whom a bot's access tokens stand for. Raises 30004, and what `groups.require_agreement` does."""
    tokens = set(body.access_tokens or ()) if caller.bot else set[str]()
    if len(tokens) >= groups.MOST_RECIPIENTS:
        raise Problem(codes.MAXIMUM_RECIPIENTS)
    found = [groups.require_agreement(caller.user_id, await identities.find(token)) for token in sorted(tokens)]
    return [agreed.user_id for agreed in found]


async def create(
    tx: Transaction, caller: Identity, body: CreatePrivateChannel, agreeing_ids: Collection[int] = ()
) -> Channel:
    """A DM with one other, or a group DM; a bot's is with those who agreed. Bots have DMs with users alone.

    Raises 50033. Docs: resources/user#create-dm, #create-group-dm.
    """
    if agreeing_ids:
        return await groups.create(tx, caller, agreeing_ids, body.nicks or {})
    if body.recipient_id:
        return await dms.open_with(tx, caller, body.recipient_id)
    if not isinstance(body.recipients, list):
        raise Problem(codes.INVALID_RECIPIENTS)
    # One other is a DM, unless the caller names himself too: so a group of two is asked for.
    if len(body.recipients) == 1:
        return await dms.open_with(tx, caller, body.recipients[0])
    if caller.bot:
        raise Problem(codes.INVALID_RECIPIENTS)
    return await groups.create(tx, caller, body.recipients, body.nicks or {})


async def delete(tx: Transaction, here: ChannelAccess) -> Channel:
    """Closes a DM, or leaves a group DM."""
    if here.type == ChannelType.GROUP_DM:
        return await groups.leave(tx, here)
    return await dms.close(tx, here)
