"""Starting a thread from a message, or without one. Docs: resources/channel#start-thread-from-message."""

from core import clock, codes, snowflakes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET, Snowflake, Timestamp, UnsetType
from domain.channels import queries as channels
from domain.channels.access import ChannelAccess
from domain.channels.records import Channel, ChannelType
from domain.messages import actions as messages_actions
from domain.messages import compose, queries, store, system_posts
from domain.messages import rules as message_rules
from domain.messages.messages import Messages
from domain.messages.records import REPLY, Flag, MessageReference, MessageType
from domain.messages.stored import Parts, StoredMessage
from domain.permissions.bits import PRIVATE_THREAD, Permission
from domain.thread_starts import titles
from domain.thread_starts.requests import CreateThread
from domain.threads import actions, rules
from domain.threads.records import (
    ANNOUNCEMENT_THREAD,
    PUBLIC_THREAD,
    CreateThreadFromMessage,
    Thread,
    ThreadMetadata,
)


def fresh(
    here: ChannelAccess,
    parent: Channel,
    thread_id: int,
    kind: int,
    body: CreateThreadFromMessage,
    invitable: bool | UnsetType = UNSET,
) -> Thread:
    """A thread of the caller's, not stored yet; what the body does not say, its channel does."""
    now = clock.timestamp()
    return Thread(
        id=Snowflake(thread_id),
        type=kind,
        guild_id=Snowflake(here.guild_id),
        parent_id=Snowflake(here.channel_id),
        owner_id=Snowflake(here.user_id),
        name=body.name,
        flags=0,
        last_message_id=None,
        last_pin_timestamp=None,
        rate_limit_per_user=body.rate_limit_per_user or parent.default_thread_rate_limit_per_user or 0,
        thread_metadata=ThreadMetadata(
            archived=False,
            archive_timestamp=now,
            auto_archive_duration=body.auto_archive_duration
            or parent.default_auto_archive_duration
            or rules.DEFAULT_ARCHIVE_AFTER,
            locked=False,
            create_timestamp=Timestamp(snowflakes.created_ms(thread_id) * 1000),
            invitable=invitable,
        ),
        message_count=0,
        member_count=0,
        total_message_sent=0,
    )


async def without_message(messages: Messages, here: ChannelAccess, body: CreateThread) -> Thread:
    """Raises 50024, 50013, 160006, 200001. A message in the channel tells of the thread, if all may enter it."""
    kind = body.type or PRIVATE_THREAD
    rules.require_may_create(here, kind)
    invitable = body.invitable is not False if kind == PRIVATE_THREAD else UNSET
    await titles.require_decent(messages, here, body.name)
    async with messages.database.transaction(lock=here.guild_id) as tx:
        parent = await channels.get_here(tx, here)
        thread = fresh(here, parent, snowflakes.make(), kind, body, invitable)
        await actions.create(tx, thread, here.actor, joins=True)
    if kind != PRIVATE_THREAD:
        await _tell_created(messages, here, thread)
    return thread


async def from_message(
    messages: Messages, here: ChannelAccess, message_id: int, body: CreateThreadFromMessage
) -> Thread:
    """The thread has the message's id. Raises 50024, 50013, 10008, 160004, 50021, 160006, 200001.

    When more has been said since, a message in the channel tells of the thread.
    """
    kind = ANNOUNCEMENT_THREAD if here.type == ChannelType.GUILD_ANNOUNCEMENT else PUBLIC_THREAD
    rules.require_may_create(here, kind)
    here.require(Permission.READ_MESSAGE_HISTORY)
    await titles.require_decent(messages, here, body.name)
    async with messages.database.transaction(lock=here.guild_id) as tx:
        parent = await channels.get_here(tx, here)
        stored = await store.find_locked(tx, here.channel_id, message_id)
        _require_start(stored)
        assert stored is not None
        thread = fresh(here, parent, message_id, kind, body)
        starter = _starter(here, message_id)
        thread.last_message_id = Snowflake(starter.id)
        await actions.create(tx, thread, here.actor, joins=True)
        stored.flags |= Flag.HAS_THREAD
        await store.set_flags(tx, stored)
        await messages_actions.tell(tx, messages, here, stored, await queries.find_reply_target(tx, stored))
        await _post_starter(tx, messages, inside(here, thread), starter, stored)
    if (parent.last_message_id or 0) > message_id:
        await _tell_created(messages, here, thread)
    return thread


async def _tell_created(messages: Messages, here: ChannelAccess, thread: Thread) -> None:
    reference = MessageReference(REPLY, thread.id, guild_id=thread.guild_id)
    await system_posts.post(messages, here, MessageType.THREAD_CREATED, content=thread.name, reference=reference)


def _require_start(stored: StoredMessage | None) -> None:
    if stored is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    if stored.flags & Flag.HAS_THREAD:
        raise Problem(codes.THREAD_ALREADY_CREATED)
    message_rules.require_said(stored)


def _starter(here: ChannelAccess, message_id: int) -> StoredMessage:
    """The first message in the thread, which only points to the one that it began with."""
    reference = MessageReference(REPLY, Snowflake(here.channel_id), Snowflake(message_id), Snowflake(here.guild_id))
    return StoredMessage(
        channel_id=message_id,
        id=snowflakes.after(message_id),
        guild_id=here.guild_id,
        author_id=here.user_id,
        type=MessageType.THREAD_STARTER_MESSAGE,
        parts=Parts(reference=reference),
    )


async def _post_starter(
    tx: Transaction, messages: Messages, here: ChannelAccess, starter: StoredMessage, began_with: StoredMessage
) -> None:
    await store.insert(tx, starter)
    people = await queries.find_people(tx, messages, here, compose.people_of([starter, began_with]))
    shown = compose.message(starter, people, messages.links, began_with)
    for draft in compose.drafts("MESSAGE_CREATE", here, shown, people):
        tx.emit(draft)


def inside(here: ChannelAccess, thread: Thread) -> ChannelAccess:
    """Whoever starts the thread, in it, with what he may in its channel."""
    return ChannelAccess(
        here.identity, thread.id, thread.type, here.permissions, here.guild, starting_in=here.channel_id
    )
