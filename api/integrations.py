"""Integrations of guilds. Docs: resources/guild#integration-object."""

from core import codes
from core.wire import Snowflake
from domain.installs import actions
from domain.integrations import queries
from domain.integrations.records import Integration
from domain.permissions.bits import Permission
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_MANAGED = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)


@operation("GET", "/guilds/{guild_id}/integrations", who=Who.ACCOUNT, bucket=buckets.READ, problems=_MANAGED)
async def list_guild_integrations(call: Call, guild_id: Snowflake) -> list[Integration]:
    """The applications in a guild, the oldest 50."""
    here = await call.in_guild(guild_id)
    here.require(Permission.MANAGE_GUILD)
    return await queries.list_of_guild(call.database, guild_id)


@operation(
    "DELETE",
    "/guilds/{guild_id}/integrations/{integration_id}",
    who=Who.ACCOUNT,
    bucket=buckets.UNINSTALL,
    problems=(*_MANAGED, codes.UNKNOWN_INTEGRATION),
)
async def delete_guild_integration(call: Call, guild_id: Snowflake, integration_id: Snowflake) -> None:
    """Take an application out of a guild, with its bot and its webhooks."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.remove_from_guild(tx, here, integration_id)


OPERATIONS = [list_guild_integrations, delete_guild_integration]
