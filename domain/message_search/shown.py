"""Messages of several channels as the caller sees them, each with what it replies to; without reactions."""

from collections.abc import Iterable, Mapping, Sequence

from core.database import Reader
from core.wire import UNSET
from domain.channels.access import ChannelAccess
from domain.message_search import terms
from domain.messages import beside, compose, queries, store
from domain.messages.authors import Author
from domain.messages.messages import Messages
from domain.messages.records import Flag, Message
from domain.messages.stored import StoredMessage
from domain.threads import queries as threads
from domain.threads.records import Thread, ThreadMember


async def messages(of: Messages, here: Mapping[int, ChannelAccess], wanted: Sequence[tuple[int, int]]) -> list[Message]:
    """Those that are still there, in the order in which they are wanted, by (channel, message)."""
    reader = of.database
    order = {message_id: place for place, (_, message_id) in enumerate(wanted)}
    found = sorted(await store.find_across(reader, wanted), key=lambda one: order[one.id])
    if not found:
        return []
    replies = [(one.channel_id, target) for one in found if (target := terms.replied_to(one))]
    referenced = {one.id: one for one in await store.find_across(reader, replies)} if replies else {}
    people = await queries.find_people(
        reader, of, here[found[0].channel_id], compose.people_of([*found, *referenced.values()])
    )
    started = await _started(reader, found)
    by_channel: dict[int, list[StoredMessage]] = {}
    for one in found:
        by_channel.setdefault(one.channel_id, []).append(one)
    also: dict[int, beside.Beside] = {}
    for channel_id, said in by_channel.items():
        theirs = [*said, *(referenced[target] for one in said if (target := terms.replied_to(one)) in referenced)]
        also[channel_id] = await beside.look_up(reader, here[channel_id], theirs, here[channel_id].user_id)
    return [_shown(of, one, people, referenced, started, also[one.channel_id]) for one in found]


async def memberships(reader: Reader, user_id: int, ids: Iterable[int]) -> tuple[list[Thread], list[ThreadMember]]:
    """Those of the channels that are threads, and the user's members of those that he has joined."""
    found = await threads.find_several(reader, ids)
    own = await threads.memberships(reader, user_id, found.values()) if found else []
    for member in own:
        found[member.id].member = member
    return list(found.values()), own


async def _started(reader: Reader, found: Iterable[StoredMessage]) -> dict[int, Thread]:
    """The threads that were started from messages."""
    ids = [one.id for one in found if one.flags & Flag.HAS_THREAD]
    return await threads.find_several(reader, ids) if ids else {}


def _shown(
    of: Messages,
    stored: StoredMessage,
    people: Mapping[int, Author],
    referenced: Mapping[int, StoredMessage],
    started: Mapping[int, Thread],
    also: beside.Beside,
) -> Message:
    shown = compose.message(stored, people, of.links, referenced.get(terms.replied_to(stored)), beside=also)
    shown.thread = started.get(stored.id, UNSET)
    return shown
