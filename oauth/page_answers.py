"""Pages and redirects as answers. None may be framed, kept, or load anything; a form leads home or to the application.

Docs: Content Security Policy Level 3; RFC 9700, section 4.16 (clickjacking) and 4.11 (open redirection).
"""

import re
from urllib.parse import urlsplit

from litestar.response.base import ASGIResponse

from core.problems import Problem
from oauth import rendering
from oauth.rendering import Html
from oauth.visits import Visit, cookie_name, is_secure

_HOST = re.compile(r"[A-Za-z0-9.-]+(:[0-9]+)?")
_SAFE = (
    ("x-frame-options", "DENY"),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cache-control", "no-store"),
)


def page(
    title: str, content: Html, *, status: int = 200, visit: Visit | None = None, leads_to: str | None = None
) -> ASGIResponse:
    """`leads_to`: where its form may end, which browsers ask the policy for."""
    headers = [*_SAFE, ("content-security-policy", _policy(leads_to))]
    if visit is not None and visit.is_new:
        headers.append(("set-cookie", cookie(visit, visit.secret)))
    return ASGIResponse(
        body=rendering.page(title, content), status_code=status, headers=headers, media_type="text/html"
    )


def message(heading: str, text: str, *, status: int = 200) -> ASGIResponse:
    return page(heading, rendering.render("message", heading=heading, text=text), status=status)


def refusal(problem: Problem) -> ASGIResponse:
    """What is wrong, for people. Nobody is sent anywhere."""
    text = " ".join([f"{'.'.join(map(str, fault.path))}: {fault.message}" for fault in problem.faults])
    answer = message("This is not possible", text or problem.message, status=problem.status)
    for name, value in problem.headers.items():
        answer.headers[name] = value
    return answer


def redirect(url: str, *, status: int = 303, set_cookie: str | None = None) -> ASGIResponse:
    headers = [*_SAFE, ("content-security-policy", _policy(None)), ("location", url)]
    if set_cookie is not None:
        headers.append(("set-cookie", set_cookie))
    return ASGIResponse(status_code=status, headers=headers, media_type="text/html")


def cookie(visit: Visit, secret: str, *, lives_s: int | None = None) -> str:
    """A Set-Cookie header; without `lives_s` it goes when the browser is closed, with 0 at once."""
    parts = [f"{cookie_name(visit.instance)}={secret}", "Path=/", "HttpOnly", "SameSite=Lax"]
    parts += ["Secure"] if is_secure(visit.instance) else []
    parts += [] if lives_s is None else [f"Max-Age={lives_s}"]
    return "; ".join(parts)


def _policy(leads_to: str | None) -> str:
    form_action = f"'self' {_source(leads_to)}" if leads_to else "'self'"
    return (
        f"default-src 'none'; style-src {rendering.STYLE_SOURCE}; form-action {form_action};"
        " base-uri 'none'; frame-ancestors 'none'"
    )


def _source(uri: str) -> str:
    """The origin of a registered address, or its scheme where an origin cannot be written down."""
    parts = urlsplit(uri)
    if parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc):
        return f"{parts.scheme}://{parts.netloc}"
    return f"{parts.scheme}:"
