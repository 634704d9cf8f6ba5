"""What the gateway is told of join requests: the user of his own, and those who look at them once it is submitted.

User-side docs: gateway-events#guild-join-request-create.
"""

from typing import Literal

import msgspec

from core.events import Draft, guild_topic, user_topic
from core.wire import Snowflake
from domain.join_requests.records import JoinRequest, Status, StoredRequest
from domain.permissions.bits import Permission


class JoinRequestEvent(msgspec.Struct):
    guild_id: Snowflake
    request: JoinRequest
    status: Status


class JoinRequestDeleted(msgspec.Struct):
    guild_id: Snowflake
    id: Snowflake
    user_id: Snowflake


EVENTS = {
    "GUILD_JOIN_REQUEST_CREATE": JoinRequestEvent,
    "GUILD_JOIN_REQUEST_UPDATE": JoinRequestEvent,
    "GUILD_JOIN_REQUEST_DELETE": JoinRequestDeleted,
}
_Name = Literal["GUILD_JOIN_REQUEST_CREATE", "GUILD_JOIN_REQUEST_UPDATE"]
_REVIEWERS = int(Permission.KICK_MEMBERS)


def for_user(name: _Name, request: JoinRequest) -> Draft:
    """`request`: as its user sees it."""
    return Draft(user_topic(request.user_id), name, _event(request))


def for_reviewers(name: _Name, request: JoinRequest) -> Draft:
    return Draft(guild_topic(request.guild_id), name, _event(request), requires=_REVIEWERS)


def guild_join_request_delete(request: StoredRequest, *, was_submitted: bool) -> list[Draft]:
    gone = JoinRequestDeleted(Snowflake(request.guild_id), request.id, Snowflake(request.user_id))
    drafts = [Draft(user_topic(request.user_id), "GUILD_JOIN_REQUEST_DELETE", gone)]
    if was_submitted:
        topic = guild_topic(request.guild_id)
        drafts.append(Draft(topic, "GUILD_JOIN_REQUEST_DELETE", gone, requires=_REVIEWERS))
    return drafts


def _event(request: JoinRequest) -> JoinRequestEvent:
    return JoinRequestEvent(request.guild_id, request, request.application_status)
