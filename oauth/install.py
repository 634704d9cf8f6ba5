"""What the consent page sends when a user adds a bot to a guild. User-side."""

from urllib.parse import urlencode, urlsplit

import msgspec

from core import codes, form_codes
from core.problems import Problem
from core.wire import UNSET, Permissions, Snowflake, UnsetType
from domain.applications import queries
from domain.applications.records import Application
from domain.installs import actions as installs
from rest import buckets
from rest.call import Call
from rest.operation import Who, operation

_SCOPES = frozenset({"bot", "applications.commands"})


class AuthorizeQuery(msgspec.Struct, kw_only=True):
    client_id: Snowflake
    scope: str
    permissions: Permissions | UnsetType = UNSET
    redirect_uri: str | UnsetType = UNSET
    state: str | UnsetType = UNSET


class Authorize(msgspec.Struct, kw_only=True):
    """The user's decision. Its `permissions` are what he ticked, those of the query what was asked for."""

    authorize: bool = False
    guild_id: Snowflake | UnsetType | None = UNSET
    permissions: Permissions | UnsetType | None = UNSET


class Authorized(msgspec.Struct):
    """Where to send the user's browser: `url` by the documentation, `location` as clients read it."""

    url: str
    location: str


@operation(
    "POST",
    "/oauth2/authorize",
    who=Who.USER,
    bucket=buckets.INSTALL,
    problems=(
        codes.UNKNOWN_APPLICATION,
        codes.UNKNOWN_GUILD,
        codes.NOT_AUTHORIZED_FOR_APPLICATION,
        codes.MISSING_ACCESS,
        codes.MISSING_PERMISSIONS,
    ),
)
async def authorize(call: Call, query: AuthorizeQuery, body: Authorize) -> Authorized:
    """Add a bot to a guild."""
    application = await queries.get(call.database, query.client_id)
    base = _redirect(application, query, call.settings.public_url)
    _check_scope(query.scope)
    state = {"state": query.state} if query.state else {}
    if not body.authorize:
        return _to(base, {"error": "access_denied", **state})
    if not body.guild_id:
        raise Problem.invalid("guild_id", form_codes.BASE_TYPE_REQUIRED)
    here = await call.in_guild(body.guild_id)
    permissions = query.permissions or 0 if isinstance(body.permissions, UnsetType | None) else body.permissions
    async with call.transaction(lock=here.guild_id) as tx:
        await installs.add_to_guild(tx, here, application, set(query.scope.split()), permissions)
    return _to(base, {"guild_id": str(int(body.guild_id)), "permissions": str(int(permissions)), **state})


def _redirect(application: Application, query: AuthorizeQuery, public_url: str) -> str:
    """Where the browser goes: a registered address, or the front page. Raises 50035 for any other."""
    if not query.redirect_uri:
        return public_url
    if query.redirect_uri not in application.redirect_uris:
        raise Problem.invalid("redirect_uri", form_codes.URL_TYPE_INVALID_URL)
    return query.redirect_uri


def _check_scope(scope: str) -> None:
    """Only a bot can be added: what acts for a user needs a grant, and there are none yet."""
    scopes = set(scope.split())
    if "bot" not in scopes or not scopes <= _SCOPES:
        raise Problem.invalid("scope", form_codes.BASE_TYPE_CHOICES, choices="('bot', 'bot applications.commands')")


def _to(base: str, parameters: dict[str, str]) -> Authorized:
    url = f"{base}{'&' if urlsplit(base).query else '?'}{urlencode(parameters)}"
    return Authorized(url, url)


OPERATIONS = [authorize]
