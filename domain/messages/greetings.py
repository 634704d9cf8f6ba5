"""What the job does: say in the system channel that somebody has joined, in his name."""

from domain.guilds.states import GuildStates
from domain.members import queries as members
from domain.members.arrivals import Arrival
from domain.messages import creation
from domain.messages.creation import Prepared
from domain.messages.messages import Messages
from domain.messages.records import MessageType
from domain.messages.stored import StoredMessage
from domain.webhooks import messages as webhook_messages


async def greet(messages: Messages, guilds: GuildStates, arrival: Arrival) -> None:
    """Does nothing when he or the channel is gone already."""
    if await members.find(messages.database, arrival.guild_id, arrival.user_id) is None:
        return
    stored = StoredMessage(
        channel_id=arrival.channel_id,
        id=0,
        guild_id=arrival.guild_id,
        author_id=arrival.user_id,
        type=MessageType.USER_JOIN,
    )
    here = await webhook_messages.author_there(messages.database, guilds, stored)
    if here is not None:
        await creation.post(messages, here, Prepared(stored, [], None, claim=f"join {int(arrival.id)}"))
