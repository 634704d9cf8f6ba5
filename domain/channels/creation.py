"""How a channel of a guild comes to be."""

from collections.abc import Sequence

from core import codes, form_codes, snowflakes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels import events, rules, store
from domain.channels.access import GuildAccess
from domain.channels.records import Channel, ChannelType, CreateChannel
from domain.overwrites import rules as overwrite_rules
from domain.overwrites.records import Overwrite
from domain.overwrites.targets import resolve
from domain.permissions.bits import Permission


async def create(tx: Transaction, here: GuildAccess, body: CreateChannel) -> Channel:
    """A new channel in the caller's guild. Docs: resources/guild#create-guild-channel."""
    here.require(Permission.MANAGE_CHANNELS)
    overwrites = await resolve(tx, here.guild_id, body.permission_overwrites or [])
    overwrite_rules.require_may_set_first(here.permissions, overwrites)
    channel = await create_in(tx, here.guild_id, body, overwrites)
    tx.emit(events.channel_create(channel))
    return channel


async def create_in(
    tx: Transaction, guild_id: int, body: CreateChannel, overwrites: Sequence[Overwrite] = ()
) -> Channel:
    """A new channel with these overwrites, whoever wants it; no event. Those of the body are not read here.

    A channel that is made in a category without overwrites of its own copies those of the category.
    Raises 30013 or 50035 where it does not fit into the guild.
    """
    if await store.count_in_guild(tx, guild_id) >= rules.MOST_CHANNELS:
        raise Problem(codes.MAXIMUM_CHANNELS)
    kind = body.type or ChannelType.GUILD_TEXT
    channel = rules.fresh(
        Channel(id=Snowflake(snowflakes.make()), type=int(kind), guild_id=Snowflake(guild_id), flags=0)
    )
    channel.position = await store.next_position(tx, guild_id, rules.sorted_with(kind))
    if body.position is None:
        body.position = UNSET
    rules.apply(channel, body)
    if body.parent_id:
        category = await require_category(tx, channel, body.parent_id)
        channel.parent_id = category.id
        channel.permission_overwrites = category.overwrites
    if overwrites:
        channel.permission_overwrites = list(overwrites)
    await store.insert(tx, channel)
    return channel


async def require_category(tx: Transaction, channel: Channel, parent_id: int, path: str = "parent_id") -> Channel:
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
