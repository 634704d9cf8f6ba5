"""Request channel info (op 43). Docs: events/gateway-events#request-channel-info.

What it tells is of voice channels in use: their status, and since when somebody is there. Voice is not served yet, so
there is nothing to tell of any channel.
"""

from typing import TYPE_CHECKING

import msgspec

from core.close_codes import CloseCode
from core.wire import UNSET, Snowflake, UnsetType
from gateway.commands import RequestChannelInfo
from gateway.connection import Connection

if TYPE_CHECKING:
    from gateway.node import Node


class ChannelInfoChannel(msgspec.Struct):
    id: Snowflake
    status: str | UnsetType | None = UNSET
    voice_start_time: int | UnsetType | None = UNSET


class ChannelInfo(msgspec.Struct):
    guild_id: Snowflake
    channels: list[ChannelInfoChannel]


EVENTS = {"CHANNEL_INFO": ChannelInfo}


async def request_channel_info(node: "Node", connection: Connection, command: RequestChannelInfo) -> CloseCode | None:
    session = connection.session
    assert session is not None
    if command.guild_id in session.guilds:
        session.tell("CHANNEL_INFO", ChannelInfo(command.guild_id, []))
    return None
