"""Lobbies and channels that are linked: what is said in one is said in the other (copies.py).

A link stands in the lobby and in the channel, and changes under the lock of the channel's guild.
Docs: discord-social-sdk/development-guides/linked-channels.
"""

from core import clock, codes, form_codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels import events as channel_events
from domain.channels import queries as channels
from domain.channels.access import ChannelAccess
from domain.channels.records import Channel, ChannelType, LinkedLobby
from domain.lobbies import events, queries, store
from domain.lobbies.records import CAN_LINK_LOBBY, REQUIRE_APPLICATION_AUTHORIZATION, Lobby, StoredLobby
from domain.permissions.bits import Permission
from domain.users.identity import Identity

_NEEDED = Permission.VIEW_CHANNEL | Permission.MANAGE_CHANNELS | Permission.SEND_MESSAGES


async def link(tx: Transaction, here: ChannelAccess, lobby_id: int) -> Lobby:
    """Links the caller's channel, which is linked to no other lobby. Needs its guild's id as lock.

    Raises 10031, 50013 without the member's flag or the permissions, 50035 for a channel or a lobby that cannot be
    linked.
    """
    lobby = await queries.hold(tx, here.identity, lobby_id)
    await require_linker(tx, here.identity, lobby)
    here.require(_NEEDED)
    channel = await channels.get_here(tx, here)
    if channel.linked_lobby and channel.linked_lobby.lobby_id == lobby_id:
        return await queries.show(tx, here.identity, lobby)
    _check(lobby, channel)
    lobby.linked_guild_id, lobby.linked_channel_id = Snowflake(here.guild_id), Snowflake(here.channel_id)
    channel.linked_lobby = LinkedLobby(
        lobby.application_id, lobby.id, Snowflake(here.user_id), clock.timestamp(), _requires(lobby)
    )
    await _save(tx, lobby, channel)
    return await queries.show(tx, here.identity, lobby)


def _check(lobby: StoredLobby, channel: Channel) -> None:
    if channel.type != ChannelType.GUILD_TEXT:
        reason = "Only a text channel can be linked."
    elif channel.nsfw:
        reason = "An age-restricted channel cannot be linked."
    elif channel.linked_lobby:
        reason = "The channel is linked to another lobby."
    elif lobby.linked_channel_id is not None:
        reason = "The lobby is linked to another channel."
    elif lobby.has_secret:
        reason = "A lobby that was made with a secret cannot be linked."
    else:
        return
    raise Problem.invalid("channel_id", form_codes.BASE_TYPE_INVALID, reason=reason)


async def require_linker(tx: Transaction, identity: Identity, lobby: StoredLobby) -> None:
    """The application's bot, or a member whom the application lets link. Raises 50001, 50013."""
    if identity.is_bearer:
        member = await queries.require_member(tx, identity, lobby)
        if not member.flags & CAN_LINK_LOBBY:
            raise Problem(codes.MISSING_PERMISSIONS)


async def unlink_by(tx: Transaction, identity: Identity, lobby_id: int, guild_id: int) -> Lobby:
    """For who may link; what he may in the guild does not matter. Raises 10031, 50001, 50013."""
    lobby = await queries.hold(tx, identity, lobby_id)
    await require_linker(tx, identity, lobby)
    return await queries.show(tx, identity, await unlink(tx, lobby_id, guild_id) or lobby)


async def unlink(tx: Transaction, lobby_id: int, guild_id: int) -> StoredLobby | None:
    """Takes the link to a channel of this guild away, if there is one. Gives the lobby."""
    lobby = await store.hold(tx, lobby_id)
    if lobby is not None and lobby.linked_guild_id == guild_id and lobby.linked_channel_id is not None:
        found = await channels.find_several(tx, guild_id, [lobby.linked_channel_id])
        channel = found.get(lobby.linked_channel_id)
        lobby.linked_guild_id = lobby.linked_channel_id = None
        if channel is not None:
            channel.linked_lobby = UNSET
        await _save(tx, lobby, channel)
    return lobby


async def unlink_channel(tx: Transaction, here: ChannelAccess) -> Channel:
    """Takes the link of the caller's channel away, from its side. Raises 50003, 50013."""
    if here.guild is None:
        raise Problem(codes.CANNOT_EXECUTE_ON_DM)
    here.require(Permission.MANAGE_CHANNELS)
    channel = await channels.get_here(tx, here)
    if channel.linked_lobby:
        await unlink(tx, channel.linked_lobby.lobby_id, here.guild_id)
        channel = await channels.get_here(tx, here)
        if channel.linked_lobby:  # of a lobby that is gone
            channel.linked_lobby = UNSET
            await store.set_linked_lobby(tx, here.guild_id, here.channel_id, None)
            tx.emit(channel_events.channel_update(channel))
    return channel


async def follow_flags(tx: Transaction, lobby: StoredLobby) -> None:
    """What the channel says of the lobby's flags becomes as they are now."""
    channel = await queries.linked_channel(tx, lobby)
    if channel and channel.linked_lobby and lobby.linked_guild_id is not None:
        channel.linked_lobby.require_application_authorization = _requires(lobby)
        await store.set_linked_lobby(tx, lobby.linked_guild_id, channel.id, channel.linked_lobby)
        tx.emit(channel_events.channel_update(channel))


async def _save(tx: Transaction, lobby: StoredLobby, channel: Channel | None) -> None:
    await store.update(tx, lobby)
    if channel is not None:
        assert isinstance(channel.guild_id, Snowflake)
        await store.set_linked_lobby(tx, channel.guild_id, channel.id, channel.linked_lobby or None)
        tx.emit(channel_events.channel_update(channel))
    shown = await queries.show_in_gateway(tx, lobby)
    events.lobby(tx, "LOBBY_UPDATE", shown, await queries.receivers(tx, lobby))


def _requires(lobby: StoredLobby) -> bool:
    return bool(lobby.flags & REQUIRE_APPLICATION_AUTHORIZATION)
