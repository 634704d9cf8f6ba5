"""How threads are made, changed, archived and deleted. All of it under the guild's lock.

A thread that is archived is unknown to the guild's states; whatever is done with it first opens it to them (`_open`).
"""

import msgspec

from core import clock, codes
from core.database import Transaction
from core.problems import Problem
from core.wire import UNSET
from domain.audit_log import actions as audit_log
from domain.audit_log.changes import between
from domain.audit_log.records import AuditLogEvent, Change
from domain.channels import store as channels
from domain.channels.access import ChannelAccess, GuildAccess
from domain.channels.records import FORUM_TYPES, Channel, EditChannel
from domain.permissions.bits import PRIVATE_THREAD, Permission
from domain.threads import events, members, queries, rules, store
from domain.threads.records import PINNED, Thread

_NOT_LOGGED = frozenset(
    "id guild_id parent_id owner_id last_message_id last_pin_timestamp message_count member_count total_message_sent"
    " member thread_metadata".split()
)


async def create(tx: Transaction, thread: Thread, actor: GuildAccess | None, *, joins: bool) -> None:
    """A new thread, of which with `joins` its owner is the first member. A webhook is no actor. Raises 160006."""
    await _require_room(tx, thread.guild_id)
    await store.insert(tx, thread)
    thread.member_count = int(joins)
    tx.emit(events.thread_create(thread))
    if joins:
        thread.member = await members.put_owner(tx, thread)
    if actor is not None:
        await audit_log.add(tx, actor, AuditLogEvent.THREAD_CREATE, thread.id, _changes(None, thread))


async def edit(tx: Transaction, here: ChannelAccess, body: EditChannel) -> tuple[Thread, Thread]:
    """Gives the thread as it was and as it is.

    Raises 50013, 50083, 160005, 160006, 30047, and for tags 10087, 40066 and 40067.
    Docs: resources/channel#modify-channel-json-params-thread.
    """
    before = await queries.get_here(tx, here)
    rules.require_may_edit(here, before, body)
    parent = await channels.find_in_guild(tx, here.guild_id, before.parent_id)
    if parent is None:
        raise Problem(codes.UNKNOWN_CHANNEL)
    thread = msgspec.structs.replace(before, thread_metadata=msgspec.structs.replace(before.thread_metadata))
    _apply(here, thread, parent, body)
    meta = thread.thread_metadata
    if before.thread_metadata.archived and not meta.archived:
        await _require_room(tx, thread.guild_id)
    if thread.flags & ~before.flags & PINNED and await store.count_pinned(tx, parent.id) >= rules.MOST_PINNED:
        raise Problem(codes.MAXIMUM_PINNED_THREADS)
    if thread != before:
        await _save(tx, before, thread)
        await audit_log.add(tx, here.actor, AuditLogEvent.THREAD_UPDATE, thread.id, _changes(before, thread))
    return before, thread


def _apply(here: ChannelAccess, thread: Thread, parent: Channel, body: EditChannel) -> None:
    meta = thread.thread_metadata
    if body.name:
        thread.name = body.name.strip() or thread.name
    if isinstance(body.rate_limit_per_user, int):
        thread.rate_limit_per_user = body.rate_limit_per_user
    elif body.rate_limit_per_user is None:
        thread.rate_limit_per_user = 0
    if isinstance(body.flags, int):
        thread.flags = rules.pinned(body.flags, parent.type)
    if body.applied_tags is not UNSET and parent.type in FORUM_TYPES:
        moderates = here.may(Permission.MANAGE_THREADS)
        tags = rules.check_tags(parent, body.applied_tags, is_moderator=moderates, before=thread.applied_tags or [])
        thread.applied_tags = tags or UNSET
    if isinstance(body.locked, bool):
        meta.locked = body.locked
    if isinstance(body.invitable, bool) and thread.type == PRIVATE_THREAD:
        meta.invitable = body.invitable
    if isinstance(body.auto_archive_duration, int) and body.auto_archive_duration != meta.auto_archive_duration:
        meta.auto_archive_duration = body.auto_archive_duration
        meta.archive_timestamp = clock.timestamp()
    if isinstance(body.archived, bool):
        _set_archived(thread, body.archived)


def _set_archived(thread: Thread, archived: bool) -> None:
    meta = thread.thread_metadata
    if archived != meta.archived:
        meta.archived = archived
        meta.archive_timestamp = clock.timestamp()
        if archived:
            thread.flags &= ~PINNED


async def unarchive(tx: Transaction, thread_id: int) -> None:
    """Because somebody says something in it, which he may. Raises 10003, 160006."""
    before = await queries.get(tx, thread_id)
    if before.thread_metadata.archived:
        await _require_room(tx, before.guild_id)
        thread = msgspec.structs.replace(before, thread_metadata=msgspec.structs.replace(before.thread_metadata))
        _set_archived(thread, False)
        await _save(tx, before, thread)


async def archive(tx: Transaction, before: Thread) -> None:
    """Because nothing has happened in it for so long."""
    thread = msgspec.structs.replace(before, thread_metadata=msgspec.structs.replace(before.thread_metadata))
    _set_archived(thread, True)
    await _save(tx, before, thread)


async def delete(tx: Transaction, here: ChannelAccess) -> Thread:
    """Gives the thread as it was. Its messages are cleared up later. Raises 50013."""
    here.require(Permission.MANAGE_THREADS)
    thread = await queries.get_here(tx, here)
    await _open(tx, thread)
    await store.delete(tx, [thread.id])
    tx.emit(events.thread_delete(thread))
    await audit_log.add(tx, here.actor, AuditLogEvent.THREAD_DELETE, thread.id, _changes(thread, None))
    return thread


def _changes(before: Thread | None, after: Thread | None) -> list[Change]:
    """Of the metadata, each field by itself."""
    metadata = (thread and thread.thread_metadata for thread in (before, after))
    return between(before, after, but=_NOT_LOGGED) + between(*metadata, but=frozenset({"archive_timestamp"}))


async def _save(tx: Transaction, before: Thread, thread: Thread) -> None:
    await _open(tx, before)
    await store.update(tx, thread)
    tx.emit(events.thread_update(msgspec.structs.replace(thread, member=UNSET)))


async def _open(tx: Transaction, thread: Thread) -> None:
    if thread.thread_metadata.archived:
        told = msgspec.structs.replace(thread, member=UNSET)
        tx.emit(events.thread_opened(told, await store.list_members(tx, thread.id)))


async def _require_room(tx: Transaction, guild_id: int) -> None:
    if await store.count_active(tx, guild_id) >= rules.MOST_ACTIVE:
        raise Problem(codes.MAXIMUM_ACTIVE_THREADS)
