"""The consent page at /oauth2/authorize: log in, choose where, look at what is asked for, agree or not.

Plain pages and forms, of which nothing runs in the browser. The address of each step carries the whole request, and
each step checks it anew. Errors go to the application only when it is known where that is (RFC 6749, 4.1.2.1).
"""

from collections.abc import Awaitable, Callable

import msgspec
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from core import codes, validation
from core.limits import Bucket
from core.problems import Problem
from core.wire import Snowflake
from domain.applications import queries as applications
from domain.applications.records import Application
from domain.channels import queries as channels
from domain.channels.access import GuildAccess
from domain.channels.records import Channel
from domain.consent_sessions import actions as sessions
from domain.installs import authorization, requests
from domain.installs.authorization import Decision
from domain.installs.requests import AuthorizationRefused, AuthorizationRequest
from domain.permissions.bits import Permission
from domain.users import queries as users
from domain.users.identity import Identity
from domain.users.records import Login
from oauth import consent_page, page_answers
from oauth.visits import AnyRequest, Visit, arrive
from rest import buckets
from rest.errors import problem_of

_LARGEST_FORM = 64 * 1024
_WITH_WEBHOOKS = (0, 2, 5, 13, 15, 16)  # channel types


class _Number(msgspec.Struct):
    value: Snowflake


async def show(visit: Visit) -> ASGIResponse:
    """The page, or what has to come before it."""
    application = await applications.get(visit.instance.database, visit.asked.client_id)
    if requests.must_choose_context(application, visit.asked):
        requests.redirect_of(application, visit.asked)
        content = consent_page.context_content(application, visit)
        return page_answers.page(f"Add {application.name}", content, visit=visit)
    request = requests.read(application, visit.asked)
    if visit.identity is None:
        return _login_page(application, request, visit)
    await _require_open(visit, request, visit.identity)
    may_skip = request.skips_consent and request.response_type and not request.always_asks
    if may_skip and await authorization.is_granted(visit.instance.database, request, visit.identity.user_id):
        return await _agree(visit, request, visit.identity, Decision(), status=302)
    return await _consent_page(visit, request, visit.identity)


async def decide(visit: Visit) -> ASGIResponse:
    """What the user decided."""
    application = await applications.get(visit.instance.database, visit.asked.client_id)
    request = requests.read(application, visit.asked)
    if visit.field("decision") != "authorize":
        url = requests.answer(request, {"error": "access_denied"})
        return page_answers.redirect(url) if url else page_answers.message("Cancelled", "Nothing was added.")
    if visit.identity is None:
        return _login_page(application, request, visit)
    await _require_open(visit, request, visit.identity)
    decision = Decision(
        guild_id=request.guild_id,
        channel_id=_number(visit.field("channel_id")),
        permissions=_union(visit.form.get("permission", [])),
    )
    return await _agree(visit, request, visit.identity, decision, status=303)


def _number(text: str) -> int:
    """Raises 50035 for a field that our own form would not have."""
    return validation.convert({"value": text or "0"}, _Number).value


def _union(bits: list[str]) -> int:
    permissions = 0
    for bit in bits:
        permissions |= _number(bit)
    return permissions


async def log_in(visit: Visit) -> ASGIResponse:
    """Begins a session under a new cookie, and goes on."""
    database = visit.instance.database
    application = await applications.get(database, visit.asked.client_id)
    try:
        fields = {"login": visit.field("login"), "password": visit.field("password")}
        secret = await sessions.begin(database, validation.convert(fields, Login))
    except Problem as problem:
        if problem.code is not codes.INVALID_FORM_BODY:
            raise
        request = requests.read(application, visit.asked)
        return _login_page(application, request, visit, "The address or the password is wrong.")
    cookie = page_answers.cookie(visit, secret, lives_s=sessions.LIFETIME_S)
    return page_answers.redirect(visit.here(), set_cookie=cookie)


async def _require_open(visit: Visit, request: AuthorizationRequest, identity: Identity) -> None:
    opened = visit.instance.settings.open_scopes
    await requests.require_open(visit.instance.database, request, identity.user_id, opened)


async def log_out(visit: Visit) -> ASGIResponse:
    async with visit.instance.database.transaction() as tx:
        await sessions.end(tx, visit.secret)
    return page_answers.redirect(visit.here(), set_cookie=page_answers.cookie(visit, "", lives_s=0))


async def _agree(
    visit: Visit, request: AuthorizationRequest, identity: Identity, decision: Decision, *, status: int
) -> ASGIResponse:
    instance = visit.instance
    agreed = await authorization.agree(instance.database, instance.access, identity, request, decision)
    if agreed.url is not None:
        return page_answers.redirect(agreed.url, status=status)
    return page_answers.message("Done", f"{request.application.name} was added. You can close this page.")


def _login_page(
    application: Application, request: AuthorizationRequest, visit: Visit, problem: str = ""
) -> ASGIResponse:
    content = consent_page.login_content(application, visit, problem)
    status = 403 if problem else 200
    return page_answers.page("Log in", content, status=status, visit=visit, leads_to=request.redirect_uri)


async def _consent_page(visit: Visit, request: AuthorizationRequest, identity: Identity) -> ASGIResponse:
    database = visit.instance.database
    guilds = await authorization.choices(database, request, identity.user_id) if request.needs_guild else []
    here = None
    if request.guild_id is not None and any(guild.id == request.guild_id for guild in guilds):
        here = await visit.instance.access.guild(identity, request.guild_id)
    shown = consent_page.Shown(
        visit=visit,
        request=request,
        user=await users.get(database, identity.user_id),
        guilds=guilds,
        here=here,
        channels=await _webhook_channels(visit, here) if here and request.adds_webhook else [],
        may_try=await applications.may_try(database, request.application, identity.user_id),
    )
    return page_answers.page(
        consent_page.heading(request), consent_page.content(shown), visit=visit, leads_to=request.redirect_uri
    )


async def _webhook_channels(visit: Visit, here: GuildAccess) -> list[Channel]:
    """Where the user may manage webhooks."""
    needed = Permission.VIEW_CHANNEL | Permission.MANAGE_WEBHOOKS
    return [
        channel
        for channel in await channels.list_of_guild(visit.instance.database, here.guild_id)
        if channel.type in _WITH_WEBHOOKS
        and channel.id in here.state.channels
        and here.state.permissions(here.user_id, here.member, channel.id) & needed == needed
    ]


async def _refused(visit: Visit, refused: AuthorizationRefused) -> ASGIResponse:
    """Tells the application what is wrong with its request, or else the user."""
    application = await applications.get(visit.instance.database, visit.asked.client_id)
    redirect_uri = requests.redirect_of(application, visit.asked)
    if redirect_uri is None:
        return page_answers.refusal(refused)
    text = f"{refused.faults[0].path[0]}: {refused.reason}"
    # RFC 6749 allows no other characters here.
    description = "".join(sign if " " <= sign <= "~" and sign not in '"\\' else "?" for sign in text)
    told = {"error": refused.error, "error_description": description}
    state, response_type = visit.asked.state or None, visit.asked.response_type or None
    return page_answers.redirect(requests.address(redirect_uri, response_type, state, told), status=302)


def _handler(
    method: str, path: str, bucket: Bucket, handle: Callable[[Visit], Awaitable[ASGIResponse]]
) -> HTTPRouteHandler:
    async def call(request: AnyRequest) -> ASGIResponse:
        try:
            visit = await arrive(request, bucket)
            try:
                return await handle(visit)
            except AuthorizationRefused as refused:
                return await _refused(visit, refused)
        except Exception as error:  # noqa: BLE001 - what is not a Problem is logged and told as an internal one
            return page_answers.refusal(problem_of(error, ""))

    return HTTPRouteHandler(
        path,
        http_method=["GET", "HEAD"] if method == "GET" else method,  # pyright: ignore[reportArgumentType] - a method's name is accepted
        status_code=200,
        include_in_schema=False,
        request_max_body_size=_LARGEST_FORM,
    )(call)


async def _from_api(request: AnyRequest) -> ASGIResponse:
    """Old links, and many libraries, open the page below /api."""
    query: bytes = request.scope["query_string"]
    return page_answers.redirect(f"/oauth2/authorize?{query.decode('latin-1')}", status=302)


HANDLERS = [
    _handler("GET", "/oauth2/authorize", buckets.CONSENT_PAGE, show),
    _handler("POST", "/oauth2/authorize", buckets.CONSENT_PAGE, decide),
    _handler("POST", "/oauth2/login", buckets.LOGIN, log_in),
    _handler("POST", "/oauth2/logout", buckets.CONSENT_PAGE, log_out),
    HTTPRouteHandler("/api/oauth2/authorize", http_method=["GET", "HEAD"], include_in_schema=False)(_from_api),
]
