"""What backends of games are told of direct messages while one of the two people plays.

Docs: events/webhook-events#game-direct-message-create.
"""

from collections.abc import Iterable
from typing import Any, Literal

from core.database import Database, Transaction
from core.wire import Snowflake
from domain.channels import private_store
from domain.channels.access import ChannelAccess
from domain.channels.records import Channel
from domain.lobbies import moderation_store, session_store
from domain.messages import compose, store
from domain.messages.authors import of_users
from domain.messages.games import DirectMessagePosted
from domain.messages.links import Links
from domain.messages.records import Message
from domain.messages.stored import StoredMessage
from domain.webhook_events import actions as webhook_events


class GameDirectMessage(Message, kw_only=True):
    """A direct message as an application's backend hears of it; the channel has both people."""

    channel: Channel


WEBHOOK_EVENTS = {
    "GAME_DIRECT_MESSAGE_CREATE": GameDirectMessage,
    "GAME_DIRECT_MESSAGE_UPDATE": GameDirectMessage,
    "GAME_DIRECT_MESSAGE_DELETE": GameDirectMessage,
}


async def tell_posted(database: Database, links: Links, posted: DirectMessagePosted) -> None:
    """The job that is promised with each such message; nothing happens when the message is gone."""
    async with database.transaction() as tx:
        stored = await store.find(tx, posted.channel_id, posted.message_id)
        if stored is not None:
            await tell(tx, links, [posted.application_id], "GAME_DIRECT_MESSAGE_CREATE", stored)


async def tell(tx: Transaction, links: Links, application_ids: Iterable[int], name: str, stored: StoredMessage) -> None:
    """One of WEBHOOK_EVENTS, to these applications."""
    channel = await private_store.find_bare(tx, stored.channel_id)
    if channel is None:
        return
    everyone = (await private_store.recipients(tx, [stored.channel_id])).get(stored.channel_id, [])
    channel.recipients = [one.user for one in everyone]
    people = await of_users(tx, compose.people_of([stored]))
    message = compose.message(stored, people, links)
    fields: dict[str, Any] = {field: getattr(message, field) for field in message.__struct_fields__}
    for application_id in application_ids:
        fields["application_id"] = Snowflake(application_id)
        told = GameDirectMessage(**fields, channel=channel)
        await webhook_events.emit(tx, application_id, name, told)


async def follow(
    tx: Transaction, links: Links, here: ChannelAccess, stored: StoredMessage, change: Literal["UPDATE", "DELETE"]
) -> None:
    """What was said in a DM is another thing now, or gone; and what moderation said of it as well."""
    if here.guild is None:
        await moderation_store.forget(tx, here.channel_id, stored.id)
        playing = await session_store.applications_of(tx, here.recipients)
        if playing:
            await tell(tx, links, playing, f"GAME_DIRECT_MESSAGE_{change}", stored)
