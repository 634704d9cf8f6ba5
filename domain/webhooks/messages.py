"""Messages of webhooks: posting, reading, changing, deleting, by whoever has the token.

A webhook is no member: it may do in its channel whatever a webhook may, whatever the roles say there.
Docs: resources/webhook#execute-webhook.
"""

from collections.abc import Sequence
from typing import Final

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.channels import access_store
from domain.channels.access import ChannelAccess, GuildAccess
from domain.channels.records import FORUM_TYPES
from domain.guilds.states import GuildStates
from domain.messages import actions, attachments, creation, editing, queries, store
from domain.messages.attachments import Upload
from domain.messages.creation import Origin
from domain.messages.messages import Messages
from domain.messages.records import Message
from domain.messages.requests import CreateMessage, EditMessage
from domain.messages.stored import StoredMessage, WebhookAuthor
from domain.permissions.bits import Permission
from domain.permissions.compute import MemberBits, in_dm
from domain.thread_starts import posts
from domain.threads.records import CreateThreadFromMessage
from domain.users.identity import Identity
from domain.webhooks import avatars, rules
from domain.webhooks.requests import EditWebhookMessage, ExecuteWebhook
from domain.webhooks.stored import WebhookRow

_MAY: Final = int(
    Permission.VIEW_CHANNEL
    | Permission.READ_MESSAGE_HISTORY
    | Permission.SEND_MESSAGES
    | Permission.SEND_TTS_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.MENTION_EVERYONE
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.BYPASS_SLOWMODE
    | Permission.SEND_POLLS
    | Permission.SEND_VOICE_MESSAGES
)


async def enter(guilds: GuildStates, row: WebhookRow, thread_id: int | UnsetType = UNSET) -> ChannelAccess:
    """The webhook in its channel, or in a thread of it. Raises 10003."""
    here = await place(guilds, row.id, row.guild_id, row.channel_id if thread_id is UNSET else thread_id)
    if thread_id is not UNSET and here.channel.parent_id != row.channel_id:
        raise Problem(codes.UNKNOWN_CHANNEL)
    return here


async def place(guilds: GuildStates, webhook_id: int, guild_id: int, channel_id: int) -> ChannelAccess:
    """The webhook in that channel, where it is or was. Raises 10003."""
    state = await guilds.having(guild_id, channel_id)
    if state is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    identity = Identity(webhook_id, True, b"")
    guild = GuildAccess(identity, state, MemberBits([], None), _MAY)
    return ChannelAccess(identity, channel_id, state.channels[channel_id].type, _MAY, guild)


async def author_there(reader: Reader, guilds: GuildStates, stored: StoredMessage) -> ChannelAccess | None:
    """Who posted it, in its channel, member still or not; None when there is no such channel any more."""
    if stored.guild_id:
        try:
            return await place(guilds, stored.author_id, stored.guild_id, stored.channel_id)
        except Problem:
            return None
    kind, recipients = await access_store.find_private_channel(reader, stored.channel_id)
    identity = Identity(stored.author_id, bot=False, token_hash=b"")
    return ChannelAccess(identity, stored.channel_id, kind, in_dm(), None, recipients) if recipients else None


async def execute(
    messages: Messages,
    here: ChannelAccess,
    row: WebhookRow,
    body: ExecuteWebhook,
    uploads: Sequence[Upload],
    *,
    with_components: bool = False,
) -> Message:
    """Posts a message, in a forum with a thread for it. Raises 220001, 220002, 220003, 50006, 50035."""
    _require_right_place(here, body)
    said = CreateMessage(
        content=body.content,
        embeds=body.embeds,
        allowed_mentions=body.allowed_mentions,
        components=body.components if with_components or row.application_id else None,
        attachments=body.attachments,
        poll=body.poll,
        tts=body.tts,
        flags=body.flags,
    )
    author = await _author(messages, row, body)
    origin = Origin(webhook=author, application_id=row.application_id or 0)
    if here.type in FORUM_TYPES:
        named = CreateThreadFromMessage(name=body.thread_name or "")
        _, message = await posts.post(messages, here, named, body.applied_tags, said, uploads, origin)
        return message
    prepared = await creation.prepare(messages, here, said, uploads, here, origin)
    return await creation.post(messages, here, prepared)


def _require_right_place(here: ChannelAccess, body: ExecuteWebhook) -> None:
    """Docs: resources/webhook#execute-webhook."""
    if here.type in FORUM_TYPES and not body.thread_name:
        raise Problem(codes.FORUM_WEBHOOK_NEEDS_THREAD)
    if here.type not in FORUM_TYPES and body.thread_name:
        thread_parent = here.guild.state.channels.get(here.channel.parent_id or 0) if here.guild else None
        in_forum = here.thread is not None and thread_parent is not None and thread_parent.type in FORUM_TYPES
        raise Problem(codes.FORUM_WEBHOOK_THREAD_NAME_AND_ID if in_forum else codes.WEBHOOK_THREADS_ONLY_IN_FORUMS)


async def get(messages: Messages, here: ChannelAccess, message_id: int) -> Message:
    """Raises 10008 for a message that is not the webhook's."""
    await _require_own(messages, here, message_id)
    return await queries.get(messages, here, message_id)


async def edit(
    messages: Messages,
    here: ChannelAccess,
    row: WebhookRow,
    message_id: int,
    body: EditWebhookMessage,
    uploads: Sequence[Upload],
    *,
    with_components: bool = False,
) -> Message:
    """Raises 10008, 50006, 50035."""
    await _require_own(messages, here, message_id)
    said = EditMessage(
        content=body.content,
        embeds=body.embeds,
        flags=body.flags,
        allowed_mentions=body.allowed_mentions,
        components=body.components if with_components or row.application_id else UNSET,
        attachments=body.attachments,
        poll=body.poll,
    )
    return await editing.edit(messages, here, message_id, said, uploads)


async def delete(messages: Messages, here: ChannelAccess, message_id: int) -> None:
    """Raises 10008."""
    await _require_own(messages, here, message_id)
    async with messages.database.transaction(lock=message_id) as tx:
        gone = await actions.delete(tx, messages, here, message_id)
    await attachments.delete(messages.objects, gone)


async def _require_own(messages: Messages, here: ChannelAccess, message_id: int) -> None:
    stored = await store.find(messages.database, here.channel_id, message_id)
    if stored is None or stored.author_id != here.user_id:
        raise Problem(codes.UNKNOWN_MESSAGE)


async def _author(messages: Messages, row: WebhookRow, body: ExecuteWebhook) -> WebhookAuthor:
    """By the webhook's own name and picture, or by what it was told for this message."""
    author = WebhookAuthor(Snowflake(row.id), row.name, row.avatar)
    if body.username is not None:
        author.name = rules.named(body.username, "username")
    if body.avatar_url:
        author.avatar = await avatars.want(messages, row.id, body.avatar_url)
    return author
