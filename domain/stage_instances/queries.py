"""Reading stage instances."""

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.channels.access import ChannelAccess
from domain.stage_instances import store
from domain.stage_instances.records import StageInstance

find = store.find
of_guild = store.list_of


async def get_here(reader: Reader, here: ChannelAccess) -> StageInstance:
    """Raises 10067 for a channel that is no stage, or not live."""
    found = await store.find(reader, here.guild_id, here.channel_id)
    if found is None:
        raise Problem(codes.UNKNOWN_STAGE_INSTANCE)
    return found
