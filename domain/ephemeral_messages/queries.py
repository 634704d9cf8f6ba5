"""Reading ephemeral messages, for the application whose they are, and for whom they are shown."""

from core.database import Reader
from domain.channels.access import ChannelAccess
from domain.ephemeral_messages import store
from domain.ephemeral_messages.stored import EphemeralMessage
from domain.messages import beside, compose
from domain.messages import queries as messages_queries
from domain.messages.messages import Messages
from domain.messages.records import Message

find = store.find


async def show(reader: Reader, messages: Messages, here: ChannelAccess, message: EphemeralMessage) -> Message:
    """The message as both see it: nothing is hidden from its application, and nobody reacts to it."""
    stored = message.stored
    target = await messages_queries.find_reply_target(reader, stored)
    shown = [stored] if target is None else [stored, target]
    people = await messages_queries.find_people(reader, messages, here, compose.people_of(shown))
    also = await beside.look_up(reader, here, shown)
    seen = compose.message(stored, people, messages.links, target, beside=also)
    for attachment in seen.attachments:
        attachment.ephemeral = True
    return seen
