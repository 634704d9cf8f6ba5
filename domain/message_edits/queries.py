"""Reading edit histories."""

from core import codes
from core.problems import Problem
from core.wire import UNSET
from domain.channels.access import ChannelAccess
from domain.message_edits import store
from domain.message_edits.records import ListMessageEdits, MessageEdit
from domain.messages import queries as message_queries
from domain.messages import store as message_store
from domain.messages.messages import Messages
from domain.permissions.bits import Permission

_END = 2**63 - 1


async def page(messages: Messages, here: ChannelAccess, message_id: int, query: ListMessageEdits) -> list[MessageEdit]:
    """Latest edit first, for the author and for who manages messages. Raises 10008, 50013.

    A bot that may not read what others write sees when they edited, and no more.
    """
    here.require(Permission.READ_MESSAGE_HISTORY)
    stored = await message_store.find(messages.database, here.channel_id, message_id)
    if stored is None:
        raise Problem(codes.UNKNOWN_MESSAGE)
    is_own = stored.author_id == here.user_id
    if not is_own and (here.guild is None or not here.may(Permission.MANAGE_MESSAGES)):
        raise Problem(codes.MISSING_PERMISSIONS)
    before = _END if query.before is UNSET else int(query.before)
    edits = await store.page(messages.database, here.channel_id, message_id, before, query.limit)
    is_for_him = is_own or here.user_id in stored.mentions
    if not is_for_him and not await message_queries.may_read_content(messages.database, here):
        for one in edits:
            one.content, one.attachments = "", []
    return edits
