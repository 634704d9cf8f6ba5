"""Moving channels of a guild about, many at once. Docs: resources/guild#modify-guild-channel-positions."""

from collections.abc import Mapping, Sequence

import msgspec

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels import events, rules, store
from domain.channels.access import GuildAccess
from domain.channels.actions import place
from domain.channels.records import Channel, MoveChannel
from domain.overwrites import store as overwrites
from domain.permissions.bits import Permission, holds


async def move(tx: Transaction, here: GuildAccess, body: Sequence[MoveChannel]) -> None:
    """Sets positions, flags and categories; one event for each channel that really changes.

    Raises 10003, 40009 when more than one gets another category, 50013, or 50001 where the category is the matter.
    """
    if not body:
        here.require(Permission.MANAGE_CHANNELS)
    if any(move.lock_permissions for move in body):
        here.require(Permission.MANAGE_ROLES)
    before = {channel.id: channel for channel in await store.list_of_guild(tx, here.guild_id)}
    if sum(_changes_parent(wanted, before) for wanted in body) > 1:
        raise Problem(codes.ONE_PARENT_CHANGE_AT_A_TIME)
    moved: dict[int, Channel] = {}
    for index, wanted in enumerate(body):
        if not wanted.id:
            continue
        if wanted.id not in before:
            raise Problem(codes.UNKNOWN_CHANNEL)
        _require_here(here, wanted, before)
        channel = moved.setdefault(wanted.id, msgspec.structs.replace(before[wanted.id]))
        await _move(tx, channel, wanted, index, before)
    for channel in moved.values():
        if channel != before[channel.id]:
            tx.emit(events.channel_update(channel))


def _changes_parent(wanted: MoveChannel, before: Mapping[Snowflake, Channel]) -> bool:
    return bool(wanted.id) and wanted.id in before and wanted.parent_id not in (UNSET, before[wanted.id].parent)


def _require_here(here: GuildAccess, wanted: MoveChannel, before: Mapping[Snowflake, Channel]) -> None:
    """Raises 50001 for another category, or its overwrites, where the caller may not see to the channel and to it.

    Else who is shut out of a channel would let himself in by the overwrites of a category of his own. The mere order
    may be changed by whoever manages the channels of the guild or of the category: libraries send all of them.
    """
    assert wanted.id
    parent = before[wanted.id].parent
    if not _changes_parent(wanted, before) and not wanted.lock_permissions:
        if not here.may(Permission.MANAGE_CHANNELS) and not _holds(here, parent, Permission.MANAGE_CHANNELS):
            raise Problem(codes.MISSING_PERMISSIONS)
        return
    needed = Permission.MANAGE_CHANNELS | Permission.VIEW_CHANNEL
    if wanted.lock_permissions:
        needed |= Permission.MANAGE_ROLES
    goes_to = parent if wanted.parent_id is UNSET else wanted.parent_id
    may_put = _holds(here, goes_to, Permission.MANAGE_CHANNELS) if goes_to else here.may(Permission.MANAGE_CHANNELS)
    is_unknown = goes_to is not None and goes_to not in before  # which is another fault
    if not _holds(here, wanted.id, needed) or not (may_put or is_unknown):
        raise Problem(codes.MISSING_ACCESS)


def _holds(here: GuildAccess, channel_id: int | None, needed: Permission) -> bool:
    state = here.state
    return channel_id in state.channels and holds(state.permissions(here.user_id, here.member, channel_id), int(needed))


async def _move(
    tx: Transaction, channel: Channel, wanted: MoveChannel, index: int, channels: Mapping[Snowflake, Channel]
) -> None:
    if isinstance(wanted.position, int):
        channel.position = wanted.position
    if isinstance(wanted.flags, int):
        rules.set_flags(channel, wanted.flags, (index, "flags"))
    if wanted.parent_id is not UNSET:
        await place(tx, channel, wanted.parent_id, (index, "parent_id"))
    await store.update(tx, channel)
    if wanted.lock_permissions and channel.parent:
        channel.permission_overwrites = channels[channel.parent].overwrites
        await overwrites.replace(tx, channel.id, channel.permission_overwrites)
