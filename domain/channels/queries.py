"""Reading of channels."""

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.channels import private_store, store
from domain.channels.access import ChannelAccess
from domain.channels.records import Channel

list_of_guild = store.list_of_guild
list_of_user = private_store.list_of_user
find_several = store.find_several


async def get_here(reader: Reader, here: ChannelAccess) -> Channel:
    """The channel that the caller is in, as he sees it. Raises 10003 when it is gone."""
    if here.guild is None:
        channel = await private_store.find(reader, here.channel_id, here.user_id)
    else:
        channel = await store.find_in_guild(reader, here.guild_id, here.channel_id)
    if channel is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    return channel


async def is_nsfw(reader: Reader, guild_id: int, channel_id: int) -> bool:
    channel = await store.find_in_guild(reader, guild_id, channel_id)
    return channel is not None and bool(channel.nsfw)
