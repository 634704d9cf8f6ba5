"""Saying something in a thread brings it out of its archive, and makes a member of whoever says it.

Docs: resources/channel#channel-object-example-thread-channel.
"""

from typing import Final

from core.database import Database
from domain.channels.access import ChannelAccess
from domain.messages.records import MessageType
from domain.messages.stored import StoredMessage
from domain.threads import actions, members

_SAID: Final = (MessageType.DEFAULT, MessageType.REPLY)


async def enter(database: Database, here: ChannelAccess, stored: StoredMessage) -> None:
    """Before the message is posted. Costs nothing when both are so. Raises 160006, 30033, 10003.

    Messages of the system, of webhooks and answers to interactions make nobody a member.
    """
    thread = here.thread
    assert thread is not None
    by_account = stored.parts.webhook is None and stored.parts.interaction is None
    joins = stored.type in _SAID and by_account and here.user_id not in thread.members
    if thread.archived or joins:
        async with database.transaction(lock=here.guild_id) as tx:
            if thread.archived:
                await actions.unarchive(tx, here.channel_id)
            if joins:
                await members.enter(tx, here.channel_id, here.user_id)
