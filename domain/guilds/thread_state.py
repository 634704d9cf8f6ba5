"""What a guild's state knows of its active threads, and how their events move it on.

Archived threads are not there: they may be very many. Who comes to one has it read for himself
(`GuildState.with_thread`).
A thread that comes out of its archive, or that is changed in there, is first brought back by an event of our own,
`_THREAD_OPENED`, which carries its members; the events after it say how it is then.
"""

import msgspec

from core.wire import UNSET, Snowflake, Timestamp, UnsetType


class Joined(msgspec.Struct, frozen=True, gc=False):
    """Since when somebody is a member of a thread."""

    join_timestamp: Timestamp
    flags: int


class ThreadState(msgspec.Struct):
    owner_id: int
    archived: bool
    locked: bool
    invitable: bool
    members: dict[int, Joined]


class Metadata(msgspec.Struct):
    archived: bool
    locked: bool
    invitable: bool = True


class ThreadMemberPart(msgspec.Struct):
    user_id: Snowflake
    join_timestamp: Timestamp
    flags: int


class ThreadPart(msgspec.Struct):
    """What counts of the thread in an event."""

    id: Snowflake
    type: int
    parent_id: Snowflake
    owner_id: Snowflake
    thread_metadata: Metadata
    member_count: int
    rate_limit_per_user: int
    newly_created: bool = False
    member: ThreadMemberPart | UnsetType = UNSET

    def state(self, members: dict[int, Joined]) -> ThreadState:
        meta = self.thread_metadata
        return ThreadState(self.owner_id, meta.archived, meta.locked, meta.invitable, members)


class OpenedPart(msgspec.Struct):
    thread: ThreadPart
    members: list[ThreadMemberPart]


class MembersPart(msgspec.Struct):
    id: Snowflake
    added_members: list[ThreadMemberPart] = []
    removed_member_ids: list[Snowflake] = []


class GonePart(msgspec.Struct):
    id: Snowflake


def joined(members: list[ThreadMemberPart]) -> dict[int, Joined]:
    return {int(one.user_id): Joined(one.join_timestamp, one.flags) for one in members}
