"""What a user's sessions are told of how far he has read. Docs (user-side): gateway/gateway-events#message-ack."""

from core.events import Draft, user_topic
from domain.read_states.records import OF_GUILDS, FeatureAck, MessageAck, PinsAck

EVENTS = {
    "MESSAGE_ACK": MessageAck,
    "CHANNEL_PINS_ACK": PinsAck,
    "GUILD_FEATURE_ACK": FeatureAck,
    "USER_NON_CHANNEL_ACK": FeatureAck,
}


def message_ack(user_id: int, ack: MessageAck) -> Draft:
    return Draft(user_topic(user_id), "MESSAGE_ACK", ack)


def channel_pins_ack(user_id: int, ack: PinsAck) -> Draft:
    return Draft(user_topic(user_id), "CHANNEL_PINS_ACK", ack)


def feature_ack(user_id: int, ack: FeatureAck) -> Draft:
    name = "GUILD_FEATURE_ACK" if ack.ack_type in OF_GUILDS else "USER_NON_CHANNEL_ACK"
    return Draft(user_topic(user_id), name, ack)
