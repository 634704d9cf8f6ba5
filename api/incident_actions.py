"""What a guild shuts in an emergency."""

from core import codes
from core.wire import Snowflake
from domain.guilds import incidents
from domain.guilds.records import IncidentsData, SetIncidentActions
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation


@operation(
    "PUT",
    "/guilds/{guild_id}/incident-actions",
    who=Who.ACCOUNT,
    bucket=buckets.INCIDENT_ACTIONS,
    problems=(codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS),
)
async def update_guild_incident_actions(call: Call, guild_id: Snowflake, body: SetIncidentActions) -> IncidentsData:
    """Shut invites or new DMs for a while, or open them again."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await incidents.edit(tx, here, body)


OPERATIONS = [update_guild_incident_actions]
