"""Polls: who voted for what, voting, ending. They are asked with a message. Docs: resources/poll."""

from typing import Annotated

import msgspec

from core import codes
from core.wire import Snowflake
from domain.messages.records import Message
from domain.polls import actions, queries
from domain.polls.records import MOST_ANSWERS, ListVoters, Vote, Voters
from rest import buckets
from rest.call import Call
from rest.operation import Operation, Who, operation

_POLL = "/channels/{channel_id}/polls/{message_id}"
_MESSAGE = (codes.UNKNOWN_CHANNEL, codes.UNKNOWN_MESSAGE, codes.MISSING_ACCESS)

AnswerId = Annotated[int, msgspec.Meta(ge=1, le=MOST_ANSWERS)]


@operation(
    "GET",
    _POLL + "/answers/{answer_id}",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_MESSAGE, codes.MISSING_PERMISSIONS),
)
async def get_answer_voters(
    call: Call, channel_id: Snowflake, message_id: Snowflake, answer_id: AnswerId, query: ListVoters
) -> Voters:
    """List who voted for an answer."""
    here = await call.in_channel(channel_id)
    return await queries.list_voters(call.database, here, message_id, answer_id, query)


@operation(
    "PUT",
    _POLL + "/answers/@me",
    who=Who.USER,
    bucket=buckets.VOTES,
    problems=(*_MESSAGE, codes.MISSING_PERMISSIONS, codes.POLL_EXPIRED, codes.POLL_VOTING_BLOCKED),
)
async def create_poll_vote(call: Call, channel_id: Snowflake, message_id: Snowflake, body: Vote) -> None:
    """Vote, or take the vote back."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=message_id) as tx:
        await actions.vote(tx, here, message_id, body.answer_ids)


@operation(
    "POST",
    _POLL + "/expire",
    who=Who.ACCOUNT,
    bucket=buckets.EDIT_MESSAGE,
    problems=(*_MESSAGE, codes.CANNOT_EDIT_OTHERS_MESSAGE, codes.NOT_A_POLL, codes.POLL_EXPIRED),
)
async def poll_expire(call: Call, channel_id: Snowflake, message_id: Snowflake) -> Message:
    """End one's own poll now."""
    here = await call.in_channel(channel_id)
    async with call.transaction(lock=message_id) as tx:
        return await actions.expire(tx, call.instance.messages, here, message_id)


OPERATIONS: list[Operation] = [get_answer_voters, create_poll_vote, poll_expire]
