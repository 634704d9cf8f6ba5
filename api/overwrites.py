"""Permission overwrites of a channel. Docs: resources/channel#edit-channel-permissions."""

from core import codes
from core.wire import Snowflake
from domain.overwrites import actions
from domain.overwrites.records import EditOverwrite
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_PROBLEMS = (
    codes.UNKNOWN_CHANNEL,
    codes.UNKNOWN_OVERWRITE,
    codes.CANNOT_EXECUTE_ON_DM,
    codes.MISSING_ACCESS,
    codes.MISSING_PERMISSIONS,
)


@operation(
    "PUT",
    "/channels/{channel_id}/permissions/{overwrite_id}",
    who=Who.ACCOUNT,
    bucket=buckets.OVERWRITES,
    problems=(*_PROBLEMS, codes.MAXIMUM_OVERWRITES),
)
async def set_channel_permission_overwrite(
    call: Call, channel_id: Snowflake, overwrite_id: Snowflake, body: EditOverwrite
) -> None:
    """Set what a role or a user may in a channel."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        await actions.edit(tx, here, overwrite_id, body)


@operation(
    "DELETE",
    "/channels/{channel_id}/permissions/{overwrite_id}",
    who=Who.ACCOUNT,
    bucket=buckets.OVERWRITES,
    problems=_PROBLEMS,
)
async def delete_channel_permission_overwrite(call: Call, channel_id: Snowflake, overwrite_id: Snowflake) -> None:
    """Remove the overwrite of a role or a user from a channel."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        await actions.delete(tx, here, overwrite_id)


OPERATIONS = [set_channel_permission_overwrite, delete_channel_permission_overwrite]
