"""A browser's request for a page of ours: its query, its form, and who it is.

Who is logged in, a cookie says (domain/consent_sessions); before that it is a random one. Every form carries a
signature of the cookie, which another site can neither read nor make. The cookie stays home when another site posts.
"""

import re
import secrets
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode

import msgspec
from litestar import Request

from core import codes, form_codes, limits, tokens, validation
from core.limits import Bucket
from core.problems import Problem
from domain.consent_sessions import queries as sessions
from domain.installs.requests import Asked
from domain.instance import Instance
from domain.users.identity import Identity

AnyRequest = Request[Any, Any, Any]

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 200
_SECRET = re.compile(r"[A-Za-z0-9_.-]{20,200}")
_SAME_SITE = ("same-origin", "none")  # of Sec-Fetch-Site; none: the user typed the address


class Visit(msgspec.Struct):
    instance: Instance
    asked: Asked
    secret: str  # of the cookie
    is_new: bool  # the browser has it not yet
    identity: Identity | None
    form: dict[str, list[str]]
    ip: str

    @property
    def csrf(self) -> str:
        return _csrf(self.secret)

    def field(self, name: str) -> str:
        """A field of the form; empty when it was not sent."""
        return self.form.get(name, [""])[-1]

    def here(self, path: str = "/oauth2/authorize", **instead: str) -> str:
        """An address of ours with the same query, but for what is said here."""
        return f"{path}?{urlencode(self.query() | instead)}"

    def query(self) -> dict[str, str]:
        """What was asked, as the query of the next page."""
        given = {name: value for name, value in msgspec.structs.asdict(self.asked).items() if value}
        return given | {"client_id": str(int(self.asked.client_id))}


def cookie_name(instance: Instance) -> str:
    """With the prefix, no neighbouring host can set it; browsers allow that over HTTPS alone."""
    return "__Host-guildhall-consent" if is_secure(instance) else "guildhall-consent"


def is_secure(instance: Instance) -> bool:
    return instance.settings.public_url.startswith("https:")


async def arrive(request: AnyRequest, bucket: Bucket) -> Visit:
    """The visit behind a request. Raises 50035 for a query that cannot be read, 40062 too often.

    A form must be one of ours, else 50067: it was another site's idea.
    """
    instance: Instance = request.app.state.instance
    ip = request.client.host if request.client else ""
    taken = await instance.limits.take(bucket, "", limits.stranger(ip))
    if taken is not None and not taken.allowed:
        raise Problem(codes.SERVICE_RESOURCE_RATE_LIMITED, headers={"retry-after": str(int(taken.retry_after) + 1)})
    given = request.cookies.get(cookie_name(instance), "")
    known = _SECRET.fullmatch(given) is not None
    visit = Visit(
        instance=instance,
        asked=_asked(request),
        secret=given if known else secrets.token_urlsafe(32),
        is_new=not known,
        identity=await sessions.find(instance.database, given) if known else None,
        form={},
        ip=ip,
    )
    if request.method == "POST":
        visit.form = await _form(request)
        ours = request.headers.get("sec-fetch-site", "none") in _SAME_SITE
        if not (known and ours and tokens.verify(_signed(visit.secret), visit.field("csrf"))):
            raise Problem(codes.INVALID_REQUEST_ORIGIN)
    return visit


def _asked(request: AnyRequest) -> Asked:
    """Nothing may be said twice, RFC 6749, section 3.1: else two readers might read different things."""
    query: bytes = request.scope["query_string"]
    try:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as problem:
        raise Problem.invalid("", form_codes.BASE_TYPE_INVALID, reason="Too many parameters.") from problem
    given: dict[str, str] = {}
    for name, value in pairs:
        if name in given and name in Asked.__struct_fields__:
            raise Problem.invalid(name, form_codes.BASE_TYPE_INVALID, reason="Given twice.")
        given[name] = value
    return validation.convert(given, Asked)


async def _form(request: AnyRequest) -> dict[str, list[str]]:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise Problem.invalid("", form_codes.CONTENT_TYPE_INVALID, choices=f"{{'{_FORM}'}}")
    try:
        body = (await request.body()).decode("utf-8", "replace")
        return parse_qs(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as problem:
        raise Problem.invalid("", form_codes.BASE_TYPE_INVALID, reason="Too many fields.") from problem


def _signed(secret: str) -> str:
    return f"consent {secret}"


def _csrf(secret: str) -> str:
    return tokens.sign(_signed(secret))
