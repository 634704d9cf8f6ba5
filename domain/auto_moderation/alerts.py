"""Posting an alert, in the name of whom it is about. Docs: userdoccers, resources/auto-moderation#automod-alert.

The job may be done again: the decision is the message's nonce, so it comes once. Its event could come twice, when the
process dies between the two.
"""

from typing import Final

from core.database import Database
from core.problems import Problem
from core.wire import Snowflake
from domain.auto_moderation import events
from domain.auto_moderation.enforcement import Alert
from domain.channels.access import ChannelAccess
from domain.guilds.states import GuildStates
from domain.messages import creation
from domain.messages.creation import Prepared
from domain.messages.embeds import Embed, EmbedField
from domain.messages.messages import Messages
from domain.messages.records import MessageType
from domain.messages.stored import Parts, StoredMessage
from domain.webhooks import messages as webhook_messages

_LONGEST: Final = 4096  # of an embed's description
_KIND: Final = "auto_moderation_message"


async def post(database: Database, messages: Messages, guilds: GuildStates, alert: Alert) -> None:
    """Does nothing when the channel is gone."""
    told = alert.execution
    try:
        here = await webhook_messages.place(guilds, told.user_id, told.guild_id, alert.channel_id)
        told.alert_system_message_id = await _post(messages, here, alert)
    except Problem:
        return
    async with database.transaction() as tx:
        tx.emit(events.auto_moderation_action_execution(told))


async def _post(messages: Messages, here: ChannelAccess, alert: Alert) -> Snowflake:
    told = alert.execution
    fields = [("decision_id", alert.decision_id), *alert.fields]
    shown = [EmbedField(name, value, inline=False) for name, value in fields]
    stored = StoredMessage(
        channel_id=here.channel_id,
        id=0,
        guild_id=told.guild_id,
        author_id=told.user_id,
        type=MessageType.AUTO_MODERATION_ACTION,
        parts=Parts(embeds=[Embed(_KIND, description=told.content[:_LONGEST], fields=shown)]),
    )
    prepared = Prepared(stored, [], None, claim=f"alert {alert.decision_id}")
    return (await creation.post(messages, here, prepared)).id
