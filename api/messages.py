"""Messages of channels: reading, posting, changing, deleting. Docs: resources/message."""

from core import codes
from core.wire import Snowflake
from domain.messages import actions, attachments, creation, editing, queries
from domain.messages.records import Message
from domain.messages.requests import BulkDelete, CreateMessage, EditMessage, ListMessages
from rest import buckets
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Operation, Who, operation

_CHANNEL = (codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS)
_MESSAGE = (*_CHANNEL, codes.UNKNOWN_MESSAGE)


@operation("GET", "/channels/{channel_id}/messages", who=Who.ACCOUNT, bucket=buckets.READ, problems=_CHANNEL)
async def list_messages(call: Call, channel_id: Snowflake, query: ListMessages) -> list[Message]:
    """List messages of a channel, newest first."""
    here = await call.in_channel(channel_id)
    return await queries.list_messages(call.instance.messages, here, query)


@operation(
    "POST",
    "/channels/{channel_id}/messages",
    who=Who.ACCOUNT,
    bucket=buckets.MESSAGES,
    problems=(
        *_MESSAGE,
        codes.EMPTY_MESSAGE,
        codes.CANNOT_MESSAGE_USER,
        codes.MESSAGE_BLOCKED_BY_AUTOMOD,
        codes.SLOWMODE_RATE_LIMITED,
        codes.CANNOT_SEND_IN_NON_TEXT_CHANNEL,
        codes.CANNOT_SEND_IN_FORUM,
        codes.THREAD_LOCKED,
        codes.MAXIMUM_ACTIVE_THREADS,
        codes.MAXIMUM_THREAD_MEMBERS,
        codes.CANNOT_REPLY_WITHOUT_READ_HISTORY,
        codes.CANNOT_FORWARD_UNREADABLE_MESSAGE,
    ),
)
async def create_message(call: Call, channel_id: Snowflake, body: CreateMessage, files: list[Upload]) -> Message:
    """Post a message."""
    here = source = await call.in_channel(channel_id)
    asked = body.message_reference
    if asked is not None and asked.type == 1 and asked.channel_id not in (None, channel_id):
        source = await call.in_channel(asked.channel_id)
    return await creation.create(call.instance.messages, here, body, files, source)


@operation(
    "POST",
    "/channels/{channel_id}/messages/bulk-delete",
    who=Who.BOT,
    bucket=buckets.BULK_DELETE,
    problems=(
        *_CHANNEL,
        codes.CANNOT_EXECUTE_ON_DM,
        codes.BAD_BULK_DELETE_COUNT,
        codes.MESSAGE_TOO_OLD_TO_BULK_DELETE,
        codes.CANNOT_EXECUTE_ON_SYSTEM_MESSAGE,
        codes.THREAD_ARCHIVED,
    ),
)
async def bulk_delete_messages(call: Call, channel_id: Snowflake, body: BulkDelete) -> None:
    """Delete several messages at once."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=channel_id) as tx:
        gone = await actions.bulk_delete(tx, here, body.messages)
    for message in gone:
        await attachments.delete(call.instance.objects, message)


@operation(
    "GET", "/channels/{channel_id}/messages/{message_id}", who=Who.ACCOUNT, bucket=buckets.READ, problems=_MESSAGE
)
async def get_message(call: Call, channel_id: Snowflake, message_id: Snowflake) -> Message:
    """Get a message."""
    here = await call.in_channel(channel_id)
    return await queries.get(call.instance.messages, here, message_id)


@operation(
    "PATCH",
    "/channels/{channel_id}/messages/{message_id}",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_MESSAGE,
    problems=(
        *_MESSAGE,
        codes.CANNOT_EDIT_OTHERS_MESSAGE,
        codes.CANNOT_EXECUTE_ON_DM,
        codes.CANNOT_EXECUTE_ON_SYSTEM_MESSAGE,
        codes.EMPTY_MESSAGE,
        codes.MESSAGE_BLOCKED_BY_AUTOMOD,
        codes.MAXIMUM_ATTACHMENTS,
        codes.VOICE_MESSAGE_NOT_EDITABLE,
        codes.THREAD_ARCHIVED,
        codes.THREAD_LOCKED,
    ),
)
async def update_message(
    call: Call, channel_id: Snowflake, message_id: Snowflake, body: EditMessage, files: list[Upload]
) -> Message:
    """Change a message."""
    here = await call.in_channel(channel_id)
    return await editing.edit(call.instance.messages, here, message_id, body, files)


@operation(
    "DELETE",
    "/channels/{channel_id}/messages/{message_id}",
    who=Who.ACCOUNT,
    bucket=buckets.DELETE_MESSAGE,
    problems=(
        *_MESSAGE,
        codes.CANNOT_EXECUTE_ON_DM,
        codes.CANNOT_EXECUTE_ON_SYSTEM_MESSAGE,
        codes.THREAD_ARCHIVED,
    ),
)
async def delete_message(call: Call, channel_id: Snowflake, message_id: Snowflake) -> None:
    """Delete a message."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=message_id) as tx:
        gone = await actions.delete(tx, call.instance.messages, here, message_id)
    await attachments.delete(call.instance.objects, gone)


@operation(
    "POST",
    "/channels/{channel_id}/messages/{message_id}/crosspost",
    who=Who.ACCOUNT,
    bucket=buckets.CROSSPOST,
    problems=(
        *_MESSAGE,
        codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE,
        codes.INVALID_MESSAGE_TYPE,
        codes.ALREADY_CROSSPOSTED,
    ),
)
async def crosspost_message(call: Call, channel_id: Snowflake, message_id: Snowflake) -> Message:
    """Publish a message of an announcement channel to its followers."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=message_id) as tx:
        return await actions.crosspost(tx, call.instance.messages, here, message_id)


OPERATIONS: list[Operation] = [
    list_messages,
    create_message,
    bulk_delete_messages,
    get_message,
    update_message,
    delete_message,
    crosspost_message,
]
