"""Membership screening and join requests. User-side docs: resources/guild#guild-join-request-object."""

from core import codes
from core.wire import Snowflake
from domain.join_requests import actions, queries
from domain.join_requests.records import (
    EditMemberVerification,
    JoinRequest,
    JoinRequests,
    ListJoinRequests,
    MemberVerification,
    ReviewJoinRequest,
    ReviewJoinRequests,
    SubmitJoinRequest,
)
from rest import buckets
from rest.call import Call
from rest.operation import Answer, Who, operation

_IN_GUILD = (codes.UNKNOWN_GUILD, codes.MISSING_ACCESS)
_MANAGED = (*_IN_GUILD, codes.MISSING_PERMISSIONS)
_NO_FORM = codes.UNKNOWN_GUILD_MEMBER_VERIFICATION_FORM


@operation(
    "GET",
    "/guilds/{guild_id}/member-verification",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(*_IN_GUILD, _NO_FORM),
)
async def get_guild_member_verification(call: Call, guild_id: Snowflake) -> MemberVerification:
    """What who joins a guild has to answer."""
    if not await queries.is_public(call.database, guild_id):
        await call.in_guild(guild_id)
    return await queries.get_form(call.database, guild_id)


@operation(
    "PATCH", "/guilds/{guild_id}/member-verification", who=Who.ACCOUNT, bucket=buckets.ONBOARDING, problems=_MANAGED
)
async def update_guild_member_verification(
    call: Call, guild_id: Snowflake, body: EditMemberVerification
) -> MemberVerification:
    """Change what who joins a guild has to answer, and whether he has to."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.edit_form(tx, here, body)


@operation("GET", "/guilds/{guild_id}/requests", who=Who.ACCOUNT, bucket=buckets.READ, problems=_MANAGED)
async def get_guild_join_requests(call: Call, guild_id: Snowflake, query: ListJoinRequests) -> JoinRequests:
    """The join requests that were submitted to a guild."""
    return await queries.page(call.database, await call.in_guild(guild_id), query)


@operation(
    "PATCH", "/guilds/{guild_id}/requests", who=Who.ACCOUNT, bucket=buckets.REVIEW_JOIN_REQUESTS, problems=_MANAGED
)
async def action_guild_join_requests(call: Call, guild_id: Snowflake, body: ReviewJoinRequests) -> None:
    """Approve or reject all join requests that wait."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        await actions.review_all(tx, here, body.action)


@operation(
    "PATCH",
    "/guilds/{guild_id}/requests/{request_id}",
    who=Who.ACCOUNT,
    bucket=buckets.REVIEW_JOIN_REQUESTS,
    problems=(*_MANAGED, codes.NOT_FOUND),
)
async def action_guild_join_request(
    call: Call, guild_id: Snowflake, request_id: Snowflake, body: ReviewJoinRequest
) -> JoinRequest:
    """Approve or reject a join request."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.review(tx, here, request_id, body)


@operation(
    "GET",
    "/join-requests/{request_id}",
    who=Who.ACCOUNT,
    bucket=buckets.READ,
    problems=(codes.MISSING_ACCESS, codes.MISSING_PERMISSIONS, codes.NOT_FOUND),
)
async def get_join_request(call: Call, request_id: Snowflake) -> JoinRequest:
    """A join request of the caller, or one that he may approve or reject."""
    request = await queries.get_any(call.database, request_id)
    if request.user_id == call.user_id:
        return queries.for_user(request)
    here = await call.in_guild(request.guild_id)
    request = await queries.get_reviewable(call.database, here, request_id)
    return (await queries.for_reviewers(call.database, [request]))[0]


@operation(
    "GET",
    "/guilds/{guild_id}/requests/@me",
    who=Who.USER,
    bucket=buckets.READ,
    problems=(codes.UNKNOWN_GUILD, codes.NOT_FOUND),
)
async def get_my_join_request(call: Call, guild_id: Snowflake) -> JoinRequest:
    """The caller's last join request to a guild, of which he need not be a member any more."""
    return queries.for_user(await queries.get_mine(call.database, guild_id, call.user_id))


@operation(
    "PUT",
    "/guilds/{guild_id}/requests/@me",
    who=Who.USER,
    bucket=buckets.JOIN_REQUESTS,
    problems=(*_IN_GUILD, codes.NOT_FOUND, _NO_FORM),
)
async def submit_my_join_request(call: Call, guild_id: Snowflake, body: SubmitJoinRequest) -> JoinRequest:
    """Answer what a guild asks of those who join."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.submit(tx, here, body)


@operation(
    "POST",
    "/guilds/{guild_id}/requests/@me",
    who=Who.USER,
    bucket=buckets.JOIN_REQUESTS,
    problems=(*_IN_GUILD, codes.NOT_FOUND),
)
async def reset_my_join_request(call: Call, guild_id: Snowflake) -> JoinRequest:
    """Take what was answered back, and begin anew."""
    here = await call.in_guild(guild_id)
    async with call.transaction(lock=guild_id) as tx:
        return await actions.reset(tx, here)


@operation(
    "DELETE",
    "/guilds/{guild_id}/requests/@me",
    who=Who.USER,
    bucket=buckets.JOIN_REQUESTS,
    status=(200, 204),
    answer=JoinRequest,
    problems=(codes.UNKNOWN_GUILD, codes.NOT_FOUND),
)
async def delete_my_join_request(call: Call, guild_id: Snowflake) -> Answer:
    """Take a join request back. A pending member begins anew by that; otherwise the answer is empty."""
    async with call.transaction(lock=guild_id) as tx:
        again = await actions.withdraw(tx, guild_id, call.user_id)
    return Answer(204) if again is None else Answer(200, again)


@operation(
    "POST",
    "/guilds/{guild_id}/requests/@me/ack",
    who=Who.USER,
    bucket=buckets.JOIN_REQUESTS,
    problems=(codes.UNKNOWN_GUILD, codes.NOT_FOUND),
)
async def acknowledge_my_join_request(call: Call, guild_id: Snowflake) -> None:
    """Say that one has seen that one's join request was approved."""
    async with call.transaction(lock=guild_id) as tx:
        await actions.acknowledge(tx, guild_id, call.user_id)


@operation(
    "POST",
    "/guilds/{guild_id}/requests/{request_id}/ack",
    who=Who.USER,
    bucket=buckets.JOIN_REQUESTS,
    problems=(codes.UNKNOWN_GUILD, codes.NOT_FOUND),
)
async def acknowledge_join_request(call: Call, guild_id: Snowflake, request_id: Snowflake) -> None:
    """The same, of one's own request by its id, or by one's own."""
    async with call.transaction(lock=guild_id) as tx:
        await actions.acknowledge(tx, guild_id, call.user_id, request_id)


OPERATIONS = [
    get_guild_member_verification,
    update_guild_member_verification,
    get_guild_join_requests,
    action_guild_join_requests,
    action_guild_join_request,
    get_join_request,
    get_my_join_request,
    submit_my_join_request,
    reset_my_join_request,
    delete_my_join_request,
    acknowledge_my_join_request,
    acknowledge_join_request,
]
