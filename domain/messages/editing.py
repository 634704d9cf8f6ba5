"""An edit with its files: new ones are stored before, those that the message no longer has are removed after."""

from collections.abc import Sequence

from core.problems import Problem
from domain.channels.access import ChannelAccess
from domain.messages import actions, attachments
from domain.messages.attachments import Upload
from domain.messages.messages import Messages
from domain.messages.records import Message
from domain.messages.requests import EditMessage


async def edit(
    messages: Messages, here: ChannelAccess, message_id: int, body: EditMessage, uploads: Sequence[Upload]
) -> Message:
    """Raises what `actions.new_files` and `actions.edit` raise."""
    objects = messages.objects
    new = actions.new_files(here, body, uploads)
    await attachments.put(objects, here.channel_id, new)
    try:
        async with messages.database.transaction(lock=message_id) as tx:
            message, gone = await actions.edit(tx, messages, here, message_id, body, new)
    except Problem:
        await attachments.remove(objects, here.channel_id, [file.attachment for file in new])
        raise
    await attachments.remove(objects, here.channel_id, gone)
    return message
