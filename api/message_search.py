"""Searching messages and threads. Docs: resources/message#search-guild-messages."""

from core import codes
from core.wire import Snowflake
from domain.message_search import queries, thread_queries
from domain.message_search.records import FoundMessages, FoundThreads, NotReady, SearchMessages, SearchThreads
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Operation, Who, operation


@operation(
    "GET",
    "/guilds/{guild_id}/messages/search",
    who=Who.ACCOUNT,
    bucket=buckets.SEARCH,
    status=(200, 202),
    problems=(codes.UNKNOWN_GUILD, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS),
    answer=FoundMessages,
    other_answers={202: NotReady},
)
async def guild_search(call: Call, guild_id: Snowflake, query: SearchMessages) -> Answer:
    """Search the messages of a guild."""
    here = await call.in_guild(guild_id)
    return _answer(await queries.in_guild(call.instance.messages, here, query))


@operation(
    "GET",
    "/channels/{channel_id}/messages/search",
    who=Who.ACCOUNT,
    bucket=buckets.SEARCH,
    status=(200, 202),
    problems=(codes.UNKNOWN_CHANNEL, codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS),
    answer=FoundMessages,
    other_answers={202: NotReady},
)
async def channel_search(call: Call, channel_id: Snowflake, query: SearchMessages) -> Answer:
    """Search the messages of a private channel, or of a channel of a guild."""
    here = await call.in_channel(channel_id)
    return _answer(await queries.in_channel(call.instance.messages, here, query))


@operation(
    "GET",
    "/channels/{channel_id}/threads/search",
    who=Who.ACCOUNT,
    bucket=buckets.SEARCH,
    problems=(
        codes.UNKNOWN_CHANNEL,
        codes.MISSING_ACCESS,
        codes.MISSING_PERMISSIONS,
        codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE,
    ),
)
async def thread_search(call: Call, channel_id: Snowflake, query: SearchThreads) -> FoundThreads:
    """Search the threads of a channel."""
    here = await call.in_channel(channel_id)
    return await thread_queries.in_channel(call.instance.messages, here, query)


def _answer(found: FoundMessages | NotReady) -> Answer:
    return Answer(202 if isinstance(found, NotReady) else 200, found)


OPERATIONS: list[Operation] = [guild_search, channel_search, thread_search]
