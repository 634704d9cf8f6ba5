"""What the gateway is told of threads: whoever sees the thread. Docs: events/gateway-events#threads."""

from collections.abc import Sequence
from typing import Any

import msgspec

from core.events import Draft, guild_topic
from core.wire import UNSET, Snowflake, UnsetType
from domain.members.records import Member
from domain.threads.records import MOST_COUNTED_MEMBERS, Thread, ThreadMember


class ThreadCreated(Thread, kw_only=True):
    """A new thread, or one that the receiver has been added to; then it has his `member`."""

    newly_created: bool | UnsetType = UNSET


class ThreadDeleted(msgspec.Struct):
    id: Snowflake
    guild_id: Snowflake
    parent_id: Snowflake
    type: int


class ThreadListSync(msgspec.Struct):
    guild_id: Snowflake
    channel_ids: list[Snowflake]
    threads: list[Thread]
    members: list[ThreadMember]


class ThreadMemberUpdated(ThreadMember, kw_only=True):
    guild_id: Snowflake


class AddedThreadMember(ThreadMember, kw_only=True):
    presence: None = None


class ThreadMembersUpdated(msgspec.Struct):
    id: Snowflake
    guild_id: Snowflake
    member_count: int
    added_members: list[AddedThreadMember] | UnsetType = UNSET
    removed_member_ids: list[Snowflake] | UnsetType = UNSET


class ThreadOpened(msgspec.Struct):
    """For the states of the guild alone: a thread that they do not keep, and its members."""

    thread: Thread
    members: list[ThreadMember]


EVENTS = {
    "THREAD_CREATE": ThreadCreated,
    "THREAD_UPDATE": Thread,
    "THREAD_DELETE": ThreadDeleted,
    "THREAD_LIST_SYNC": ThreadListSync,
    "THREAD_MEMBER_UPDATE": ThreadMemberUpdated,
    "THREAD_MEMBERS_UPDATE": ThreadMembersUpdated,
}


def _of(name: str, thread: Thread, payload: object, *receivers: int) -> Draft:
    return Draft(guild_topic(thread.guild_id), name, payload, channel_id=thread.id, receivers=receivers)


def thread_create(thread: Thread) -> Draft:
    """A new thread. Whoever made it is among its members when `member_count` is not 0."""
    return _of("THREAD_CREATE", thread, _created(thread, newly_created=True))


def thread_create_for(thread: Thread, member: ThreadMember) -> Draft:
    """For a new member: so he has the thread before he hears of what happens in it."""
    return _of("THREAD_CREATE", thread, _created(thread, member=member), int(member.user_id))


def thread_opened(thread: Thread, members: list[ThreadMember]) -> Draft:
    return _of("_THREAD_OPENED", thread, ThreadOpened(thread, members))


def thread_update(thread: Thread) -> Draft:
    return _of("THREAD_UPDATE", thread, thread)


def thread_delete(thread: Thread) -> Draft:
    return _of("THREAD_DELETE", thread, ThreadDeleted(thread.id, thread.guild_id, thread.parent_id, thread.type))


def thread_member_added(thread: Thread, joined: ThreadMember, member: Member) -> Draft:
    """`mentions` of the draft are those whom it concerns: they hear of it without the GUILD_MEMBERS intent."""
    added = AddedThreadMember(
        id=joined.id,
        user_id=joined.user_id,
        join_timestamp=joined.join_timestamp,
        flags=joined.flags,
        member=member,
    )
    payload = ThreadMembersUpdated(thread.id, thread.guild_id, thread.member_count, added_members=[added])
    return _members_update(payload, [joined.user_id])


def thread_member_removed(guild_id: int, thread_id: int, member_count: int, user_id: int) -> Draft:
    payload = ThreadMembersUpdated(
        Snowflake(thread_id),
        Snowflake(guild_id),
        min(member_count, MOST_COUNTED_MEMBERS),
        removed_member_ids=[Snowflake(user_id)],
    )
    return _members_update(payload, [user_id])


def _members_update(payload: ThreadMembersUpdated, concerned: Sequence[int]) -> Draft:
    return Draft(
        guild_topic(payload.guild_id),
        "THREAD_MEMBERS_UPDATE",
        payload,
        channel_id=payload.id,
        mentions=tuple(int(one) for one in concerned),
    )


def _created(thread: Thread, **more: Any) -> ThreadCreated:
    fields: dict[str, Any] = {name: getattr(thread, name) for name in Thread.__struct_fields__}
    return ThreadCreated(**fields | more)
