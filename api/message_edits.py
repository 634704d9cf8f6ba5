"""What edited messages said before: a route of our own, for moderators and authors."""

from core import codes
from core.wire import Snowflake
from domain.message_edits import queries
from domain.message_edits.records import ListMessageEdits, MessageEdit
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation


@operation(
    "GET",
    "/channels/{channel_id}/messages/{message_id}/edits",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS, codes.UNKNOWN_MESSAGE),
)
async def list_message_edits(
    call: Call, channel_id: Snowflake, message_id: Snowflake, query: ListMessageEdits
) -> list[MessageEdit]:
    """List what a message said before each of its edits, latest first."""
    here = await call.in_channel(channel_id)
    return await queries.page(call.instance.messages, here, message_id, query)


OPERATIONS: list[Operation] = [list_message_edits]
