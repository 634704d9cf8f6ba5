"""The active threads of one guild as clients are shown them, and which of them a user sees.

They are kept here whole, moved on by the guild's own events, so that what a session is told of them (in GUILD_CREATE,
and in THREAD_LIST_SYNC when it comes to see a channel) stands at the very event that it was told last. Messages move
the counts; nothing is sent for that, as clients count for themselves.
Docs: topics/threads#details-about-thread-access-and-syncing.
"""

from collections.abc import Callable, Iterable
from typing import Final

import msgspec

from core.events import Event
from core.wire import UNSET, Snowflake, Timestamp, decode
from domain.channels.records import FORUM_TYPES
from domain.guilds.state import GuildState
from domain.guilds.thread_state import Joined
from domain.permissions.bits import PRIVATE_THREAD, Permission
from domain.threads.events import ThreadCreated, ThreadListSync, ThreadMemberUpdated
from domain.threads.records import Thread, ThreadMember
from gateway.audience import Audiences
from gateway.intents import GUILDS

LAST_SEEN: Final = frozenset(("THREAD_UPDATE", "THREAD_DELETE", "THREAD_MEMBERS_UPDATE"))
"""After these somebody may see the thread no longer, and yet is to hear of it."""

MAY_SHOW: Final = frozenset(
    ("GUILD_UPDATE", "GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "CHANNEL_UPDATE", "GUILD_MEMBER_UPDATE")
)
"""After these somebody may see a channel that he did not see before."""

_VIEW_CHANNEL: Final = int(Permission.VIEW_CHANNEL)
_STARTER: Final = 21


class _Opened(msgspec.Struct):
    thread: Thread


class _Id(msgspec.Struct):
    id: Snowflake


class _Members(msgspec.Struct):
    id: Snowflake
    member_count: int


class _Said(msgspec.Struct):
    id: Snowflake
    type: int


class _Unsaid(msgspec.Struct):
    id: Snowflake | msgspec.UnsetType = UNSET
    ids: list[Snowflake] = []


class _Pinned(msgspec.Struct):
    last_pin_timestamp: Timestamp | None


class Threads:
    def __init__(self, state: GuildState, audiences: Audiences, threads: Iterable[Thread]) -> None:
        self.active = {int(thread.id): thread for thread in threads}
        self._state = state
        self._audiences = audiences
        self._opened: set[int] = set()

    def follow(self, event: Event) -> int:
        """To be called after the state has moved on by this event. Gives the forum of a new post, else 0."""
        change = _CHANGES.get(event.name)
        return change(self, event) or 0 if change is not None else 0

    def visible(self, user_id: int) -> set[int]:
        """The ids of those that the user sees."""
        state = self._state
        member = state.members.get(user_id)
        if member is None:
            return set()
        found: set[int] = set()
        by_parent: dict[int, int] = {}
        for thread_id, thread in self.active.items():
            if thread.type == PRIVATE_THREAD:
                held = state.permissions(user_id, member, thread_id)
            elif (held := by_parent.get(thread.parent_id, -1)) < 0:
                held = by_parent[thread.parent_id] = state.permissions(user_id, member, thread_id)
            if held & _VIEW_CHANNEL:
                found.add(thread_id)
        return found

    def shown_to(self, user_id: int) -> list[Thread]:
        """Those that the user sees, each with his own member if he has joined it."""
        visible = self.visible(user_id)
        return [self._with_member(thread, user_id) for thread in self.active.values() if thread.id in visible]

    def seen_before(self, event: Event) -> dict[int, set[int]]:
        """The threads that each user sees here who may see more after the event; nobody when there are no threads."""
        if not self.active:
            return {}
        users = self._audiences.users()
        if event.name == "GUILD_MEMBER_UPDATE":
            users = [event.user_id] if self._audiences.has_user(event.user_id) else []
        return {user_id: self.visible(user_id) for user_id in users}

    def tell_after(self, event: Event, seen: dict[int, set[int]]) -> None:
        """Tells those of their own who now see more, and those in whose thread the event ended the archive."""
        for user_id, before in seen.items():
            shown = self._newly_shown(user_id, before)
            if shown is not None:
                self._tell(user_id, "THREAD_LIST_SYNC", shown)
        for member in self._reopened(event):
            self._tell(member.user_id, "THREAD_MEMBER_UPDATE", member)

    def _tell(self, user_id: int, name: str, payload: msgspec.Struct) -> None:
        for session in self._audiences.of_user(user_id):
            if session.intents & GUILDS:
                session.tell(name, payload)

    def _newly_shown(self, user_id: int, before: set[int]) -> ThreadListSync | None:
        gained = self.visible(user_id) - before
        if not gained:
            return None
        parents = {self.active[thread_id].parent_id for thread_id in gained}
        shown = [thread for thread in self.shown_to(user_id) if thread.parent_id in parents]
        members = [thread.member for thread in shown if thread.member is not UNSET]
        bare = [msgspec.structs.replace(thread, member=UNSET) for thread in shown]
        return ThreadListSync(Snowflake(self._state.guild_id), sorted(parents), bare, members)

    def _reopened(self, event: Event) -> list[ThreadMemberUpdated]:
        if event.name != "THREAD_UPDATE" or event.channel_id not in self._opened:
            return []
        self._opened.discard(event.channel_id)
        thread = self._state.threads.get(event.channel_id)
        if thread is None:
            return []
        guild_id = Snowflake(self._state.guild_id)
        return [
            ThreadMemberUpdated(
                id=Snowflake(event.channel_id),
                user_id=Snowflake(user_id),
                join_timestamp=joined.join_timestamp,
                flags=joined.flags,
                guild_id=guild_id,
            )
            for user_id, joined in thread.members.items()
        ]

    def _with_member(self, thread: Thread, user_id: int) -> Thread:
        joined: Joined | None = self._state.threads[thread.id].members.get(user_id)
        if joined is None:
            return thread
        member = ThreadMember(
            id=thread.id, user_id=Snowflake(user_id), join_timestamp=joined.join_timestamp, flags=joined.flags
        )
        return msgspec.structs.replace(thread, member=member)

    def _put(self, thread: Thread) -> None:
        if thread.id in self._state.threads:
            self.active[thread.id] = msgspec.structs.replace(thread, member=UNSET)
        else:
            self.active.pop(thread.id, None)

    def _create(self, event: Event) -> int:
        created = decode(event.payload, ThreadCreated)
        if created.newly_created is not True:
            return 0
        self._put(decode(event.payload, Thread))
        parent = self._state.channels.get(created.parent_id)
        return int(created.parent_id) if parent is not None and parent.type in FORUM_TYPES else 0

    def _open(self, event: Event) -> None:
        self._opened.add(event.channel_id)
        self._put(decode(event.payload, _Opened).thread)

    def _update(self, event: Event) -> None:
        self._put(decode(event.payload, Thread))

    def _delete(self, event: Event) -> None:
        self._opened.discard(event.channel_id)
        self.active.pop(event.channel_id, None)

    def _delete_channel(self, event: Event) -> None:
        gone = decode(event.payload, _Id).id
        self.active = {id_: thread for id_, thread in self.active.items() if thread.parent_id != gone}

    def _members(self, event: Event) -> None:
        change = decode(event.payload, _Members)
        if (thread := self.active.get(change.id)) is not None:
            thread.member_count = change.member_count

    def _said(self, event: Event) -> None:
        if (thread := self.active.get(event.channel_id)) is not None:
            said = decode(event.payload, _Said)
            thread.last_message_id = max(said.id, thread.last_message_id or said.id)
            if said.type != _STARTER and said.id != thread.id:
                thread.message_count += 1
                thread.total_message_sent += 1

    def _unsaid(self, event: Event) -> None:
        if (thread := self.active.get(event.channel_id)) is not None:
            gone = decode(event.payload, _Unsaid)
            ids = gone.ids if gone.id is UNSET else [gone.id]
            thread.message_count = max(0, thread.message_count - sum(one != thread.id for one in ids))

    def _pinned(self, event: Event) -> None:
        if (thread := self.active.get(event.channel_id)) is not None:
            thread.last_pin_timestamp = decode(event.payload, _Pinned).last_pin_timestamp


_CHANGES: dict[str, Callable[[Threads, Event], int | None]] = {
    "THREAD_CREATE": Threads._create,  # pyright: ignore[reportPrivateUsage] - a table of its own methods
    "_THREAD_OPENED": Threads._open,  # pyright: ignore[reportPrivateUsage]
    "THREAD_UPDATE": Threads._update,  # pyright: ignore[reportPrivateUsage]
    "THREAD_DELETE": Threads._delete,  # pyright: ignore[reportPrivateUsage]
    "THREAD_MEMBERS_UPDATE": Threads._members,  # pyright: ignore[reportPrivateUsage]
    "CHANNEL_DELETE": Threads._delete_channel,  # pyright: ignore[reportPrivateUsage]
    "MESSAGE_CREATE": Threads._said,  # pyright: ignore[reportPrivateUsage]
    "MESSAGE_DELETE": Threads._unsaid,  # pyright: ignore[reportPrivateUsage]
    "MESSAGE_DELETE_BULK": Threads._unsaid,  # pyright: ignore[reportPrivateUsage]
    "CHANNEL_PINS_UPDATE": Threads._pinned,  # pyright: ignore[reportPrivateUsage]
}
