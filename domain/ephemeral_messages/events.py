"""What the gateway is told of ephemeral messages: the user and the application's bot hear of them, nobody else.

The events go by the topics of these two, so that bots need the intent DIRECT_MESSAGES for them, and come to the shard
of the guild. They say neither guild nor member. Docs: events/gateway-events#message-create.
"""

from core.events import Draft, user_topic
from core.wire import UNSET, Snowflake
from domain.channels.access import ChannelAccess
from domain.ephemeral_messages.stored import EphemeralMessage
from domain.messages.events import MessageDeleted
from domain.messages.records import MentionedUser, Message, MessageEvent
from domain.users.records import User


def shown(name: str, here: ChannelAccess, message: EphemeralMessage, seen: Message) -> list[Draft]:
    """MESSAGE_CREATE or MESSAGE_UPDATE."""
    fields = {field: getattr(seen, field) for field in Message.__struct_fields__}
    fields["mentions"] = [_bare(user) for user in seen.mentions]
    return _to_both(name, here, message, MessageEvent(**fields, channel_type=here.type))


def deleted(here: ChannelAccess, message: EphemeralMessage) -> list[Draft]:
    gone = MessageDeleted(Snowflake(message.stored.id), Snowflake(message.stored.channel_id), UNSET)
    return _to_both("MESSAGE_DELETE", here, message, gone)


def _to_both(name: str, here: ChannelAccess, message: EphemeralMessage, payload: object) -> list[Draft]:
    return [
        Draft(user_topic(one), name, payload, user_id=message.stored.author_id, shard_guild_id=here.guild_id)
        for one in (message.user_id, message.application_id)
    ]


def _bare(user: User) -> MentionedUser:
    return MentionedUser(**{field: getattr(user, field) for field in User.__struct_fields__})
