"""Reading messages, for whoever may see them.

A bot without the MESSAGE_CONTENT intent gets the messages of others without what they say, unless it is in a DM
or mentioned. Docs: events/gateway#message-content-intent.
"""

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from core import codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import ChannelAccess
from domain.messages import beside, compose, rules, store
from domain.messages.authors import Author, of_users
from domain.messages.messages import Messages
from domain.messages.records import BasicMessage, Flag, Message, MessageSnapshot, MessageType, MinimalMessage
from domain.messages.requests import ListMessages
from domain.messages.stored import StoredMessage
from domain.permissions.bits import Permission
from domain.threads import queries as threads

_END = 2**63 - 1


async def get(messages: Messages, here: ChannelAccess, message_id: int) -> Message:
    """Raises 50013 without READ_MESSAGE_HISTORY, 10008."""
    here.require(Permission.READ_MESSAGE_HISTORY)
    stored = await store.find(messages.database, here.channel_id, message_id)
    if stored is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    return (await show(messages, here, [stored]))[0]


async def list_messages(messages: Messages, here: ChannelAccess, query: ListMessages) -> list[Message]:
    """Newest first; none without READ_MESSAGE_HISTORY."""
    rules.require_text_channel(here)
    rules.check_page(query)
    if not here.may(Permission.READ_MESSAGE_HISTORY):
        return []
    return await show(messages, here, await _page(messages.database, here.channel_id, query))


async def show(messages: Messages, here: ChannelAccess, stored: Sequence[StoredMessage]) -> list[Message]:
    """The messages of one channel as the caller sees them."""
    if not stored:
        return []
    reader = messages.database
    wanted = {_reply_to(one) for one in stored} - {0}
    referenced = {one.id: one for one in stored if one.id in wanted}
    if wanted - referenced.keys():
        referenced |= await store.find_several(reader, here.channel_id, wanted - referenced.keys())
    for one in stored:
        if one.type == MessageType.THREAD_STARTER_MESSAGE:
            referenced |= await _began_with(reader, one)
    people = await find_people(reader, messages, here, compose.people_of([*stored, *referenced.values()]))
    reactions = await store.reactions(reader, here.channel_id, [one.id for one in stored], here.user_id)
    also = await beside.look_up(reader, here, [*stored, *referenced.values()], here.user_id)
    shown = [
        compose.message(
            one, people, messages.links, referenced.get(_refers_to(one)), reactions.get(one.id), beside=also
        )
        for one in stored
    ]
    await put_threads(reader, here, shown)
    await conceal(reader, here, shown)
    return shown


async def put_threads(reader: Reader, here: ChannelAccess, shown: Sequence[Message]) -> None:
    """Puts beside those messages of the channel from which a thread was started that thread."""
    ids = [one.id for one in shown if one.flags & Flag.HAS_THREAD]
    if ids and here.guild is not None:
        found = await threads.find_several(reader, ids)
        for one in shown:
            one.thread = found.get(one.id, UNSET)


async def find_people(
    reader: Reader, messages: Messages, here: ChannelAccess, ids: Iterable[int]
) -> Mapping[int, Author]:
    """Users by id, with their members where the channel is in a guild. In a transaction, that is the reader."""
    if here.guild is None:
        return await of_users(reader, ids)
    return await messages.authors.in_guild(reader, here.guild.state, ids)


async def find_reply_target(reader: Reader, stored: StoredMessage) -> StoredMessage | None:
    """What the message replies to, if it is a reply and that is still there."""
    target = _reply_to(stored)
    return await store.find(reader, stored.channel_id, target) if target else None


async def conceal(reader: Reader, here: ChannelAccess, shown: Sequence[Message]) -> None:
    """Empties what the caller may not read of these messages, and of those they reply to."""
    if here.guild is None or not here.identity.bot:
        return
    others = [one for one in _with_targets(shown) if not _is_for(one, here.user_id)]
    if others and not await may_read_content(reader, here):
        for one in others:
            _empty(one)
            one.poll = UNSET
            one.message_snapshots = [
                MessageSnapshot(_copy_emptied(kept.message)) for kept in one.message_snapshots or ()
            ] or UNSET


async def may_read_content(reader: Reader, here: ChannelAccess) -> bool:
    """Whether the caller may read what others write."""
    if not here.identity.bot:
        return True
    return rules.shows_content(await store.application_flags(reader, here.user_id))


def _empty(message: MinimalMessage) -> None:
    message.content = ""
    message.embeds = []
    message.attachments = []
    message.components = []


def _copy_emptied(message: MinimalMessage) -> MinimalMessage:
    copy = msgspec.structs.replace(message)
    _empty(copy)
    return copy


def _with_targets(shown: Sequence[Message]) -> list[BasicMessage]:
    return [*shown, *(one.referenced_message for one in shown if one.referenced_message)]


def _is_for(message: BasicMessage, user_id: int) -> bool:
    return message.author.id == user_id or any(user.id == user_id for user in message.mentions)


def _reply_to(stored: StoredMessage) -> int:
    """The id of the message that this one replies to, or 0."""
    return _refers_to(stored) if stored.type == MessageType.REPLY else 0


def _refers_to(stored: StoredMessage) -> int:
    reference = stored.parts.reference
    return int(reference.message_id or 0) if reference is not None else 0


async def _began_with(reader: Reader, starter: StoredMessage) -> dict[int, StoredMessage]:
    """The message in the channel above that the thread was started from, while it is there."""
    reference = starter.parts.reference
    assert reference is not None
    return await store.find_several(reader, reference.channel_id, [_refers_to(starter)])


async def _page(reader: Reader, channel_id: int, query: ListMessages) -> list[StoredMessage]:
    limit = query.limit
    if query.around is not UNSET:
        newer = await store.list_after(reader, channel_id, query.around, limit // 2)
        return newer + await store.list_before(reader, channel_id, query.around + 1, limit - limit // 2)
    if query.after is not UNSET:
        return await store.list_after(reader, channel_id, query.after, limit)
    return await store.list_before(reader, channel_id, _END if query.before is UNSET else query.before, limit)
