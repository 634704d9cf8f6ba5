"""Lobbies: an application's groups of players, made by its bot or by its players' games. Docs: resources/lobby."""

from typing import Annotated

from msgspec import Meta

from core import codes
from core.wire import Snowflake
from domain.channels.records import Channel
from domain.lobbies import actions, invites, links, members, messages, queries
from domain.lobbies.messages import CreateLobbyMessage
from domain.lobbies.records import (
    BulkLobbyMember,
    CreateLobby,
    CreateOrJoinLobby,
    EditLobby,
    LinkChannel,
    ListLobbyMessages,
    Lobby,
    LobbyGuildInvite,
    LobbyMember,
    LobbyMessage,
    ModerationMetadata,
    SetLobbyMember,
)
from rest import buckets
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Operation, Who, operation

_SCOPES = ("lobbies.write",)  # and sdk.social_layer, which includes it
_LOBBY = (codes.UNKNOWN_LOBBY,)
_MEMBERS = (*_LOBBY, codes.UNKNOWN_USER, codes.MAXIMUM_MEMBERS)
_MEMBER = (*_LOBBY, codes.MISSING_ACCESS)
_CHANNEL = (*_MEMBER, codes.UNKNOWN_CHANNEL, codes.MISSING_PERMISSIONS)


@operation(
    "POST",
    "/lobbies",
    who=Who.BOT,
    bucket=buckets.CREATE_LOBBY,
    status=201,
    problems=(codes.UNKNOWN_APPLICATION, codes.UNKNOWN_USER, codes.MAXIMUM_MEMBERS),
)
async def create_lobby(call: Call, body: CreateLobby) -> Lobby:
    """Make a lobby with these members."""
    async with call.transaction() as tx:
        return await actions.create(tx, call.identity, body)


@operation(
    "PUT",
    "/lobbies",
    who=Who.BOT,
    scopes=_SCOPES,
    bucket=buckets.CREATE_LOBBY,
    problems=(codes.UNKNOWN_APPLICATION, codes.MAXIMUM_MEMBERS),
)
async def create_or_join_lobby(call: Call, body: CreateOrJoinLobby) -> Lobby:
    """Join the lobby of a secret; make it if there is none."""
    async with call.transaction(lock=queries.application_of(call.identity)) as tx:
        return await actions.create_or_join(tx, call.identity, body)


@operation("GET", "/lobbies/{lobby_id}", who=Who.BOT, bucket=buckets.READ, problems=_LOBBY)
async def get_lobby(call: Call, lobby_id: Snowflake) -> Lobby:
    """Get a lobby."""
    lobby = await queries.get(call.database, call.identity, lobby_id)
    return await queries.show(call.database, call.identity, lobby)


@operation("PATCH", "/lobbies/{lobby_id}", who=Who.BOT, bucket=buckets.EDIT_LOBBY, problems=_MEMBERS)
async def edit_lobby(call: Call, lobby_id: Snowflake, body: EditLobby) -> Lobby:
    """Change a lobby."""
    lobby = await queries.get(call.database, call.identity, lobby_id)
    async with call.transaction(lock=lobby.linked_guild_id or lobby_id) as tx:
        return await actions.edit(tx, call.identity, lobby_id, body)


@operation("DELETE", "/lobbies/{lobby_id}", who=Who.BOT, bucket=buckets.EDIT_LOBBY)
async def delete_lobby(call: Call, lobby_id: Snowflake) -> None:
    """Delete a lobby, if there is such a one."""
    if await queries.is_own(call.database, call.identity, lobby_id):
        await actions.delete(call.database, lobby_id)


@operation(
    "PATCH",
    "/lobbies/{lobby_id}/channel-linking",
    who=Who.BOT,
    scopes=_SCOPES,
    bucket=buckets.LINK_LOBBY,
    problems=_CHANNEL,
)
async def edit_lobby_channel_link(call: Call, lobby_id: Snowflake, body: LinkChannel) -> Lobby:
    """Link a channel to a lobby, or unlink it."""
    if body.channel_id:
        here = await call.in_channel(body.channel_id)
        async with call.transaction(lock=here.guild_id or lobby_id) as tx:
            return await links.link(tx, here, lobby_id)
    lobby = await queries.get(call.database, call.identity, lobby_id)
    async with call.transaction(lock=lobby.linked_guild_id or lobby_id) as tx:
        return await links.unlink_by(tx, call.identity, lobby_id, lobby.linked_guild_id or 0)


@operation(
    "DELETE",
    "/channels/{channel_id}/linked-lobby",
    who=Who.ACCOUNT,
    bucket=buckets.LINK_LOBBY,
    problems=(codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS, codes.CANNOT_EXECUTE_ON_DM),
)
async def delete_linked_lobby(call: Call, channel_id: Snowflake) -> Channel:
    """Unlink whatever lobby the channel is linked to. User-side: resources/channel#remove-lobby-link."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=here.guild_id or channel_id) as tx:
        return await links.unlink_channel(tx, here)


@operation(
    "DELETE",
    "/lobbies/{lobby_id}/members/@me",
    who=Who.BOT,
    scopes=_SCOPES,
    bucket=buckets.LOBBY_MEMBERS,
    problems=_MEMBER,
)
async def leave_lobby(call: Call, lobby_id: Snowflake) -> None:
    """Leave a lobby."""
    async with call.transaction(lock=lobby_id) as tx:
        await members.leave(tx, call.identity, lobby_id)


@operation(
    "POST",
    "/lobbies/{lobby_id}/members/@me/invites",
    who=Who.BOT,
    scopes=_SCOPES,
    bucket=buckets.LOBBY_INVITES,
    problems=(*_CHANNEL, codes.MAXIMUM_INVITES),
)
async def create_linked_lobby_guild_invite_for_self(call: Call, lobby_id: Snowflake) -> LobbyGuildInvite:
    """Get an invite to the guild of the linked channel."""
    return await _invite(call, lobby_id, call.user_id)


@operation(
    "POST",
    "/lobbies/{lobby_id}/members/{user_id}/invites",
    who=Who.BOT,
    bucket=buckets.LOBBY_INVITES,
    problems=(*_CHANNEL, codes.UNKNOWN_USER, codes.MAXIMUM_INVITES),
)
async def create_linked_lobby_guild_invite_for_user(
    call: Call, lobby_id: Snowflake, user_id: Snowflake
) -> LobbyGuildInvite:
    """Get an invite to the guild of the linked channel for a member of the lobby."""
    return await _invite(call, lobby_id, user_id)


async def _invite(call: Call, lobby_id: int, user_id: int) -> LobbyGuildInvite:
    here = await invites.place(call.database, call.instance.guilds, call.identity, lobby_id)
    async with call.transaction(lock=here.guild_id) as tx:
        return await invites.create(tx, here, call.identity, lobby_id, user_id)


@operation("POST", "/lobbies/{lobby_id}/members/bulk", who=Who.BOT, bucket=buckets.LOBBY_MEMBERS, problems=_MEMBERS)
async def bulk_update_lobby_members(
    call: Call, lobby_id: Snowflake, body: Annotated[list[BulkLobbyMember], Meta(min_length=1, max_length=25)] | None
) -> list[LobbyMember]:
    """Add, change and remove members."""
    async with call.transaction(lock=lobby_id) as tx:
        return await members.bulk_update(tx, call.identity, lobby_id, body or [])


@operation("PUT", "/lobbies/{lobby_id}/members/{user_id}", who=Who.BOT, bucket=buckets.LOBBY_MEMBERS, problems=_MEMBERS)
async def add_lobby_member(call: Call, lobby_id: Snowflake, user_id: Snowflake, body: SetLobbyMember) -> LobbyMember:
    """Add a member, or change him."""
    async with call.transaction(lock=lobby_id) as tx:
        return await members.add(tx, call.identity, lobby_id, user_id, body)


@operation(
    "DELETE", "/lobbies/{lobby_id}/members/{user_id}", who=Who.BOT, bucket=buckets.LOBBY_MEMBERS, problems=_LOBBY
)
async def delete_lobby_member(call: Call, lobby_id: Snowflake, user_id: Snowflake) -> None:
    """Remove a member, if he is one."""
    async with call.transaction(lock=lobby_id) as tx:
        await members.remove(tx, call.identity, lobby_id, user_id)


@operation(
    "GET",
    "/lobbies/{lobby_id}/messages",
    who=Who.BOT,
    scopes=_SCOPES,
    bucket=buckets.READ,
    problems=_MEMBER,
)
async def get_lobby_messages(call: Call, lobby_id: Snowflake, query: ListLobbyMessages) -> list[LobbyMessage]:
    """List what was said in a lobby lately, newest first."""
    return await messages.list_newest(call.database, call.identity, lobby_id, query.limit)


@operation(
    "POST",
    "/lobbies/{lobby_id}/messages",
    who=Who.BOT,
    scopes=_SCOPES,
    bucket=buckets.LOBBY_MESSAGES,
    status=201,
    problems=(*_MEMBER, codes.EMPTY_MESSAGE),
)
async def create_lobby_message(
    call: Call, lobby_id: Snowflake, body: CreateLobbyMessage, files: list[Upload]
) -> LobbyMessage:
    """Say something in a lobby, and in the channel that is linked to it."""
    messages.refuse_files(files)
    async with call.transaction(lock=lobby_id) as tx:
        return await messages.create(tx, call.identity, lobby_id, body)


@operation(
    "PUT",
    "/lobbies/{lobby_id}/messages/{message_id}/moderation-metadata",
    who=Who.BOT,
    bucket=buckets.MODERATION_METADATA,
    problems=(*_LOBBY, codes.UNKNOWN_MESSAGE),
)
async def update_lobby_message_external_moderation_metadata(
    call: Call, lobby_id: Snowflake, message_id: Snowflake, body: ModerationMetadata
) -> None:
    """Note what the application's moderation says of a message."""
    async with call.transaction(lock=lobby_id) as tx:
        await messages.moderate(tx, call.identity, lobby_id, message_id, body)


OPERATIONS: list[Operation] = [
    create_lobby,
    create_or_join_lobby,
    get_lobby,
    edit_lobby,
    delete_lobby,
    edit_lobby_channel_link,
    delete_linked_lobby,
    leave_lobby,
    create_linked_lobby_guild_invite_for_self,
    create_linked_lobby_guild_invite_for_user,
    bulk_update_lobby_members,
    add_lobby_member,
    delete_lobby_member,
    get_lobby_messages,
    create_lobby_message,
    update_lobby_message_external_moderation_metadata,
]
