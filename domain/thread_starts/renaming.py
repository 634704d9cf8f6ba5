"""Changing a thread, and telling in it of a new name. Docs: resources/channel#modify-channel-json-params-thread."""

from domain.channels.access import ChannelAccess
from domain.channels.records import EditChannel
from domain.messages import system_posts
from domain.messages.messages import Messages
from domain.messages.records import MessageType
from domain.thread_starts import titles
from domain.threads import actions, queries, rules
from domain.threads.records import Thread


async def edit(messages: Messages, here: ChannelAccess, body: EditChannel) -> Thread:
    """Raises what `actions.edit` does, and 200001."""
    if body.name:
        now = await queries.get_here(messages.database, here)
        rules.require_may_edit(here, now, body)
        if body.name.strip() != now.name:
            await titles.require_decent(messages, here, body.name)
    async with messages.database.transaction(lock=here.guild_id) as tx:
        before, thread = await actions.edit(tx, here, body)
    if thread.name != before.name and not thread.thread_metadata.archived:
        await system_posts.post(messages, here, MessageType.CHANNEL_NAME_CHANGE, content=thread.name)
    return thread
