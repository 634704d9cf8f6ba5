"""What is said in a lobby. Messages come to its members' games and to the application's backend, which may judge them.

What the backend says of a message is the application's own, and goes when the message is edited.
Docs: resources/lobby#send-lobby-message, discord-social-sdk/how-to/integrate-moderation.
"""

from collections.abc import Sequence
from typing import Final, Literal

import msgspec

from core import clock, codes, form_codes, jobs, snowflakes
from core.database import Reader, Transaction
from core.problems import Faults, Problem
from core.wire import UNSET, Snowflake, Timestamp
from domain.lobbies import events, message_store, queries, store
from domain.lobbies.records import (
    LobbyMessage,
    LobbyMessageDeleted,
    Metadata,
    StoredLobby,
    StoredLobbyMessage,
)
from domain.messages import compose, rules
from domain.messages.attachments import Upload
from domain.messages.records import Flag, MessageLobbyMember
from domain.messages.requests import CreateMessage
from domain.messages.text import cleaned
from domain.users import queries as users
from domain.users.identity import Identity
from domain.users.records import User
from domain.webhook_events import actions as webhook_events

_KEPT_MS: Final = 72 * 3600 * 1000
_SETTABLE: Final = Flag.SUPPRESS_EMBEDS | Flag.SUPPRESS_NOTIFICATIONS
_TEXT_ONLY: Final = ("embeds", "sticker_ids", "components", "attachments", "poll", "message_reference")


class Said(msgspec.Struct):
    """A message that was said in a lobby."""

    lobby_id: Snowflake
    message_id: Snowflake


FORWARD: Final = jobs.Kind("forward lobby message", Said, delays_s=(1, 2, 5, 15, 60))
"""What was said goes to the channel that is linked (copies.py)."""


class CreateLobbyMessage(CreateMessage):
    """A text. `metadata` goes with it to those who are there."""

    metadata: Metadata | None = None


async def create(tx: Transaction, identity: Identity, lobby_id: int, body: CreateLobbyMessage) -> LobbyMessage:
    """Says something, also in the channel that is linked. Needs the lobby's id as lock.

    Raises 10031, 50001, 50006, 50035.
    """
    lobby = await queries.hold(tx, identity, lobby_id)
    member = await queries.require_member(tx, identity, lobby)
    content = _checked(body)
    message = StoredLobbyMessage(
        lobby_id=lobby_id,
        id=snowflakes.make(),
        channel_id=lobby_id,
        author_id=identity.user_id,
        content=content,
        flags=(body.flags or 0) & _SETTABLE,
        additional_name=member.additional_name or None,
    )
    await message_store.save(tx, message, forgotten())
    await store.put_off_idle(tx, [lobby_id], clock.timestamp())
    shown = await show(tx, lobby, message)
    shown.metadata = body.metadata or UNSET
    await tell(tx, lobby, "LOBBY_MESSAGE_CREATE", shown)
    if lobby.linked_channel_id is not None:
        await jobs.enqueue(tx, FORWARD, Said(lobby.id, Snowflake(message.id)))
    return shown


def refuse_files(uploads: Sequence[Upload]) -> None:
    """Raises 50035 for files, which lobbies do not hold."""
    if uploads:
        raise Problem.invalid("files", form_codes.BASE_TYPE_INVALID, reason="A message of a lobby is text.")


def _checked(body: CreateLobbyMessage) -> str:
    faults = Faults()
    rules.check_supported(body, faults)
    for field in _TEXT_ONLY:
        if getattr(body, field):
            faults.add(field, form_codes.BASE_TYPE_INVALID, reason="A message of a lobby is text.")
    content = cleaned(body.content)
    rules.check_content(content, faults)
    faults.raise_if_any()
    if not content:
        raise Problem(codes.EMPTY_MESSAGE)
    return content


async def list_newest(reader: Reader, identity: Identity, lobby_id: int, limit: int) -> list[LobbyMessage]:
    """Of the last three days, for a member or the application's bot. Raises 10031, 50001."""
    lobby = await queries.get(reader, identity, lobby_id)
    if identity.is_bearer:
        await queries.require_member(reader, identity, lobby)
    found = await message_store.list_newest(reader, lobby_id, forgotten(), limit)
    authors = await users.by_ids(reader, {one.author_id for one in found})
    return [_shown(lobby, one, authors.get(one.author_id)) for one in found]


async def moderate(
    tx: Transaction, identity: Identity, lobby_id: int, message_id: int, metadata: dict[str, str]
) -> None:
    """What the application's moderation says of a message; its players' games are told. Raises 10031, 10008."""
    lobby = await queries.hold(tx, identity, lobby_id)
    message = await message_store.find(tx, lobby_id, message_id)
    if message is None or message_id <= forgotten():
        raise Problem(codes.UNKNOWN_MESSAGE)
    message.moderation_metadata = metadata
    await message_store.save(tx, message, forgotten())
    shown = await show(tx, lobby, message)
    events.tell(tx, lobby.application_id, await queries.receivers(tx, lobby), "LOBBY_MESSAGE_UPDATE", shown)


async def show(reader: Reader, lobby: StoredLobby, message: StoredLobbyMessage) -> LobbyMessage:
    return _shown(lobby, message, await users.find(reader, message.author_id))


async def tell(
    tx: Transaction,
    lobby: StoredLobby,
    name: Literal["LOBBY_MESSAGE_CREATE", "LOBBY_MESSAGE_UPDATE", "LOBBY_MESSAGE_DELETE"],
    shown: LobbyMessage | LobbyMessageDeleted,
) -> None:
    """Tells the members' games, and the application's backend where it wants to hear of this lobby."""
    events.tell(tx, lobby.application_id, await queries.receivers(tx, lobby), name, shown)
    await webhook_events.emit(tx, lobby.application_id, name, shown, url=lobby.override_event_webhooks_url)


def forgotten() -> int:
    """The ids up to here are of messages that are kept no more."""
    return snowflakes.at_ms(clock.now_ms() - _KEPT_MS)


def _shown(lobby: StoredLobby, message: StoredLobbyMessage, author: User | None) -> LobbyMessage:
    return LobbyMessage(
        id=Snowflake(message.id),
        type=message.type,
        content=message.content,
        lobby_id=lobby.id,
        channel_id=Snowflake(message.channel_id),
        author=author or compose.deleted_user(message.author_id),
        lobby_member=MessageLobbyMember(message.additional_name) if message.additional_name else UNSET,
        moderation_metadata=message.moderation_metadata or UNSET,
        flags=message.flags,
        application_id=lobby.application_id,
        timestamp=Timestamp(snowflakes.created_ms(message.id) * 1000),
        edited_timestamp=message.edited_at or UNSET,
    )
