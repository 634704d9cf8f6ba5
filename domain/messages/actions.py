"""Changing and deleting messages; posting one is in creation.py.

Two changes of one message wait for each other at its lock, so each sees what the other did, and their events come in
the order of their commits.
"""

from collections.abc import Sequence
from functools import partial
from typing import Final

import msgspec

from core import clock, codes
from core.database import Transaction
from core.problems import Faults, Problem
from core.wire import UNSET
from domain.audit_log import actions as audit_log
from domain.audit_log.records import AuditLogEvent
from domain.auto_moderation.moderation import Case
from domain.channels.access import ChannelAccess
from domain.channels.records import ChannelType
from domain.link_embeds import promises as link_embeds
from domain.message_edits import history
from domain.messages import (
    attachments,
    beside,
    components,
    compose,
    creation,
    crossposts,
    embeds,
    events,
    game_dms,
    games,
    mentions,
    premium_buttons,
    queries,
    rules,
    store,
)
from domain.messages.attachments import File, Upload
from domain.messages.messages import Messages
from domain.messages.records import Flag, Message, MessageType
from domain.messages.requests import EditMessage
from domain.messages.stored import StoredMessage
from domain.messages.text import cleaned
from domain.permissions.bits import Permission
from domain.polls import creation as polls
from domain.polls import deadlines
from domain.threads import rules as threads
from domain.threads import store as thread_store

_EDITABLE_FLAGS: Final = Flag.SUPPRESS_EMBEDS | Flag.IS_COMPONENTS_V2
_CONTENT_FIELDS: Final = {"content", "embeds", "attachments", "components", "poll", "sticker_ids"}
"""Changing these shows as an edit; switching flags does not."""


class Edited(msgspec.Struct):
    """`gone`: attachments that the message no longer has; their bytes may go once this is committed."""

    message: Message
    gone: list[attachments.Attachment]
    case: Case | None = None  # of auto-moderation, which lets it through


async def edit(
    tx: Transaction,
    messages: Messages,
    here: ChannelAccess,
    message_id: int,
    body: EditMessage,
    files: Sequence[File],
) -> Edited:
    """Others than the author may only switch SUPPRESS_EMBEDS, with MANAGE_MESSAGES.

    Raises 10008, 50005, 50013, 50006, 50021, and BlockedError.
    """
    threads.require_open(here)
    stored = await _locked(tx, here, message_id)
    if stored.author_id != here.user_id:
        _require_flags_only(here, stored, body, files)
    rules.require_said(stored)
    before, was_loading = history.said_by(stored), bool(stored.flags & Flag.LOADING)
    target = await revise(tx, messages, here, stored, body, files)
    case = None
    if _CONTENT_FIELDS & _given(body):
        case = await messages.moderation.look_at(tx, here, stored, is_new=False)
    await store.update(tx, stored)
    if not was_loading:
        await history.keep(tx, before, stored)
    if messages.unfurls:
        await link_embeds.with_edit(tx, here, stored)
    await crossposts.follow(tx, [stored])
    await games.follow(tx, games.lobby_of(here), [stored])
    if stored.content != before.content:
        await game_dms.follow(tx, messages.links, here, stored, "UPDATE")
    shown = await tell(tx, messages, here, stored, target)
    return Edited(shown, attachments.missing(before.attachments, stored.parts.attachments), case)


async def revise(
    tx: Transaction,
    messages: Messages,
    here: ChannelAccess,
    stored: StoredMessage,
    body: EditMessage,
    files: Sequence[File],
) -> StoredMessage | None:
    """Makes the changes in `stored`, which is not written yet; gives the message that it replies to.

    An edit ends the loading state of a deferred answer, and that does not show as an edit. Raises 50013, 50035, 50006,
    520003.
    """
    if stored.parts.poll is not None and (files or _given(body) - {"flags"}):
        raise Problem(codes.CANNOT_EDIT_POLL)
    if body.embeds:
        here.require(Permission.EMBED_LINKS)
    await _apply(tx, messages, here, stored, body, files)
    if stored.parts.poll is not None and body.poll:
        await deadlines.promise_end(tx, stored.channel_id, stored.id, stored.parts.poll.expiry)
    if not rules.says_something(stored):
        raise Problem(codes.EMPTY_MESSAGE)
    target = await queries.find_reply_target(tx, stored)
    if body.content is not UNSET or (body.components is not UNSET and stored.flags & Flag.IS_COMPONENTS_V2):
        chosen = body.allowed_mentions or creation.default_mentions(stored.parts)
        replied = target.author_id if target and mentions.replied_user(chosen) else 0
        await creation.settle_mentions(tx, messages, here, stored, chosen, replied)
    if stored.flags & Flag.LOADING:
        stored.flags &= ~Flag.LOADING
    elif files or _CONTENT_FIELDS & _given(body):
        stored.edited_at = clock.timestamp()
    return target


def new_files(here: ChannelAccess, body: EditMessage, uploads: Sequence[Upload]) -> list[File]:
    """The uploads of an edit as attachments. Raises 50035, and 50013 without ATTACH_FILES."""
    faults = Faults()
    if uploads:
        here.require(Permission.ATTACH_FILES)
    indexes = {upload.index for upload in uploads}
    listed = [one for one in body.attachments or () if one.id in indexes]
    files = attachments.new_files(uploads, listed, faults)
    faults.raise_if_any()
    return files


async def delete(tx: Transaction, messages: Messages, here: ChannelAccess, message_id: int) -> StoredMessage:
    """Gives what was deleted: its files may go once this is committed. Raises 10008, 50013, 50083, 50021."""
    threads.require_tidiable(here)
    stored = await _locked(tx, here, message_id)
    # An alert has whom it is about as its author.
    if stored.author_id != here.user_id or stored.type == MessageType.AUTO_MODERATION_ACTION:
        _require_in_guild(here, Permission.MANAGE_MESSAGES)
    rules.require_deletable(stored)
    await store.delete(tx, here.channel_id, [message_id])
    await _uncount(tx, here, [stored])
    await crossposts.follow(tx, [stored])
    await games.follow(tx, games.lobby_of(here), [stored])
    await game_dms.follow(tx, messages.links, here, stored, "DELETE")
    for draft in events.message_delete(here, message_id):
        tx.emit(draft)
    if here.guild is not None and stored.author_id != here.user_id:
        action = AuditLogEvent.MESSAGE_DELETE
        await audit_log.add(tx, here.guild, action, stored.author_id, channel_id=here.channel_id, count=1)
    return stored


async def bulk_delete(tx: Transaction, here: ChannelAccess, ids: Sequence[int]) -> list[StoredMessage]:
    """Gives what was deleted; ids that do not exist are passed over. Raises 50003 in a DM, 50021."""
    if here.guild is None:
        raise Problem(codes.CANNOT_EXECUTE_ON_DM)
    here.require(Permission.MANAGE_MESSAGES)
    threads.require_tidiable(here)
    rules.check_bulk_delete(ids)
    gone = await store.delete(tx, here.channel_id, ids)
    for one in gone:
        rules.require_deletable(one)
    if gone:
        await _uncount(tx, here, gone)
        await crossposts.follow(tx, gone)
        await games.follow(tx, games.lobby_of(here), gone)
        for draft in events.message_delete_bulk(here, [one.id for one in gone]):
            tx.emit(draft)
        await audit_log.add(tx, here.guild, AuditLogEvent.MESSAGE_BULK_DELETE, here.channel_id, count=len(gone))
    return gone


async def _uncount(tx: Transaction, here: ChannelAccess, gone: Sequence[StoredMessage]) -> None:
    """In a thread: of its number of messages, in which the first one is not."""
    if here.thread is not None:
        counted = [one for one in gone if one.id != one.channel_id and one.type != MessageType.THREAD_STARTER_MESSAGE]
        await thread_store.uncount_messages(tx, here.channel_id, len(counted))


async def crosspost(tx: Transaction, messages: Messages, here: ChannelAccess, message_id: int) -> Message:
    """Publishes a message of an announcement channel. Raises 50024 elsewhere, 10008, 50013, 40033."""
    if here.type != ChannelType.GUILD_ANNOUNCEMENT:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    here.require(Permission.SEND_MESSAGES)
    stored = await _locked(tx, here, message_id)
    if stored.author_id != here.user_id:
        here.require(Permission.MANAGE_MESSAGES)
    if stored.type not in (MessageType.DEFAULT, MessageType.REPLY) or stored.parts.poll is not None:
        raise Problem(codes.INVALID_MESSAGE_TYPE)
    if stored.flags & Flag.CROSSPOSTED:
        raise Problem(codes.ALREADY_CROSSPOSTED)
    stored.flags |= Flag.CROSSPOSTED
    await store.update(tx, stored)
    await crossposts.publish(tx, stored)
    return await tell(tx, messages, here, stored, await queries.find_reply_target(tx, stored))


async def _locked(tx: Transaction, here: ChannelAccess, message_id: int) -> StoredMessage:
    stored = await store.find_locked(tx, here.channel_id, message_id)
    if stored is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    return stored


def _require_in_guild(here: ChannelAccess, permission: Permission) -> None:
    if here.guild is None:
        raise Problem(codes.CANNOT_EXECUTE_ON_DM)
    here.require(permission)


def _require_flags_only(here: ChannelAccess, stored: StoredMessage, body: EditMessage, files: Sequence[File]) -> None:
    """Raises 50005, 50003, 50013. Of the flags, whether embeds are suppressed is all that others say."""
    if files or _given(body) != {"flags"}:
        raise Problem(codes.CANNOT_EDIT_OTHERS_MESSAGE)
    _require_in_guild(here, Permission.MANAGE_MESSAGES)
    if body.flags:
        body.flags &= Flag.SUPPRESS_EMBEDS | stored.flags & Flag.IS_COMPONENTS_V2


def _given(body: EditMessage) -> set[str]:
    return {name for name in body.__struct_fields__ if getattr(body, name) is not UNSET}


async def _apply(
    tx: Transaction,
    messages: Messages,
    here: ChannelAccess,
    stored: StoredMessage,
    body: EditMessage,
    files: Sequence[File],
) -> None:
    """Writes into the message what the body says by itself. Raises 50035, 30015."""
    faults = Faults()
    parts = stored.parts
    rules.check_supported(body, faults)
    if stored.flags & Flag.IS_VOICE_MESSAGE and (
        body.content or body.embeds or body.attachments or body.components or files
    ):
        raise Problem(codes.VOICE_MESSAGE_NOT_EDITABLE)
    if body.allowed_mentions is not UNSET:
        mentions.check(body.allowed_mentions, faults)
    of_links = [one for one in parts.embeds if link_embeds.is_of_link(one)]
    if body.content is not UNSET:
        said, stored.content = stored.content, cleaned(body.content)
        rules.check_content(stored.content, faults)
        if stored.content != said:
            parts.embeds = [one for one in parts.embeds if one not in of_links]
            of_links = []
    if body.embeds is not UNSET:
        parts.embeds = [*embeds.kept(body.embeds, faults), *of_links][: embeds.MOST_EMBEDS]
    if body.flags is not UNSET and body.flags is not None:
        components.check_flags(stored.flags, body.flags, faults)
        stored.flags = stored.flags & ~Flag.SUPPRESS_EMBEDS | body.flags & _EDITABLE_FLAGS
    if body.poll:
        rules.check_late_poll(stored, faults)
        await polls.put(tx, here, stored, body.poll, faults)
    if body.sticker_ids is not UNSET:
        parts.stickers = rules.edited_stickers(parts.stickers, body.sticker_ids)
    stay = parts.attachments
    if body.attachments is not UNSET and body.attachments is not None:
        stay = attachments.kept(stay, body.attachments, faults, frozenset(file.index for file in files))
    attached = parts.attachments
    parts.attachments = [*stay, *(file.attachment for file in files)]
    if body.components is not UNSET:
        sender = components.sender_of(stored, here)
        local = partial(messages.links.local, stored.channel_id, attached)
        await components.complete_emojis(tx, stored, here, body.components or (), faults)
        await premium_buttons.check(tx, stored, body.components or (), faults)
        components.put(stored, body.components or (), sender, faults, local)
    components.check(stored, faults)
    faults.raise_if_any()
    attachments.require_at_most(len(parts.attachments))


async def tell(
    tx: Transaction,
    messages: Messages,
    here: ChannelAccess,
    stored: StoredMessage,
    target: StoredMessage | None,
) -> Message:
    """Tells the gateway how the message is now; gives it as the caller sees it."""
    shown = [stored] if target is None else [stored, target]
    people = await queries.find_people(tx, messages, here, compose.people_of(shown))
    stored_tts, stored.tts = stored.tts, False  # of an update it is always said to be false
    also = await beside.look_up(tx, here, shown)
    event = compose.message(stored, people, messages.links, target, beside=also)
    await queries.put_threads(tx, here, [event])
    stored.tts = stored_tts
    for draft in compose.drafts("MESSAGE_UPDATE", here, event, people):
        tx.emit(draft)
    reactions = await store.reactions(tx, here.channel_id, [stored.id], here.user_id)
    if also.counts:
        also = await beside.look_up(tx, here, shown, here.user_id)
    answer = compose.message(stored, people, messages.links, target, reactions.get(stored.id), beside=also)
    answer.thread = event.thread
    await queries.conceal(tx, here, [answer])
    return answer
