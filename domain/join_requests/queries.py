"""Reading forms and join requests."""

from collections.abc import Sequence

from core import codes, snowflakes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET, Snowflake
from domain.channels.access import GuildAccess
from domain.guilds.rules import DISCOVERABLE
from domain.join_requests import store
from domain.join_requests.records import (
    STARTED,
    JoinRequest,
    JoinRequests,
    ListJoinRequests,
    MemberVerification,
    StoredRequest,
)
from domain.permissions.bits import Permission
from domain.users import queries as users


async def is_public(reader: Reader, guild_id: int) -> bool:
    """Whether those who are no members may see the guild's form. Raises 10004."""
    features = await store.features(reader, guild_id)
    if features is None:
        raise Problem(codes.UNKNOWN_GUILD)
    return DISCOVERABLE in features


async def get_form(reader: Reader, guild_id: int) -> MemberVerification:
    """Raises 10068 for a guild that asks nothing."""
    form = await store.find_form(reader, guild_id)
    if form is None:
        raise Problem(codes.UNKNOWN_GUILD_MEMBER_VERIFICATION_FORM)
    return form


async def get_mine(reader: Reader, guild_id: int, user_id: int) -> StoredRequest:
    """Raises 10004, and 404 when the user has none there."""
    await is_public(reader, guild_id)
    request = await store.find(reader, guild_id, user_id)
    if request is None:
        raise Problem(codes.NOT_FOUND)
    return request


async def active_of_user(reader: Reader, user_id: int) -> list[JoinRequest]:
    """Those to guilds that the user is in, until he has acknowledged that he was approved."""
    return [for_user(request) for request in await store.list_active_of_user(reader, user_id)]


async def get_any(reader: Reader, request_id: int) -> StoredRequest:
    """Whosever it is, to whatever guild. Raises 404."""
    request = await store.find_by_id(reader, request_id)
    if request is None:
        raise Problem(codes.NOT_FOUND)
    return request


async def get_reviewable(reader: Reader, here: GuildAccess, request_id: int) -> StoredRequest:
    """Raises 50013, and 404 for one that is not submitted."""
    here.require(Permission.KICK_MEMBERS)
    request = await store.find_by_id(reader, request_id)
    if request is None or request.guild_id != here.guild_id or request.application_status == STARTED:
        raise Problem(codes.NOT_FOUND)
    return request


async def page(reader: Reader, here: GuildAccess, query: ListJoinRequests) -> JoinRequests:
    """Raises 50013."""
    here.require(Permission.KICK_MEMBERS)
    found = await store.page(reader, here.guild_id, query)
    total = await store.count(reader, here.guild_id, query.status or None)
    return JoinRequests(total, await for_reviewers(reader, found))


def for_user(request: StoredRequest) -> JoinRequest:
    """As the user himself sees it."""
    return JoinRequest(
        id=request.id,
        join_request_id=request.id,
        created_at=request.created_at,
        reviewed_at=request.reviewed_at,
        application_status=request.application_status,
        rejection_reason=request.rejection_reason,
        guild_id=Snowflake(request.guild_id),
        user_id=Snowflake(request.user_id),
        last_seen=request.last_seen,
    )


async def for_reviewers(reader: Reader, requests: Sequence[StoredRequest]) -> list[JoinRequest]:
    """With the answers, and with whose they are."""
    ids = {request.user_id for request in requests}
    ids.update(request.actioned_by_user_id for request in requests if request.actioned_by_user_id)
    people = await users.by_ids(reader, ids)
    shown: list[JoinRequest] = []
    for request in requests:
        one = for_user(request)
        one.user = people.get(request.user_id)
        one.form_responses = request.form_responses
        one.actioned_by_user = people.get(request.actioned_by_user_id or 0)
        one.actioned_at = snowflakes.at_ms(request.reviewed_at // 1000) if request.reviewed_at else UNSET
        shown.append(one)
    return shown
