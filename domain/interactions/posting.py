"""The messages of answers and follow-ups: where they go, as whose, who sees them, and how they change.

An application answers by its own webhook, so what it may do in a channel is not asked again: it may write, embed and
attach wherever a user may invoke it. What goes beyond (mentioning everyone, TTS, voice messages) is as it was when the
user invoked it. Docs: interactions/receiving-and-responding#responding-to-an-interaction.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import msgspec

from core import codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.applications import queries as applications
from domain.channels import access_store
from domain.channels.access import ChannelAccess, GuildAccess
from domain.ephemeral_messages import actions as ephemeral_messages
from domain.interactions import answer_store, user_events
from domain.interactions.interactions import Interactions
from domain.interactions.places import GUILD_INSTALL
from domain.interactions.stored import InteractionType, StoredInteraction
from domain.messages import actions, attachments, creation, queries, store
from domain.messages.attachments import Upload
from domain.messages.creation import Origin, Prepared
from domain.messages.records import REPLY, Flag, InteractionMetadata, Message, MessageReference, MessageType
from domain.messages.requests import CreateMessage, EditMessage
from domain.messages.stored import Answers, WebhookAuthor
from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits
from domain.users.identity import Identity

_ALWAYS: Final = int(
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.READ_MESSAGE_HISTORY
    | Permission.SEND_POLLS
)
_CHAT_INPUT: Final = 1
_ENTRY_POINT: Final = 4


async def place(interactions: Interactions, stored: StoredInteraction, author_id: int = 0) -> ChannelAccess:
    """The application in the channel. `author_id`: as whom it changes a message, if not as its bot. Raises 10003."""
    identity = Identity(author_id or stored.application_id, bot=True, token_hash=b"")
    permissions = stored.app_permissions | _ALWAYS
    if not stored.guild_id:
        kind, recipients = await access_store.find_private_channel(interactions.database, stored.channel_id)
        if not recipients:
            raise Problem(codes.UNKNOWN_CHANNEL)
        return ChannelAccess(identity, stored.channel_id, kind, permissions, None, recipients)
    state = await interactions.guilds.having(stored.guild_id, stored.channel_id)
    if state is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    guild = GuildAccess(identity, state, MemberBits([], None), permissions)
    return ChannelAccess(identity, stored.channel_id, state.channels[stored.channel_id].type, permissions, guild)


async def prepare(
    interactions: Interactions,
    here: ChannelAccess,
    stored: StoredInteraction,
    body: CreateMessage,
    uploads: Sequence[Upload],
    *,
    is_loading: bool = False,
    original_id: int | None = None,
) -> Prepared:
    """Looks at everything and changes nothing. `original_id`: what a follow-up follows, 0 if no message."""
    flags = (body.flags or 0) & Flag.EPHEMERAL
    if await _must_be_ephemeral(interactions, here, stored):
        flags |= Flag.EPHEMERAL
    if is_loading:
        flags |= Flag.LOADING
    origin = Origin(
        webhook=await _webhook_author(interactions, here, stored.application_id),
        application_id=stored.application_id,
        interaction=_metadata(stored, original_id),
        type=_message_type(stored) if original_id is None else MessageType.DEFAULT,
        flags=flags,
    )
    prepared = await creation.prepare(interactions.messages, here, body, uploads, here, origin)
    if not prepared.stored.type:
        await _reply_to(interactions, prepared, stored.message_id if original_id is None else original_id)
    return prepared


async def post(
    interactions: Interactions,
    here: ChannelAccess,
    stored: StoredInteraction,
    prepared: Prepared,
    answers: Answers | None = None,
) -> Message:
    """Posts or shows the message, and if it is the first answer tells the user's client so. Raises 40060."""
    success = (user_events.interaction_success(stored),) if answers is not None else ()
    messages = interactions.messages
    if not prepared.stored.flags & Flag.EPHEMERAL:
        return await creation.post(messages, here, prepared, answers=answers, also=success)
    await attachments.put(messages.objects, here.channel_id, prepared.files)
    try:
        async with interactions.database.transaction() as tx:
            message = await ephemeral_messages.create(
                tx, messages, here, prepared, stored.user_id, stored.application_id
            )
            if answers is not None:
                await claim(tx, answers, message.id)
            for draft in success:
                tx.emit(draft)
    except Problem:
        await attachments.delete(messages.objects, prepared.stored)
        raise
    return message


async def edit(
    interactions: Interactions,
    here: ChannelAccess,
    message_id: int,
    body: EditMessage,
    uploads: Sequence[Upload],
    *,
    is_ephemeral: bool,
    with_it: Callable[[Transaction], Awaitable[bool]],
) -> Message | None:
    """Changes a message. `with_it` does first, in the same transaction, what belongs to that; None if it may not."""
    messages = interactions.messages
    change = ephemeral_messages.edit if is_ephemeral else actions.edit
    files = actions.new_files(here, body, uploads)
    await attachments.put(messages.objects, here.channel_id, files)
    new = [file.attachment for file in files]
    try:
        async with interactions.database.transaction(lock=message_id) as tx:
            edited = await change(tx, messages, here, message_id, body, files) if await with_it(tx) else None
    except Problem:
        await attachments.remove(messages.objects, here.channel_id, new)
        raise
    await attachments.remove(messages.objects, here.channel_id, edited.gone if edited else new)
    return edited and edited.message


async def claim(tx: Transaction, answers: Answers, message_id: int | None, modal: str | None = None) -> None:
    """Makes this the answer. Raises 40060."""
    if not await answer_store.claim(tx, answers, message_id, modal):
        raise Problem(codes.INTERACTION_ALREADY_ACKNOWLEDGED)


def is_of_user_alone(stored: StoredInteraction) -> bool:
    """Whether the application is there for the user who installed it, and not for the guild."""
    return GUILD_INSTALL not in stored.metadata.authorizing_integration_owners


async def _must_be_ephemeral(interactions: Interactions, here: ChannelAccess, stored: StoredInteraction) -> bool:
    """Docs: topics/permissions#permissions-bitwise-permission-flags (USE_EXTERNAL_APPS)."""
    if here.guild is None or not is_of_user_alone(stored):
        return False
    state = here.guild.state
    member = await interactions.guilds.member(state, stored.user_id)
    if member is None:
        return True
    return not state.permissions(stored.user_id, member, here.channel_id) & Permission.USE_EXTERNAL_APPS


async def _webhook_author(interactions: Interactions, here: ChannelAccess, application_id: int) -> WebhookAuthor | None:
    """As whom an application speaks that has no bot."""
    if application_id in await queries.find_people(
        interactions.database, interactions.messages, here, [application_id]
    ):
        return None
    application = await applications.get(interactions.database, application_id)
    return WebhookAuthor(application.id, application.name, application.icon)


def _metadata(stored: StoredInteraction, original_id: int | None) -> InteractionMetadata:
    original = Snowflake(original_id) if original_id else UNSET
    return msgspec.structs.replace(stored.metadata, original_response_message_id=original)


def _message_type(stored: StoredInteraction) -> MessageType:
    if stored.type != InteractionType.APPLICATION_COMMAND:
        return MessageType.DEFAULT
    if stored.metadata.command_type in (UNSET, _CHAT_INPUT, _ENTRY_POINT):
        return MessageType.CHAT_INPUT_COMMAND
    return MessageType.CONTEXT_MENU_COMMAND


async def _reply_to(interactions: Interactions, prepared: Prepared, message_id: int | None) -> None:
    """Shows the message as a reply: an answer to the component's message, a follow-up to the answer."""
    stored = prepared.stored
    target = await store.find(interactions.database, stored.channel_id, message_id) if message_id else None
    if target is not None:
        stored.type = MessageType.REPLY
        stored.parts.reference = MessageReference(REPLY, Snowflake(target.channel_id), Snowflake(target.id))
        if target.guild_id:
            stored.parts.reference.guild_id = Snowflake(target.guild_id)
        prepared.target = target
