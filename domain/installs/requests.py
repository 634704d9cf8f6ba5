"""What an application asks a user for: the query of /oauth2/authorize, read and checked in this one place.

First of all comes where the browser may be sent, by exact comparison: as long as that is not settled nobody is sent
anywhere. Every later fault is an `AuthorizationRefused`, which a page sends back to the application.
Docs: topics/oauth2. RFC 6749, section 4.1.2.1.
"""

import re
from urllib.parse import urlencode, urlsplit

import msgspec

from core import form_codes
from core.database import Reader
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from domain.applications import queries as applications
from domain.applications.flags import ApplicationFlag
from domain.applications.records import Application, InstallParams
from domain.grants import scopes as grant_scopes
from domain.grants.scopes import BOT, COMMANDS, SCOPES, WEBHOOK
from domain.permissions.bits import ALL

GUILD_INSTALL, USER_INSTALL = 0, 1

_WITHOUT_CODE = frozenset({BOT, COMMANDS})
_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
_NUMBER = re.compile(r"[0-9]{1,19}")
# What a browser would run, or open from its own machine, instead of going there.
_NEVER_SENT_TO = frozenset({"about", "blob", "data", "file", "filesystem", "javascript", "vbscript", "view-source"})


class InstallUrlQuery(msgspec.Struct, kw_only=True):
    """The parameters of the address, but for the application's own id."""

    response_type: str | UnsetType = UNSET
    scope: str | UnsetType = UNSET
    redirect_uri: str | UnsetType = UNSET
    state: str | UnsetType = UNSET
    nonce: str | UnsetType = UNSET
    prompt: str | UnsetType = UNSET
    code_challenge: str | UnsetType = UNSET
    code_challenge_method: str | UnsetType = UNSET
    integration_type: str | UnsetType = UNSET
    permissions: str | UnsetType = UNSET
    guild_id: str | UnsetType = UNSET
    channel_id: str | UnsetType = UNSET
    disable_guild_select: str | UnsetType = UNSET


class Asked(InstallUrlQuery, kw_only=True):
    """The query, as it was sent."""

    client_id: Snowflake


class AuthorizationRequest(msgspec.Struct, frozen=True, kw_only=True):
    """A request that can be granted. `sent_redirect_uri` is what it said itself, `redirect_uri` what counts."""

    application: Application
    scopes: list[str]
    response_type: str | None
    redirect_uri: str | None
    sent_redirect_uri: str | None
    state: str | None
    nonce: str | None
    skips_consent: bool
    code_challenge: str | None
    integration_type: int
    permissions: int
    guild_id: int | None
    channel_id: int | None
    fixes_guild: bool

    @property
    def adds_bot(self) -> bool:
        return BOT in self.scopes

    @property
    def adds_webhook(self) -> bool:
        return WEBHOOK in self.scopes

    @property
    def installs_in_guild(self) -> bool:
        return self.integration_type == GUILD_INSTALL and not _WITHOUT_CODE.isdisjoint(self.scopes)

    @property
    def installs_for_user(self) -> bool:
        return self.integration_type == USER_INSTALL and COMMANDS in self.scopes

    @property
    def needs_guild(self) -> bool:
        return self.installs_in_guild or self.adds_webhook

    @property
    def always_asks(self) -> bool:
        """What is done anew each time needs a consent each time. Docs: topics/oauth2#authorization-code-grant."""
        return any(SCOPES[name].installs for name in self.scopes)


class AuthorizationRefused(Problem):
    """A request that cannot be granted, once it is known where to send the browser. `error` is RFC 6749's word."""

    def __init__(self, error: str, field: str, reason: str) -> None:
        invalid = Problem.invalid(field, form_codes.BASE_TYPE_INVALID, reason=reason)
        super().__init__(invalid.code, faults=invalid.faults)
        self.error = error
        self.reason = reason


def redirect_of(application: Application, asked: Asked) -> str | None:
    """Where the browser goes: exactly a registered address. None when nothing is to be told to anyone.

    Raises 50035 for an address that is not registered, or when there is none to tell the outcome to.
    """
    registered = [uri for uri in application.redirect_uris if urlsplit(uri).scheme.lower() not in _NEVER_SENT_TO]
    if asked.redirect_uri:
        if asked.redirect_uri not in registered:
            reason = "Not registered: it must be one of the application's redirect_uris, letter by letter."
            raise Problem.invalid("redirect_uri", form_codes.BASE_TYPE_INVALID, reason=reason)
        return asked.redirect_uri
    if asked.response_type is UNSET:
        return None
    if not registered:
        raise Problem.invalid("redirect_uri", form_codes.BASE_TYPE_REQUIRED)
    return registered[0]


def read(application: Application, asked: Asked) -> AuthorizationRequest:
    """The request, checked as far as the user does not matter. Raises as `redirect_of` does; AuthorizationRefused."""
    redirect_uri = redirect_of(application, asked)
    response_type = asked.response_type or None
    if response_type not in (None, "code", "token"):
        raise AuthorizationRefused("unsupported_response_type", "response_type", "Must be code or token.")
    integration_type = _integration_type(application, asked)
    scopes, permissions = _scopes(application, asked, integration_type)
    request = AuthorizationRequest(
        application=application,
        scopes=scopes,
        response_type=response_type,
        redirect_uri=redirect_uri,
        sent_redirect_uri=asked.redirect_uri or None,
        state=asked.state or None,
        nonce=asked.nonce or None,
        skips_consent=asked.prompt == "none",
        code_challenge=_code_challenge(application, asked),
        integration_type=integration_type,
        permissions=permissions,
        guild_id=_number("guild_id", asked.guild_id),
        channel_id=_number("channel_id", asked.channel_id),
        fixes_guild=_flag("disable_guild_select", asked.disable_guild_select),
    )
    _check_together(request)
    return request


async def require_open(reader: Reader, request: AuthorizationRequest, user_id: int, opened: str) -> None:
    """Raises AuthorizationRefused for scopes that need an approval. Its developers and testers may try everything."""
    closed = grant_scopes.closed(request.scopes, opened)
    if closed and not await applications.may_try(reader, request.application, user_id):
        raise AuthorizationRefused("invalid_scope", "scope", f"Not approved here: {', '.join(closed)}.")


def must_choose_context(application: Application, asked: Asked) -> bool:
    """Whether the user has yet to say for whom he installs: by an install link that leaves all to the settings."""
    return not asked.scope and not asked.integration_type and len(application.integration_types_config) > 1


def answer(request: AuthorizationRequest, parameters: dict[str, str]) -> str | None:
    """The address that tells the application so, by the fragment for an implicit grant."""
    if request.redirect_uri is None:
        return None
    return address(request.redirect_uri, request.response_type, request.state, parameters)


def address(redirect_uri: str, response_type: str | None, state: str | None, parameters: dict[str, str]) -> str:
    """The redirect URI with the parameters and the state."""
    encoded = urlencode(parameters | ({"state": state} if state else {}))
    if not encoded:
        return redirect_uri
    if response_type == "token":
        return f"{redirect_uri}#{encoded}"
    if redirect_uri.endswith(("?", "&")):
        return redirect_uri + encoded
    return f"{redirect_uri}{'&' if urlsplit(redirect_uri).query else '?'}{encoded}"


def _integration_type(application: Application, asked: Asked) -> int:
    supported = sorted(int(kind) for kind in application.integration_types_config)
    if not asked.integration_type:
        return supported[0] if supported else GUILD_INSTALL
    if asked.integration_type not in ("0", "1"):
        raise AuthorizationRefused("invalid_request", "integration_type", "Must be 0 or 1.")
    if int(asked.integration_type) not in supported:
        raise AuthorizationRefused(
            "invalid_request", "integration_type", "The application does not support this installation context."
        )
    return int(asked.integration_type)


def _scopes(application: Application, asked: Asked, integration_type: int) -> tuple[list[str], int]:
    """What is asked for, or else the application's default install settings."""
    permissions = _number("permissions", asked.permissions)
    scopes = grant_scopes.split(asked.scope or "")
    if not scopes:
        params = _default(application, integration_type)
        if params is None or not params.scopes or asked.redirect_uri or asked.response_type:
            raise AuthorizationRefused("invalid_scope", "scope", "This field is required.")
        return list(params.scopes), (params.permissions if permissions is None else permissions) & ALL
    if unknown := grant_scopes.unknown(scopes):
        raise AuthorizationRefused("invalid_scope", "scope", f"Unknown: {', '.join(unknown)[:200]}.")
    return scopes, (permissions or 0) & ALL


def _default(application: Application, integration_type: int) -> InstallParams | None:
    key = "1" if integration_type == USER_INSTALL else "0"
    configuration = application.integration_types_config.get(key)
    params = configuration.oauth2_install_params if configuration else UNSET
    if params is UNSET and integration_type == GUILD_INSTALL:
        params = application.install_params
    return None if params is UNSET else params


def _check_together(request: AuthorizationRequest) -> None:
    """What each may be alone, but not together."""
    scopes, kind = set(request.scopes), request.response_type
    if kind is None and not scopes <= _WITHOUT_CODE:
        raise AuthorizationRefused("invalid_request", "response_type", "This field is required")
    by_secret_only = sorted(name for name in scopes if SCOPES[name].by_secret_only)
    if by_secret_only:
        raise AuthorizationRefused(
            "invalid_scope", "scope", f"By client credentials alone: {', '.join(by_secret_only)}."
        )
    by_code_only = sorted(name for name in scopes if SCOPES[name].by_code_only)
    if kind == "token" and by_code_only:
        raise AuthorizationRefused(
            "unsupported_response_type", "response_type", f"Must be code for {', '.join(by_code_only)}."
        )
    if request.adds_bot and kind != "code" and request.application.bot_require_code_grant:
        raise AuthorizationRefused(
            "invalid_request", "response_type", "Must be code: this bot requires the code grant to join."
        )
    if request.integration_type == USER_INSTALL and scopes & {BOT, WEBHOOK}:
        what = "bot" if request.adds_bot else "webhook"
        raise AuthorizationRefused("invalid_request", "integration_type", f"A {what} is added to a guild, not a user.")


def _code_challenge(application: Application, asked: Asked) -> str | None:
    """S256 alone. A client that cannot prove itself by a secret has to have one. RFC 7636."""
    is_needed = asked.response_type == "code" and application.flags & ApplicationFlag.PUBLIC_OAUTH2_CLIENT
    if not asked.code_challenge and not asked.code_challenge_method and not is_needed:
        return None
    if asked.code_challenge_method != "S256":
        raise AuthorizationRefused("invalid_request", "code_challenge_method", "Must be S256.")
    if not asked.code_challenge or not _CHALLENGE.fullmatch(asked.code_challenge):
        raise AuthorizationRefused("invalid_request", "code_challenge", "Must be 43 characters of base64url.")
    return asked.code_challenge


def _number(field: str, value: str | UnsetType) -> int | None:
    if not value:
        return None
    if not _NUMBER.fullmatch(value) or int(value) >= 2**63:
        raise AuthorizationRefused("invalid_request", field, "Must be a number.")
    return int(value)


def _flag(field: str, value: str | UnsetType) -> bool:
    if value and value not in ("true", "false"):
        raise AuthorizationRefused("invalid_request", field, "Must be true or false.")
    return value == "true"
