"""What the gateway is told of pins. Docs: events/gateway-events#channel-pins-update."""

import msgspec

from core.events import Draft
from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.channels.access import ChannelAccess
from domain.messages.events import guild_of, in_channel


class PinsUpdated(msgspec.Struct):
    channel_id: Snowflake
    last_pin_timestamp: Timestamp | None
    guild_id: Snowflake | UnsetType = UNSET


EVENTS = {"CHANNEL_PINS_UPDATE": PinsUpdated}


def channel_pins_update(here: ChannelAccess, last: Timestamp | None) -> list[Draft]:
    return in_channel(here, "CHANNEL_PINS_UPDATE", PinsUpdated(Snowflake(here.channel_id), last, guild_of(here)))
