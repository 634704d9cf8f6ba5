"""What a guild shuts in an emergency."""

from core import codes
from core.wire import Snowflake
from domain.guilds import incidents
from domain.guilds.records import IncidentsData, SetIncidentActions
from domain.messages import system_posts
from domain.messages.records import MessageType
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
        incident = await incidents.edit(tx, here, body)
    if incident.channel_id is not None and incident.after != incident.before:
        until = incident.until
        kind = (
            MessageType.GUILD_INCIDENT_ALERT_MODE_ENABLED if until else MessageType.GUILD_INCIDENT_ALERT_MODE_DISABLED
        )
        told = until.iso() if until else ""
        await system_posts.post_elsewhere(call.instance.messages, here, incident.channel_id, kind, told)
    return incident.after


OPERATIONS = [update_guild_incident_actions]
