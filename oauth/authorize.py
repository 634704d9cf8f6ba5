"""Authorization for clients that show a dialog of their own: what to show, and the user's decision. User-side."""

import msgspec

from core import codes
from core.wire import Permissions, Snowflake
from domain.applications import queries
from domain.installs import authorization, requests
from domain.installs.authorization import Decision, Preview
from domain.installs.requests import Asked, AuthorizationRequest
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_PROBLEMS = (
    codes.UNKNOWN_APPLICATION,
    codes.UNKNOWN_GUILD,
    codes.NOT_AUTHORIZED_FOR_APPLICATION,
    codes.MISSING_ACCESS,
    codes.MISSING_PERMISSIONS,
)


class Authorize(msgspec.Struct, kw_only=True):
    """The user's decision. Its `permissions` are what he ticked, those of the query what was asked for."""

    authorize: bool = False
    integration_type: int | None = None
    guild_id: Snowflake | None = None
    webhook_channel_id: Snowflake | None = None
    permissions: Permissions | None = None


class Authorized(msgspec.Struct):
    """Where to send the user's browser: `url` by the documentation, `location` as clients read it."""

    url: str
    location: str


@operation("GET", "/oauth2/authorize", who=Who.USER, bucket=buckets.READ, problems=(codes.UNKNOWN_APPLICATION,))
async def preview_authorization(call: Call, query: Asked) -> Preview:
    """What an application asks for, and what the user may choose."""
    return await authorization.preview(call.database, await _read(call, query), call.user_id)


@operation(
    "POST",
    "/oauth2/authorize",
    who=Who.USER,
    bucket=buckets.INSTALL,
    problems=(
        *_PROBLEMS,
        codes.UNKNOWN_CHANNEL,
        codes.MAXIMUM_GUILDS,
        codes.MAXIMUM_ROLES,
        codes.MAXIMUM_WEBHOOKS,
        codes.MAXIMUM_GUILD_WEBHOOKS,
        codes.CANNOT_EXECUTE_ON_CHANNEL_TYPE,
    ),
)
async def authorize(call: Call, query: Asked, body: Authorize) -> Authorized:
    """Let an application do what it asks for, or refuse."""
    if body.integration_type is not None:
        query = msgspec.structs.replace(query, integration_type=str(body.integration_type))
    request = await _read(call, query)
    front_page = call.settings.public_url
    if not body.authorize:
        refused = {"error": "access_denied"}
        return _to(requests.answer(request, refused) or requests.address(front_page, None, request.state, refused))
    decision = Decision(guild_id=body.guild_id, channel_id=body.webhook_channel_id, permissions=body.permissions)
    asked = _with_ticked(request, body.permissions)
    agreed = await authorization.agree(call.database, call.instance.access, call.identity, asked, decision)
    return _to(agreed.url or requests.address(front_page, None, request.state, agreed.parameters))


async def _read(call: Call, query: Asked) -> AuthorizationRequest:
    application = await queries.get(call.database, query.client_id)
    request = requests.read(application, query)
    await requests.require_open(call.database, request, call.user_id, call.settings.open_scopes)
    return request


def _with_ticked(request: AuthorizationRequest, ticked: Permissions | None) -> AuthorizationRequest:
    """A client of the user's own may say more than the link: it is he who decides, up to what he holds himself."""
    return request if ticked is None else msgspec.structs.replace(request, permissions=int(ticked))


def _to(url: str) -> Authorized:
    return Authorized(url, url)


OPERATIONS = [preview_authorization, authorize]
