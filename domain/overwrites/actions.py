"""How overwrites change. Docs: resources/channel#edit-channel-permissions.

Channels of a category that have the very overwrites of it are synced with it: what changes there changes here.
Docs: topics/permissions#permission-syncing.
"""

from collections.abc import Iterable

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels import events
from domain.channels import store as channels
from domain.channels.access import ChannelAccess
from domain.channels.queries import get_here
from domain.channels.records import Channel, ChannelType
from domain.overwrites import rules, store
from domain.overwrites.records import ROLE, EditOverwrite, Overwrite, SetOverwrite
from domain.overwrites.targets import resolve
from domain.permissions.bits import Permission


async def edit(tx: Transaction, here: ChannelAccess, overwrite_id: int, body: EditOverwrite) -> None:
    """Sets the overwrite of a role or a user. Raises 10009 when there is no such role or user."""
    channel = await _channel(tx, here)
    given = SetOverwrite(id=Snowflake(overwrite_id), type=body.type, allow=body.allow, deny=body.deny)
    others = [overwrite for overwrite in channel.overwrites if overwrite.id != overwrite_id]
    await _change(tx, here, channel, [*others, *await resolve(tx, here.guild_id, [given])])


async def delete(tx: Transaction, here: ChannelAccess, overwrite_id: int) -> None:
    """Removes the overwrite of a role or a user. Raises 10009 when it has none."""
    channel = await _channel(tx, here)
    others = [overwrite for overwrite in channel.overwrites if overwrite.id != overwrite_id]
    if len(others) == len(channel.overwrites):
        raise Problem(codes.UNKNOWN_OVERWRITE)
    await _change(tx, here, channel, others)


async def _channel(tx: Transaction, here: ChannelAccess) -> Channel:
    if here.guild is None:
        raise Problem(codes.CANNOT_EXECUTE_ON_DM)
    here.require(Permission.MANAGE_ROLES)
    return await get_here(tx, here)


async def _change(tx: Transaction, here: ChannelAccess, channel: Channel, after: Iterable[Overwrite]) -> None:
    before = channel.overwrites
    await change(tx, here, channel, after)
    if channel.overwrites != before:
        tx.emit(events.channel_update(channel))


async def change(tx: Transaction, here: ChannelAccess, channel: Channel, after: Iterable[Overwrite]) -> None:
    """Makes these the overwrites of the channel, and of those that are synced with it.

    Emits for the synced ones alone; the channel's own event is the caller's. Raises 50013 or 30060.
    """
    here.require(Permission.MANAGE_ROLES)
    before = channel.overwrites
    channel.permission_overwrites = sorted(after, key=lambda overwrite: (overwrite.type, overwrite.id))
    if channel.permission_overwrites == before:
        return
    if len(channel.permission_overwrites) > rules.MOST_OVERWRITES:
        raise Problem(codes.MAXIMUM_OVERWRITES)
    if not _may_set_any(here):
        rules.require_may_change(_may_give(here), before, channel.permission_overwrites)
    await store.replace(tx, channel.id, channel.permission_overwrites)
    await _log(tx, here, channel, before)
    if channel.type == ChannelType.GUILD_CATEGORY:
        for child in await channels.children(tx, channel):
            if child.overwrites == before:
                child.permission_overwrites = channel.permission_overwrites
                await store.replace(tx, child.id, child.permission_overwrites)
                tx.emit(events.channel_update(child))


async def _log(tx: Transaction, here: ChannelAccess, channel: Channel, before: Iterable[Overwrite]) -> None:
    """An entry for each overwrite that came, changed or went."""
    old = {one.id: one for one in before}
    new = {one.id: one for one in channel.overwrites}
    for id_ in dict.fromkeys((*old, *new)):
        was, now = old.get(id_), new.get(id_)
        known = now or was
        if was == now or known is None:
            continue
        action = AuditLogEvent.CHANNEL_OVERWRITE_UPDATE
        if was is None:
            action = AuditLogEvent.CHANNEL_OVERWRITE_CREATE
        elif now is None:
            action = AuditLogEvent.CHANNEL_OVERWRITE_DELETE
        options: dict[str, object] = {"id": id_, "type": known.type}
        if known.type == ROLE:
            options["role_name"] = await store.role_name(tx, here.guild_id, id_) or ""
        await audit_log.add(tx, here.actor, action, channel.id, between(was, now), **options)


def _may_set_any(here: ChannelAccess) -> bool:
    assert here.guild is not None
    return rules.has_manage_roles_overwrite(here.channel, here.user_id, here.guild.member, here.guild.state.roles)


def _may_give(here: ChannelAccess) -> int:
    """What the caller holds in the guild or in the channel's category."""
    assert here.guild is not None
    state = here.guild.state
    parent_id = here.channel.parent_id
    if parent_id is None or parent_id not in state.channels:
        return here.guild.permissions
    return here.guild.permissions | state.permissions(here.user_id, here.guild.member, parent_id)
