"""What the consent page sends when a user adds a bot to a guild. User-side."""

from typing import Annotated, Literal
from urllib.parse import urlencode, urlsplit

import msgspec
from authlib.oauth2.base import OAuth2Error

from core import codes, form_codes
from core.problems import Problem
from core.wire import UNSET, Permissions, Snowflake, UnsetType
from domain.applications import queries
from domain.applications.flags import ApplicationFlag
from domain.applications.records import Application
from domain.grants import actions as grants
from domain.grants import scopes
from domain.grants.records import CodeRequest
from domain.installs import actions as installs
from oauth import pkce
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
    response_type: Literal["code"] | UnsetType = UNSET
    code_challenge: str = ""
    code_challenge_method: str = ""
    nonce: Annotated[str, msgspec.Meta(max_length=512)] | UnsetType = UNSET


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
    asked = scopes.split(query.scope)
    _check_scope(asked, call.settings.open_scopes, is_code=query.response_type == "code")
    state = {"state": query.state} if query.state else {}
    if not body.authorize:
        return _to(base, {"error": "access_denied", **state})
    challenge = _challenge(application, query) if query.response_type else None
    hints: dict[str, str] = {}
    if not query.response_type or scopes.BOT in asked:
        hints = await _install(call, application, query, body)
    if query.response_type:
        async with call.transaction() as tx:
            hints = {"code": await grants.issue_code(tx, _request(call, query, challenge, hints))} | hints
    return _to(base, {**hints, **state})


async def _install(call: Call, application: Application, query: AuthorizeQuery, body: Authorize) -> dict[str, str]:
    """Adds the bot to the guild, or leaves that to the exchange of the code."""
    if not body.guild_id:
        raise Problem.invalid("guild_id", form_codes.BASE_TYPE_REQUIRED)
    here = await call.in_guild(body.guild_id)
    permissions = query.permissions or 0 if isinstance(body.permissions, UnsetType | None) else body.permissions
    if not (application.bot_require_code_grant and query.response_type):
        async with call.transaction(lock=here.guild_id) as tx:
            await installs.add_to_guild(tx, here, application, set(query.scope.split()), permissions)
    return {"guild_id": str(int(body.guild_id)), "permissions": str(int(permissions))}


def _challenge(application: Application, query: AuthorizeQuery) -> str | None:
    is_public = bool(application.flags & ApplicationFlag.PUBLIC_OAUTH2_CLIENT)
    try:
        return pkce.check_challenge(query.code_challenge, query.code_challenge_method, is_public=is_public)
    except OAuth2Error as refused:
        raise Problem.invalid("code_challenge", form_codes.BASE_TYPE_INVALID, reason=refused.description) from refused


def _request(call: Call, query: AuthorizeQuery, challenge: str | None, hints: dict[str, str]) -> CodeRequest:
    return CodeRequest(
        application_id=query.client_id,
        user_id=call.user_id,
        scopes=scopes.split(query.scope),
        redirect_uri=query.redirect_uri or None,
        code_challenge=challenge,
        nonce=query.nonce or None,
        guild_id=int(hints["guild_id"]) if hints else None,
        permissions=int(hints.get("permissions", 0)),
    )


def _redirect(application: Application, query: AuthorizeQuery, public_url: str) -> str:
    """Where the browser goes: a registered address, or the front page. Raises 50035 for any other."""
    if not query.redirect_uri and not query.response_type:
        return public_url
    wanted = query.redirect_uri or next(iter(application.redirect_uris), "")
    if wanted not in application.redirect_uris:
        raise Problem.invalid("redirect_uri", form_codes.URL_TYPE_INVALID_URL)
    return wanted


def _check_scope(asked: list[str], opened: str, *, is_code: bool) -> None:
    """Without a code only a bot can be added: what acts for a user needs a grant."""
    if not is_code and ("bot" not in asked or not set(asked) <= _SCOPES):
        raise Problem.invalid("scope", form_codes.BASE_TYPE_CHOICES, choices="('bot', 'bot applications.commands')")
    if not asked or scopes.unknown(asked) or scopes.closed(asked, opened):
        raise Problem.invalid("scope", form_codes.BASE_TYPE_CHOICES, choices=tuple(scopes.SCOPES))


def _to(base: str, parameters: dict[str, str]) -> Authorized:
    url = f"{base}{'&' if urlsplit(base).query else '?'}{urlencode(parameters)}"
    return Authorized(url, url)


OPERATIONS = [authorize]
