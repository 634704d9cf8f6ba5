"""Channels that a crosspost names: those of the original's guild, which nobody can look up elsewhere.

Docs: resources/message#channel-mention-object.
"""

import re
from typing import Final

from core.database import Reader
from core.wire import Snowflake
from domain.channels import queries as channels
from domain.channels.records import TEXT_TYPES
from domain.guilds.states import GuildStates
from domain.messages.records import ChannelMention
from domain.messages.stored import StoredMessage
from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits

_MENTION: Final = re.compile(r"<#(\d{1,20})>", re.ASCII)
_ANYONE: Final = MemberBits([], None)


async def mention_channels(reader: Reader, guilds: GuildStates, source: StoredMessage) -> list[ChannelMention]:
    """Those with text that everyone in the guild may see, in the order in which they are named."""
    named = list(dict.fromkeys(int(one) for one in _MENTION.findall(source.content)))
    state = await guilds.get(source.guild_id) if named else None
    if state is None:
        return []
    seen = [
        one
        for one in named
        if one in state.channels
        and state.channels[one].type in TEXT_TYPES
        and state.permissions(0, _ANYONE, one) & Permission.VIEW_CHANNEL
    ]
    found = await channels.find_several(reader, source.guild_id, seen) if seen else {}
    guild_id = Snowflake(source.guild_id)
    return [
        ChannelMention(Snowflake(one), found[one].name or "", found[one].type, guild_id) for one in seen if one in found
    ]
