"""Invites to the guild of a lobby's linked channel, each for one player, once, for an hour.

They are made in the name of whoever linked the channel, for a player needs no permission there.
Docs: resources/lobby#create-lobby-channel-invite-for-self.
"""

from typing import Final

from core import codes
from core.database import Reader, Transaction
from core.problems import Problem
from domain.channels.access import ChannelAccess
from domain.guilds.states import GuildStates
from domain.invites import actions as invites
from domain.lobbies import places, queries, store
from domain.lobbies.records import LobbyGuildInvite
from domain.users import queries as users
from domain.users.identity import Identity
from domain.users.records import PROVISIONAL_ACCOUNT

_GOOD_FOR_S: Final = 3600


async def place(reader: Reader, guilds: GuildStates, identity: Identity, lobby_id: int) -> ChannelAccess:
    """Whoever linked the lobby's channel, there. Raises 10031, and 10003 when none is linked."""
    lobby = await queries.get(reader, identity, lobby_id)
    channel = await queries.linked_channel(reader, lobby)
    if not channel or not channel.linked_lobby or lobby.linked_guild_id is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    return await places.in_linked_channel(guilds, lobby.linked_guild_id, channel.id, channel.linked_lobby.linked_by)


async def create(
    tx: Transaction, here: ChannelAccess, identity: Identity, lobby_id: int, user_id: int
) -> LobbyGuildInvite:
    """Needs the guild's id as lock. Raises 10031, 10013, 50001 for who is not in the lobby, 30016.

    Raises 50013 for a provisional account, which can be in no guild.
    """
    lobby = await queries.hold(tx, identity, lobby_id)
    user = await users.get(tx, user_id)
    if await store.find_member(tx, lobby.id, user_id) is None:
        raise Problem(codes.MISSING_ACCESS)
    if user.public_flags & PROVISIONAL_ACCOUNT:
        raise Problem(codes.MISSING_PERMISSIONS)
    return LobbyGuildInvite(await invites.create_for(tx, here, user_id, _GOOD_FOR_S))
