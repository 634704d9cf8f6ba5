"""Posts: threads of forums and media channels, each with a first message that has the thread's id.

The message does not go through the lane: nobody else can write in the thread yet, and thread and message are there
together or not at all. Docs: resources/channel#start-thread-in-forum-or-media-channel.
"""

from collections.abc import Sequence

import msgspec

from core import form_codes, snowflakes
from core.problems import Problem
from core.wire import UNSET
from domain.auto_moderation import enforcement
from domain.channels import queries as channels
from domain.channels.access import ChannelAccess
from domain.channels.records import FORUM_TYPES
from domain.messages import attachments, compose, creation, queries, store
from domain.messages.attachments import Upload
from domain.messages.creation import Origin
from domain.messages.messages import Messages
from domain.messages.records import Message
from domain.messages.requests import CreateMessage
from domain.permissions.bits import Permission
from domain.polls import deadlines
from domain.thread_starts import titles
from domain.thread_starts.requests import CreateThread
from domain.thread_starts.starts import fresh, inside
from domain.threads import actions, rules
from domain.threads import store as threads
from domain.threads.records import PUBLIC_THREAD, CreateThreadFromMessage, Thread


async def start(
    messages: Messages, here: ChannelAccess, body: CreateThread, uploads: Sequence[Upload]
) -> tuple[Thread, Message]:
    """Raises 50035 without a message, 20016, and what `post` raises."""
    if body.message is None:
        raise Problem.invalid("message", form_codes.BASE_TYPE_REQUIRED)
    said = CreateMessage(**{name: getattr(body.message, name) for name in body.message.__struct_fields__})
    return await post(messages, here, body, body.applied_tags, said, uploads)


async def post(
    messages: Messages,
    here: ChannelAccess,
    named: CreateThreadFromMessage,
    tags: Sequence[int] | None,
    said: CreateMessage,
    uploads: Sequence[Upload],
    origin: Origin | None = None,
) -> tuple[Thread, Message]:
    """A new thread with its message, by the caller or a webhook. Raises 50013, 20016, 160006, 10087, 40067, 40066.

    And what is wrong with the message: 50035, 50006.
    """
    assert here.type in FORUM_TYPES
    here.require(Permission.SEND_MESSAGES)
    parent = await channels.get_here(messages.database, here)
    moderates = here.may(Permission.MANAGE_THREADS) or origin is not None
    applied = rules.check_tags(parent, tags, is_moderator=moderates)
    thread = fresh(here, parent, snowflakes.make(), PUBLIC_THREAD, named)
    thread.applied_tags = applied or UNSET
    thread.last_message_id = thread.id
    there = inside(here, thread)
    await titles.require_decent(messages, here, named.name)
    try:
        prepared = await creation.prepare(messages, there, said, uploads, there, origin)
    except Problem as problem:
        raise (problem if origin else problem.within("message")) from problem
    stored = msgspec.structs.replace(prepared.stored, id=thread.id)
    people = await queries.find_people(messages.database, messages, here, compose.people_of([stored]))
    await creation.take_turn(messages, here)
    await attachments.put(messages.objects, thread.id, prepared.files)
    shown = compose.message(stored, people, messages.links)
    try:
        async with messages.database.transaction(lock=here.guild_id) as tx:
            await channels.get_here(tx, here)
            await actions.create(tx, thread, here.actor if origin is None else None, joins=origin is None)
            await threads.set_newest(tx, here.channel_id, thread.id)
            await store.insert(tx, stored)
            if stored.parts.poll is not None:
                await deadlines.promise_end(tx, thread.id, stored.id, stored.parts.poll.expiry)
            for draft in compose.drafts("MESSAGE_CREATE", there, shown, people):
                tx.emit(draft)
    except Problem:
        await attachments.delete(messages.objects, stored)
        raise
    if prepared.case is not None:
        await enforcement.act(messages.database, prepared.case, thread.id)
    return thread, shown
