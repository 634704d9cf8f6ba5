"""Group DMs: made by a user, joined by whom a recipient adds, led by an owner. Changes take the channel's lock.

A bot's group is managed by its application: that alone adds users, each with a token by which he agreed.

The docs do not ask that users be friends before one puts another in a group, so it is not asked here; but nobody is
put in a group by one whom he blocks, or who blocks him.

Docs: resources/channel#group-dm-add-recipient.
"""

from collections.abc import Collection, Mapping

import msgspec

from core import codes, snowflakes
from core.database import Transaction
from core.objects import Objects
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain import images
from domain.channels import events, private_store, store
from domain.channels.access import ChannelAccess
from domain.channels.private_store import Recipient
from domain.channels.records import Channel, ChannelType, EditChannel
from domain.grants import scopes
from domain.relationships import queries as relationships
from domain.users import store as users
from domain.users.identity import Identity

MOST_RECIPIENTS = 10  # the owner among them
MOST_GROUPS = 10  # of one user; a limit of the documented code 30011


async def create(
    tx: Transaction, owner: Identity, recipient_ids: Collection[int], nicks: Mapping[Snowflake, str | None]
) -> Channel:
    """A group DM of a user or a bot with other users. Raises 50033 for unknown users and bots, 30004, 30011,
    50007 for those whom a user blocks or who block him.
    """
    owner_id = owner.user_id
    members = {owner_id, *recipient_ids}
    if len(members) > MOST_RECIPIENTS:
        raise Problem(codes.MAXIMUM_RECIPIENTS)
    if await private_store.count_groups(tx, owner_id) >= MOST_GROUPS:
        raise Problem(codes.MAXIMUM_GROUP_DMS)
    people = await users.find_users(tx, members)
    if len(people) < len(members) or any(user.bot for user in people.values() if user.id != owner_id):
        raise Problem(codes.INVALID_RECIPIENTS)
    if not owner.bot:
        await relationships.require_unblocked(tx, owner_id, members)
    channel = Channel(id=Snowflake(snowflakes.make()), type=int(ChannelType.GROUP_DM), owner_id=Snowflake(owner_id))
    if owner.bot:
        channel.application_id = Snowflake(owner_id)
    await store.insert(tx, channel)
    for user_id in sorted(members):
        await private_store.add_recipient(tx, channel.id, user_id, nicks.get(Snowflake(user_id)))
    await private_store.open_for(tx, channel.id, members)
    made, everyone = await _group(tx, channel.id)
    for recipient in everyone:
        seen = private_store.seen_by(made, recipient.user.id, everyone)
        tx.emit(events.private_channel_create(recipient.user.id, seen))
    return private_store.seen_by(made, owner_id, everyone)


async def keep_icon(objects: Objects, here: ChannelAccess, body: EditChannel) -> None:
    """Puts the hash of the icon in the body in its place, before `edit`. Raises 50003 in a DM, 50035."""
    _require_group(here, codes.CANNOT_EXECUTE_ON_DM)
    await images.keep(objects, here.channel_id, body, {"icon": images.Kind.CHANNEL_ICON})


async def edit(tx: Transaction, here: ChannelAccess, body: EditChannel) -> tuple[Channel, Channel]:
    """Changes name and icon, a hash; gives the group before and after. Raises 50003 in a DM."""
    _require_group(here, codes.CANNOT_EXECUTE_ON_DM)
    channel, everyone = await _group(tx, here.channel_id)
    before = msgspec.structs.replace(channel)
    if body.name is not UNSET:
        channel.name = body.name or None
    if body.icon is not UNSET:
        channel.icon = body.icon or None
    if channel != before:
        await _save(tx, channel, everyone)
    return before, private_store.seen_by(channel, here.user_id, everyone)


async def create_from_dm(tx: Transaction, here: ChannelAccess, user_id: int) -> Channel:
    """A group of the two of a DM and another user; the DM stays. Raises as `create` does."""
    return await create(tx, here.identity, [*here.recipients, user_id], {})


def require_agreement(application_id: int, agreed: Identity | None) -> Identity:
    """The user behind a token, who let the application add him to groups.

    Raises 50025 for a token that is not good or another application's, 50026 for one without the scope.
    """
    if agreed is None or agreed.application_id != application_id:
        raise Problem(codes.INVALID_OAUTH2_ACCESS_TOKEN)
    if scopes.GDM_JOIN not in agreed.scopes:
        raise Problem(codes.MISSING_OAUTH2_SCOPE)
    return agreed


async def add_recipient(
    tx: Transaction, here: ChannelAccess, user_id: int, nick: str | None, agreed: Identity | None
) -> bool:
    """Adds a user to the caller's group; False for one who is in it, and stays as he is.

    `agreed`: whose token a bot has given.
    Raises 50024 in other channels; in a managed group 50013 for all but the bot, and what `require_agreement` does; in
    others 50007 when one of the two blocks the other.
    """
    _require_group(here, codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    channel, _ = await _group(tx, here.channel_id)
    if channel.application_id is not UNSET:
        if channel.application_id != here.user_id:
            raise Problem(codes.MISSING_PERMISSIONS)
        if require_agreement(channel.application_id, agreed).user_id != user_id:
            raise Problem(codes.INVALID_OAUTH2_ACCESS_TOKEN)
    else:
        await relationships.require_unblocked(tx, here.user_id, [user_id])
    return await join(tx, here.channel_id, user_id, nick)


async def join(tx: Transaction, channel_id: int, user_id: int, nick: str | None = None) -> bool:
    """Makes the user a recipient; False when he was one. Raises 50033 for unknown users and bots, 30004."""
    user = await users.find_user(tx, user_id)
    if user is None or user.bot:
        raise Problem(codes.INVALID_RECIPIENTS)
    channel, everyone = await _group(tx, channel_id)
    if any(recipient.user.id == user_id for recipient in everyone):
        return False
    if len(everyone) >= MOST_RECIPIENTS:
        raise Problem(codes.MAXIMUM_RECIPIENTS)
    await private_store.add_recipient(tx, channel_id, user_id, nick)
    await private_store.open_for(tx, channel_id, [user_id])
    for recipient in everyone:
        tx.emit(events.channel_recipient_add(recipient.user.id, channel_id, user, nick))
    everyone.append(Recipient(user, nick))
    tx.emit(events.private_channel_create(user_id, private_store.seen_by(channel, user_id, everyone)))
    return True


async def remove_recipient(tx: Transaction, here: ChannelAccess, user_id: int) -> None:
    """The owner takes someone out of the group, or anyone himself. Raises 50013, or 10013 for one who is not in it."""
    _require_group(here, codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    channel, everyone = await _group(tx, here.channel_id)
    if here.user_id not in (channel.owner_id, user_id):
        raise Problem(codes.MISSING_PERMISSIONS)
    await _remove(tx, channel, everyone, user_id)


async def leave(tx: Transaction, here: ChannelAccess) -> Channel:
    """The caller leaves. The group gets another owner if it needs one, and ends with its last recipient."""
    channel, everyone = await _group(tx, here.channel_id)
    await _remove(tx, channel, everyone, here.user_id)
    return private_store.seen_by(channel, here.user_id, everyone)


async def _remove(tx: Transaction, channel: Channel, everyone: list[Recipient], user_id: int) -> None:
    gone = next((recipient.user for recipient in everyone if recipient.user.id == user_id), None)
    if gone is None:
        raise Problem(codes.UNKNOWN_USER)
    await private_store.remove_recipient(tx, channel.id, user_id)
    tx.emit(events.private_channel_delete(user_id, private_store.seen_by(channel, user_id, everyone)))
    left = [recipient for recipient in everyone if recipient.user.id != user_id]
    for recipient in left:
        tx.emit(events.channel_recipient_remove(recipient.user.id, channel.id, gone))
    if not left:
        await store.delete(tx, channel.id)
    elif channel.owner_id == user_id:
        await _save(tx, msgspec.structs.replace(channel, owner_id=left[0].user.id), left)


async def _group(tx: Transaction, channel_id: int) -> tuple[Channel, list[Recipient]]:
    channel = await private_store.find_bare(tx, channel_id)
    if channel is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    return channel, (await private_store.recipients(tx, [channel_id])).get(channel_id, [])


async def _save(tx: Transaction, channel: Channel, everyone: list[Recipient]) -> None:
    await store.update(tx, channel)
    for recipient in everyone:
        seen = private_store.seen_by(channel, recipient.user.id, everyone)
        tx.emit(events.private_channel_update(recipient.user.id, seen))


def _require_group(here: ChannelAccess, code: codes.Code) -> None:
    if here.type != ChannelType.GROUP_DM:
        raise Problem(code)
