"""An edit with its files: new ones are stored before, those that the message no longer has are removed after."""

from collections.abc import Sequence

from core.problems import Problem
from domain.auto_moderation import enforcement
from domain.auto_moderation.moderation import BlockedError
from domain.channels.access import ChannelAccess
from domain.messages import actions, attachments
from domain.messages.attachments import Upload
from domain.messages.messages import Messages
from domain.messages.records import Message
from domain.messages.requests import EditMessage


async def edit(
    messages: Messages, here: ChannelAccess, message_id: int, body: EditMessage, uploads: Sequence[Upload]
) -> Message:
    """Raises what `actions.new_files` and `actions.edit` raise; 200000 for what auto-moderation blocks."""
    objects = messages.objects
    new = actions.new_files(here, body, uploads)
    await attachments.put(objects, here.channel_id, new)
    try:
        async with messages.database.transaction(lock=message_id) as tx:
            edited = await actions.edit(tx, messages, here, message_id, body, new)
    except Problem as problem:
        await attachments.remove(objects, here.channel_id, [file.attachment for file in new])
        if isinstance(problem, BlockedError):
            await enforcement.act(messages.database, problem.case)
        raise
    await attachments.remove(objects, here.channel_id, edited.gone)
    if edited.case is not None:
        await enforcement.act(messages.database, edited.case, message_id)
    return edited.message
