"""Moving channels of a guild about, many at once. Docs: resources/guild#modify-guild-channel-positions."""

from collections.abc import Mapping, Sequence

import msgspec

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels import events, store
from domain.channels.access import GuildAccess
from domain.channels.actions import place
from domain.channels.records import Channel, MoveChannel
from domain.overwrites import store as overwrites
from domain.permissions.bits import Permission, holds


async def move(tx: Transaction, here: GuildAccess, body: Sequence[MoveChannel]) -> None:
    """Sets positions and categories; one event for each channel that really changes."""
    here.require(Permission.MANAGE_CHANNELS)
    if any(move.lock_permissions for move in body):
        here.require(Permission.MANAGE_ROLES)
    before = {channel.id: channel for channel in await store.list_of_guild(tx, here.guild_id)}
    moved: dict[int, Channel] = {}
    for index, wanted in enumerate(body):
        if not wanted.id:
            continue
        if wanted.id not in before:
            raise Problem(codes.UNKNOWN_CHANNEL)
        _require_here(here, wanted)
        channel = moved.setdefault(wanted.id, msgspec.structs.replace(before[wanted.id]))
        await _move(tx, channel, wanted, index, before)
    for channel in moved.values():
        if channel != before[channel.id]:
            tx.emit(events.channel_update(channel))


def _require_here(here: GuildAccess, wanted: MoveChannel) -> None:
    """Raises 50013 for another category, or its overwrites, where the channel itself does not let the caller set them.

    Else who is shut out of a channel would let himself in by the overwrites of a category of his own. The mere order
    may be changed by whoever manages the guild's channels: libraries send all of them.
    """
    state = here.state
    if not wanted.id or wanted.id not in state.channels:
        return
    stays = wanted.parent_id in (UNSET, state.channels[wanted.id].parent_id)
    if stays and not wanted.lock_permissions:
        return
    needed = int(Permission.MANAGE_CHANNELS | Permission.VIEW_CHANNEL)
    if wanted.lock_permissions:
        needed |= Permission.MANAGE_ROLES
    if not holds(state.permissions(here.user_id, here.member, wanted.id), needed):
        raise Problem(codes.MISSING_PERMISSIONS)


async def _move(
    tx: Transaction, channel: Channel, wanted: MoveChannel, index: int, channels: Mapping[Snowflake, Channel]
) -> None:
    if isinstance(wanted.position, int):
        channel.position = wanted.position
    if wanted.parent_id is not UNSET:
        await place(tx, channel, wanted.parent_id, (index, "parent_id"))
    await store.update(tx, channel)
    if wanted.lock_permissions and channel.parent:
        channel.permission_overwrites = channels[channel.parent].overwrites
        await overwrites.replace(tx, channel.id, channel.permission_overwrites)
