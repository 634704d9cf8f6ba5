"""Reading integrations."""

from core import codes
from core.database import Reader
from core.problems import Problem
from domain.integrations import store
from domain.integrations.records import Integration

_MOST = 50  # that are listed. Docs: resources/guild#get-guild-integrations


async def list_of_guild(reader: Reader, guild_id: int) -> list[Integration]:
    return await store.list_of_guild(reader, guild_id, _MOST)


async def get(reader: Reader, guild_id: int, integration_id: int) -> Integration:
    """Raises 10005."""
    integration = await store.find(reader, guild_id, integration_id)
    if integration is None:
        raise Problem(codes.UNKNOWN_INTEGRATION)
    return integration
