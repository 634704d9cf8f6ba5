"""Who may do what with threads, and what is valid in one. Pure. Docs: topics/threads."""

from collections.abc import Sequence
from typing import Final

from core import codes, form_codes
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.channels.access import ChannelAccess
from domain.channels.records import FORUM_TYPES, Channel, ChannelType, EditChannel
from domain.guilds.thread_state import ThreadState
from domain.permissions.bits import PRIVATE_THREAD, THREAD_TYPES, Permission
from domain.threads.records import ANNOUNCEMENT_THREAD, PINNED, PUBLIC_THREAD, REQUIRE_TAG, ForumTag, Thread

MOST_ACTIVE: Final = 1000
MOST_MEMBERS: Final = 1000
MOST_PINNED: Final = 1
DEFAULT_ARCHIVE_AFTER: Final = 4320

_FITTING: Final[dict[int, tuple[int, ...]]] = {
    ChannelType.GUILD_TEXT: (PUBLIC_THREAD, PRIVATE_THREAD),
    ChannelType.GUILD_ANNOUNCEMENT: (ANNOUNCEMENT_THREAD,),
}
_FOR_OWNERS: Final = frozenset(("name", "archived", "auto_archive_duration", "applied_tags"))
_EDITABLE: Final = _FOR_OWNERS | {"locked", "invitable", "rate_limit_per_user", "flags"}


def require_thread(here: ChannelAccess) -> ThreadState:
    """Raises 50024 in any other channel."""
    if here.thread is None:
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    return here.thread


def require_active(here: ChannelAccess) -> ThreadState:
    """Raises 50024 where there is no thread, 50083 when it is archived."""
    thread = require_thread(here)
    if thread.archived:
        raise Problem(codes.THREAD_ARCHIVED)
    return thread


def require_unlocked(here: ChannelAccess) -> None:
    """What says or changes something in a thread: raises 160005 in a locked one, but for moderators. Else nothing."""
    if here.thread is not None and here.thread.locked and not here.may(Permission.MANAGE_THREADS):
        raise Problem(codes.THREAD_LOCKED)


def require_open(here: ChannelAccess) -> None:
    """What changes messages: raises 50083 in an archived thread, 160005 in a locked one."""
    if here.thread is not None:
        if here.thread.archived:
            raise Problem(codes.THREAD_ARCHIVED)
        require_unlocked(here)


def require_tidiable(here: ChannelAccess) -> None:
    """Deleting messages, and reactions: raises 50083 in a thread that is both locked and archived."""
    thread = here.thread
    if thread is not None and thread.archived and thread.locked and not here.may(Permission.MANAGE_THREADS):
        raise Problem(codes.THREAD_ARCHIVED)


def require_may_create(here: ChannelAccess, kind: int) -> None:
    """A thread without a post in it. Raises 50024 where there can be none of that type, 50013."""
    if kind not in _FITTING.get(here.type, ()):
        raise Problem(codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE)
    here.require(Permission.CREATE_PRIVATE_THREADS if kind == PRIVATE_THREAD else Permission.CREATE_PUBLIC_THREADS)


def require_may_join(here: ChannelAccess) -> None:
    """Raises 50083, 50024, and 50013 for one in a timeout, or pending."""
    require_active(here)
    if here.is_held_back:
        raise Problem(codes.MISSING_PERMISSIONS)


def require_may_add(here: ChannelAccess) -> None:
    """Raises 50013, 50083, 50024."""
    thread = require_active(here)
    require_unlocked(here)
    here.require(Permission.SEND_MESSAGES)
    if here.type == PRIVATE_THREAD and not thread.invitable and here.user_id != thread.owner_id:
        here.require(Permission.MANAGE_THREADS)


def require_may_remove(here: ChannelAccess) -> None:
    """Raises 50013, 50083, 50024."""
    thread = require_active(here)
    if here.type != PRIVATE_THREAD or here.user_id != thread.owner_id or here.is_held_back:
        here.require(Permission.MANAGE_THREADS)


def require_may_edit(here: ChannelAccess, thread: Thread, body: EditChannel) -> None:
    """Raises 50013, 160005 and, for a thread that is and stays archived, 50083."""
    given = {name for name in _EDITABLE if getattr(body, name) is not UNSET}
    meta = thread.thread_metadata
    if not here.may(Permission.MANAGE_THREADS):
        if meta.locked:
            raise Problem(codes.THREAD_LOCKED)
        opens = given == {"archived"} and body.archived is False and here.may(Permission.SEND_MESSAGES)
        owns = thread.owner_id == here.user_id and not here.is_held_back
        if not opens and not (owns and given <= _FOR_OWNERS):
            raise Problem(codes.MISSING_PERMISSIONS)
    if meta.archived and body.archived is not False:
        raise Problem(codes.THREAD_ARCHIVED)


def check_tags(
    forum: Channel, wanted: Sequence[int] | UnsetType | None, *, is_moderator: bool, before: Sequence[int] = ()
) -> list[Snowflake]:
    """The tags of a post, as they may be. Raises 10087, 50013 for a moderators' tag, 40067, 40066."""
    tags: dict[int, ForumTag] = {tag.id: tag for tag in forum.available_tags or ()}
    applied = list(dict.fromkeys(Snowflake(tag) for tag in wanted or ()))
    for tag in applied:
        if tag not in tags:
            raise Problem(codes.UNKNOWN_TAG)
    changed = set(applied) ^ set(before)
    if not is_moderator and any(tags[tag].moderated for tag in changed if tag in tags):
        raise Problem(codes.MISSING_PERMISSIONS)
    if forum.flags & REQUIRE_TAG and not applied:
        if not is_moderator and tags and all(tag.moderated for tag in tags.values()):
            raise Problem(codes.NO_TAGS_FOR_NON_MODERATORS)
        raise Problem(codes.TAG_REQUIRED)
    return applied


def pinned(flags: int, parent_type: int) -> int:
    """The flags of a thread as they may be. Raises 50035 for a pin outside of forums."""
    if flags & PINNED and parent_type not in FORUM_TYPES:
        raise Problem.invalid("flags", form_codes.BASE_TYPE_INVALID, reason="Only posts of forums are pinned.")
    return flags & PINNED


def is_thread(kind: int) -> bool:
    return kind in THREAD_TYPES
