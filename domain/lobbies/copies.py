"""What is said in a lobby and in its linked channel, brought from one to the other by jobs that may run again.

Both are told to the lobby alike. A copy in the channel is the author's own message, of the lobby's application; what
the channel does not take is said in the lobby all the same. Docs: resources/lobby#send-lobby-message.
"""

from typing import Final

from core.database import Database, Transaction
from core.problems import Problem
from core.wire import UNSET
from domain.guilds.states import GuildStates
from domain.lobbies import message_store, messages, places, store
from domain.lobbies.messages import Said
from domain.lobbies.records import LobbyMessageDeleted, StoredLobby, StoredLobbyMessage
from domain.messages import creation
from domain.messages import store as channel_messages
from domain.messages.creation import Origin
from domain.messages.games import ChangedMessage
from domain.messages.mentions import AllowedMentions
from domain.messages.messages import Messages
from domain.messages.records import MessageType
from domain.messages.requests import CreateMessage
from domain.messages.stored import LobbyOrigin, StoredMessage

_SAID: Final = (MessageType.DEFAULT, MessageType.REPLY)


async def forward(database: Database, channel: Messages, guilds: GuildStates, said: Said) -> None:
    """Posts the message in the linked channel, once."""
    lobby = await store.find(database, said.lobby_id)
    message = await message_store.find(database, said.lobby_id, said.message_id)
    if lobby is None or message is None or lobby.linked_guild_id is None or lobby.linked_channel_id is None:
        return
    try:
        here = await places.in_linked_channel(guilds, lobby.linked_guild_id, lobby.linked_channel_id, message.author_id)
        body = CreateMessage(
            content=message.content, flags=message.flags, allowed_mentions=AllowedMentions(parse=["users"])
        )
        origin = Origin(application_id=lobby.application_id)
        prepared = await creation.prepare(channel, here, body, (), here, origin)
        prepared.claim = f"lobby {said.message_id}"
        prepared.stored.parts.lobby = LobbyOrigin(lobby.id, said.message_id, message.additional_name)
        await creation.post(channel, here, prepared)
    except Problem:
        return


async def follow(database: Database, changed: ChangedMessage) -> None:
    """Brings what the lobby has of a message to what the message is now."""
    if changed.said_as <= messages.forgotten():
        return
    async with database.transaction(lock=changed.lobby_id) as tx:
        lobby = await store.hold(tx, changed.lobby_id)
        if lobby is None:
            return
        source = await channel_messages.find(tx, changed.channel_id, changed.message_id)
        known = await message_store.find(tx, changed.lobby_id, changed.said_as)
        if source is None:
            if known is not None:
                await message_store.delete(tx, lobby.id, known.id)
                await messages.tell(tx, lobby, "LOBBY_MESSAGE_DELETE", LobbyMessageDeleted(changed.said_as, lobby.id))
        elif known is not None:
            await _edit(tx, lobby, known, source)
        elif lobby.linked_channel_id == changed.channel_id and changed.said_as == changed.message_id:
            await _say(tx, lobby, source)


async def _say(tx: Transaction, lobby: StoredLobby, source: StoredMessage) -> None:
    if source.type not in _SAID or source.parts.webhook is not None:
        return
    member = await store.find_member(tx, lobby.id, source.author_id)
    said = StoredLobbyMessage(
        lobby_id=lobby.id,
        id=source.id,
        channel_id=source.channel_id,
        author_id=source.author_id,
        type=source.type,
        content=source.content,
        flags=source.flags,
        additional_name=(member.additional_name if member else UNSET) or None,
        edited_at=source.edited_at,
    )
    await message_store.save(tx, said, messages.forgotten())
    await messages.tell(tx, lobby, "LOBBY_MESSAGE_CREATE", await messages.show(tx, lobby, said))


async def _edit(tx: Transaction, lobby: StoredLobby, known: StoredLobbyMessage, source: StoredMessage) -> None:
    """What moderation said of it was of another text."""
    if (known.content, known.flags, known.edited_at) == (source.content, source.flags, source.edited_at):
        return
    if known.content != source.content:
        known.moderation_metadata = None
    known.content, known.flags, known.edited_at = source.content, source.flags, source.edited_at
    await message_store.save(tx, known, messages.forgotten())
    await messages.tell(tx, lobby, "LOBBY_MESSAGE_UPDATE", await messages.show(tx, lobby, known))
