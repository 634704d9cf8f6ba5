"""Request channel info (op 43). Docs: events/gateway-events#request-channel-info.

What it tells is of voice channels in use: their status, and since when somebody is there.
"""

from typing import TYPE_CHECKING

import msgspec

from core.close_codes import CloseCode
from core.wire import UNSET, Snowflake, UnsetType
from domain.voice_states import queries as voice_states
from domain.voice_states.records import ChannelInVoice
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
    guild = session.guilds.get(command.guild_id)
    if guild is None:
        return None
    found = await voice_states.list_channels(node.instance.database, command.guild_id)
    seen = [_asked(command, one) for one in found if guild.sees(session, one.id)]
    session.tell("CHANNEL_INFO", ChannelInfo(command.guild_id, seen))
    return None


def _asked(command: RequestChannelInfo, channel: ChannelInVoice) -> ChannelInfoChannel:
    """The fields of it that were asked for."""
    return ChannelInfoChannel(
        channel.id,
        status=channel.status if "status" in command.fields else UNSET,
        voice_start_time=channel.voice_start_time if "voice_start_time" in command.fields else UNSET,
    )
