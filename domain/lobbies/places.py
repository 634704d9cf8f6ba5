"""Where people of a lobby stand in its linked channel: not by what roles say there, but because they are in the lobby.

Docs: discord-social-sdk/development-guides/linked-channels#private-channels.
"""

from typing import Final

from core import codes
from core.problems import Problem
from domain.channels.access import ChannelAccess, GuildAccess
from domain.guilds.states import GuildStates
from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits
from domain.users.identity import Identity

_MAY: Final = int(
    Permission.VIEW_CHANNEL
    | Permission.READ_MESSAGE_HISTORY
    | Permission.SEND_MESSAGES
    | Permission.CREATE_INSTANT_INVITE
    | Permission.BYPASS_SLOWMODE
)


async def in_linked_channel(guilds: GuildStates, guild_id: int, channel_id: int, user_id: int) -> ChannelAccess:
    """The user in the linked channel. Raises 10003."""
    state = await guilds.having(guild_id, channel_id)
    if state is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    identity = Identity(user_id, False, b"")
    guild = GuildAccess(identity, state, MemberBits([], None), _MAY)
    return ChannelAccess(identity, channel_id, state.channels[channel_id].type, _MAY, guild)
