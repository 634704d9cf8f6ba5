"""The HTTP application of one API process: every face's routes under each version, the CDN, and /health."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from litestar import Litestar, Request, Response, Router, route
from litestar.config.cors import CORSConfig
from litestar.exceptions import NotFoundException

import api
import interactions
import oauth
from api import cdn
from core import codes, jobs
from core.limits import Policy
from core.problems import Problem
from core.settings import Settings
from domain.instance import Instance
from domain.interactions import deadlines
from domain.message_search import following
from domain.messages import cleanup
from rest import buckets, handler
from rest.errors import problem_of
from rest.operation import Operation, Who
from server import job_handlers
from server.health import troubles

__all__ = ["compose", "policy"]

VERSIONS = ("/api/v10", "/api/v9")
# Scripts of any site may call: who calls says so in a header, and never by a cookie, which is not let along.
_ANY_ORIGIN = CORSConfig(
    max_age=7200,
    expose_headers=[
        *("retry-after", "x-request-id", "x-ratelimit-bucket", "x-ratelimit-global", "x-ratelimit-limit"),
        *("x-ratelimit-remaining", "x-ratelimit-reset", "x-ratelimit-reset-after", "x-ratelimit-scope"),
    ],
)
_KNOWN = tuple(f"{version}/" for version in VERSIONS)


def policy(settings: Settings) -> Policy:
    """The rate limits of this instance. Raises InvalidPolicyError when its policy file cannot be used."""
    documented = Policy(buckets.ALL)
    file = settings.rate_limit_policy
    return documented.changed_by(file) if file else documented


def compose(settings: Settings) -> Litestar:
    """The application; the instance is opened with it and closed with it."""
    limits = policy(settings)

    @asynccontextmanager
    async def instance(app: Litestar) -> AsyncGenerator[None]:
        async with (
            Instance.open(settings, limits) as opened,
            cleanup.running(opened.database, opened.objects),
            deadlines.running(opened.interactions.deadlines, opened.database, opened.objects),
            following.running(opened.database, opened.messages.lane),
            jobs.running(opened.database, job_handlers.handlers(opened), job_handlers.STANDING),
        ):
            app.state.instance = opened
            yield

    operations = (*api.OPERATIONS, *oauth.OPERATIONS, *interactions.OPERATIONS)
    routes = [*handler.options(operations), *map(handler.route, operations)]
    unversioned = [one for one in operations if _goes_unversioned(one) or _has_a_token(one)]
    return Litestar(
        [
            *(Router(version, route_handlers=routes) for version in VERSIONS),
            Router("/api", route_handlers=[*handler.options(unversioned), *map(handler.route, unversioned)]),
            *(*oauth.HANDLERS, *cdn.HANDLERS, _health),
        ],
        lifespan=[instance],
        cors_config=_ANY_ORIGIN,
        exception_handlers={Exception: _refuse},  # pyright: ignore[reportArgumentType] - litestar's own alias is invariant
        openapi_config=None,
        logging_config=None,
        request_max_body_size=settings.request_size_limit,
    )


def _goes_unversioned(operation: Operation) -> bool:
    """OAuth2 clients use paths without a version, as the documentation tells them: docs/adr/0005."""
    is_for_clients = operation.path.startswith("/oauth2/") and Who.USER not in operation.who
    return is_for_clients or Who.BEARER in operation.who


def _has_a_token(operation: Operation) -> bool:
    """The addresses of webhooks have no version: people paste them into services that know nothing of ours."""
    return "{webhook_token}" in operation.path


@route("/health", http_method=["GET", "HEAD"], media_type="application/json")
async def _health(request: Request[Any, Any, Any]) -> Response[dict[str, str]]:
    wrong = await troubles(request.app.state.instance)
    return Response(wrong or {"status": "ready"}, status_code=503 if wrong else 200)


def _refuse(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """What no route has answered: an unknown path or version, another method, a body over the limit.

    A path without a version means version 6, which nobody speaks any more. Docs: reference#api-versioning.
    """
    path = request.scope["path"]
    is_unknown = isinstance(error, NotFoundException)
    if is_unknown and path.startswith("/api/") and not f"{path}/".startswith(_KNOWN):
        error = Problem(codes.INVALID_API_VERSION)
    problem = problem_of(error, request.headers.get("x-request-id", ""))
    return Response(problem.body(), status_code=problem.status, headers=problem.headers, media_type="application/json")
