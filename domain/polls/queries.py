"""Reading who voted."""

from core import codes, form_codes
from core.database import Reader
from core.problems import Problem
from domain.channels.access import ChannelAccess
from domain.messages import store as messages
from domain.permissions.bits import Permission
from domain.polls import store
from domain.polls.records import ListVoters, Voters


async def list_voters(
    reader: Reader, here: ChannelAccess, message_id: int, answer_id: int, query: ListVoters
) -> Voters:
    """Raises 50013 without READ_MESSAGE_HISTORY, 10008, 50035 for an answer that the poll does not have."""
    here.require(Permission.READ_MESSAGE_HISTORY)
    stored = await messages.find(reader, here.channel_id, message_id)
    if stored is None or stored.parts.poll is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    if answer_id not in {one.answer_id for one in stored.parts.poll.answers}:
        raise Problem.invalid("answer_id", form_codes.BASE_TYPE_INVALID, reason="The poll has no such answer.")
    return Voters(await store.list_voters(reader, here.channel_id, message_id, answer_id, query.after, query.limit))
