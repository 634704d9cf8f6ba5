"""How channels of a guild are made, changed and deleted. All of it under the guild's lock."""

from collections.abc import Sequence

import msgspec

from core import codes, form_codes, snowflakes
from core.database import Transaction
from core.problems import Path, Problem
from core.wire import UNSET, Snowflake
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent
from domain.channels import events, rules, store
from domain.channels.access import ChannelAccess, GuildAccess
from domain.channels.queries import get_here
from domain.channels.records import DIRECTORY, TEXT_TYPES, Channel, ChannelType, CreateChannel, EditChannel
from domain.guilds import known_channels
from domain.overwrites import actions as overwrite_actions
from domain.overwrites import rules as overwrite_rules
from domain.overwrites.records import Overwrite
from domain.overwrites.targets import resolve
from domain.permissions.bits import VOICE_TYPES, Permission
from domain.scheduled_events import transitions as scheduled_events
from domain.voice_states import actions as voice_states

_NOT_LOGGED = frozenset({"id", "guild_id", "position", "last_message_id", "last_pin_timestamp", "parent_id"})


async def create(tx: Transaction, here: GuildAccess, body: CreateChannel) -> Channel:
    """A new channel in the caller's guild. Docs: resources/guild#create-guild-channel."""
    here.require(Permission.MANAGE_CHANNELS)
    overwrites = await resolve(tx, here.guild_id, body.permission_overwrites or [])
    overwrite_rules.require_may_set_first(here.permissions, overwrites)
    channel = await create_in(tx, here.guild_id, body, overwrites or None)
    tx.emit(events.channel_create(channel))
    await audit_log.add(tx, here, AuditLogEvent.CHANNEL_CREATE, channel.id, between(None, channel, but=_NOT_LOGGED))
    return channel


async def create_in(
    tx: Transaction, guild_id: int, body: CreateChannel, overwrites: Sequence[Overwrite] | None = None
) -> Channel:
    """A new channel with these overwrites, whoever wants it; no event. Those of the body are not read here.

    With None, a channel that is made in a category copies those of the category.
    Raises 30013 or 50035 where it does not fit into the guild, 50024 for a directory.
    """
    if body.type == DIRECTORY:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    if await store.count_in_guild(tx, guild_id) >= rules.MOST_CHANNELS:
        raise Problem(codes.MAXIMUM_CHANNELS)
    kind = body.type or ChannelType.GUILD_TEXT
    channel = rules.fresh(
        Channel(id=Snowflake(snowflakes.make()), type=int(kind), guild_id=Snowflake(guild_id), flags=0)
    )
    channel.position = await store.next_position(tx, guild_id, rules.sorted_with(kind))
    rules.apply(channel, body)
    if body.parent_id:
        category = await require_category(tx, channel, body.parent_id)
        channel.parent_id = category.id
        channel.permission_overwrites = category.overwrites
    if overwrites is not None:
        channel.permission_overwrites = list(overwrites)
    await store.insert(tx, channel)
    return channel


async def edit(tx: Transaction, here: ChannelAccess, body: EditChannel) -> Channel:
    """Changes a channel of a guild. Docs: resources/channel#modify-channel."""
    here.require(Permission.MANAGE_CHANNELS)
    channel = await get_here(tx, here)
    before = msgspec.structs.replace(channel)
    if isinstance(body.type, int) and body.type != channel.type:
        if not {channel.type, body.type} <= TEXT_TYPES:
            raise Problem.invalid("type", form_codes.BASE_TYPE_CHOICES, choices=(channel.type,))
        if body.type == ChannelType.GUILD_ANNOUNCEMENT:
            await known_channels.require_not_needed_as_text(tx, here.guild_id, channel.id)
        channel.type = body.type
    rules.apply(channel, body)
    if body.parent_id is not UNSET:
        await place(tx, channel, body.parent_id)
    if body.permission_overwrites is not UNSET:
        after = await resolve(tx, here.guild_id, body.permission_overwrites or [])
        await overwrite_actions.change(tx, here, channel, after)
    if channel != before:
        await store.update(tx, channel)
        tx.emit(events.channel_update(channel))
        changes = between(before, channel, but=_NOT_LOGGED | {"permission_overwrites"})
        if changes:
            await audit_log.add(tx, here.actor, AuditLogEvent.CHANNEL_UPDATE, channel.id, changes)
    return channel


async def delete(tx: Transaction, here: ChannelAccess) -> Channel:
    """Deletes a channel of a guild with its invites; gives it as it was. Its messages are cleared up later.

    Channels of a deleted category stay, without one. Raises 50074 for a channel that a community guild needs.
    Docs: resources/channel#deleteclose-channel.
    """
    here.require(Permission.MANAGE_CHANNELS)
    channel = await get_here(tx, here)
    await known_channels.let_go(tx, here.guild_id, channel.id)
    if channel.type == ChannelType.GUILD_CATEGORY:
        for child in await store.children(tx, channel):
            child.parent_id = None
            await store.update(tx, child)
            tx.emit(events.channel_update(child))
    if channel.type in VOICE_TYPES:
        await voice_states.clear_channel(tx, here.guild_id, channel.id)
        await scheduled_events.let_go_of_channel(tx, here.guild_id, channel.id)
    await store.delete(tx, channel.id)
    tx.emit(events.channel_delete(channel))
    changes = between(channel, None, but=_NOT_LOGGED)
    await audit_log.add(tx, here.actor, AuditLogEvent.CHANNEL_DELETE, channel.id, changes)
    return channel


async def place(tx: Transaction, channel: Channel, parent_id: int | None, path: Path = "parent_id") -> None:
    """Puts the channel into a category or, with None, out of one; it is not written yet. Raises 50035."""
    if parent_id is None:
        channel.parent_id = None
    elif parent_id != channel.parent:
        channel.parent_id = (await require_category(tx, channel, parent_id, path)).id


async def require_category(tx: Transaction, channel: Channel, parent_id: int, path: Path = "parent_id") -> Channel:
    """The category that shall hold the channel. Raises 50035 when it cannot."""
    assert channel.guild_id is not UNSET
    parent = await store.find_in_guild(tx, channel.guild_id, parent_id)
    if parent is None:
        raise Problem.invalid(path, form_codes.CHANNEL_PARENT_INVALID)
    if parent.type != ChannelType.GUILD_CATEGORY or channel.type == ChannelType.GUILD_CATEGORY:
        raise Problem.invalid(path, form_codes.CHANNEL_PARENT_INVALID_TYPE)
    if await store.count_in_category(tx, channel.guild_id, parent_id) >= rules.MOST_IN_CATEGORY:
        raise Problem.invalid(path, form_codes.CHANNEL_PARENT_MAX_CHANNELS, max=rules.MOST_IN_CATEGORY)
    return parent
