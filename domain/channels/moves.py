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
from domain.permissions.bits import Permission


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
        channel = moved.setdefault(wanted.id, msgspec.structs.replace(before[wanted.id]))
        await _move(tx, channel, wanted, index, before)
    for channel in moved.values():
        if channel != before[channel.id]:
            tx.emit(events.channel_update(channel))


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
