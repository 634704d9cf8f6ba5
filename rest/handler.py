"""An operation as a route: authenticate, limit, decode, call, encode. Every operation takes this way.

Litestar routes and reads; what it hands over is a Request, and what it gets is bytes. So an operation costs what
its own work costs, and the contract is that of rest/operation.py alone.
"""

import re
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, get_args, get_origin

import msgspec
from litestar import Request
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse

from rest.audit_reason import audit_reason
from rest.auth import authenticate
from rest.call import Call
from rest.errors import problem_of
from rest.multipart import is_multipart, parse_form
from rest.operation import Answer, Operation
from core import limits, metrics, validation, wire
from domain.instance import Instance

Headers = list[tuple[str, str]]

_MAJOR = ("channel_id", "guild_id", "webhook_id", "application_id")


def route(operation: Operation, instance: Instance) -> HTTPRouteHandler:
    """The operation as a route of an application that serves this instance."""
    respond = _responder(operation, instance)

    async def handle(request: Request[Any, Any, Any]) -> ASGIResponse:
        return await respond(request)

    return HTTPRouteHandler(
        re.sub(r"{(\w+)}", r"{\1:str}", operation.path),
        http_method=operation.method,  # pyright: ignore[reportArgumentType] - a method's name is accepted
        name=operation.id,
        include_in_schema=False,
    )(handle)


def _responder(operation: Operation, instance: Instance) -> Callable[[Request[Any, Any, Any]], Awaitable[ASGIResponse]]:
    lists = _list_fields(operation.query)
    count = metrics.requests(operation.id)

    async def respond(request: Request[Any, Any, Any]) -> ASGIResponse:
        headers: Headers = [("x-request-id", secrets.token_hex(8))]
        with count as counted:
            try:
                status, body = await _answer(operation, instance, request, headers, lists)
            except Exception as error:  # noqa: BLE001 - what is not a Problem is logged and answered with 500
                problem = problem_of(error, headers[0][1])
                headers += problem.headers.items()
                status, body = problem.status, problem.body()
            counted.status = status
        return ASGIResponse(body=body, status_code=status, headers=headers, media_type="application/json")

    return respond


async def _answer(
    operation: Operation,
    instance: Instance,
    request: Request[Any, Any, Any],
    headers: Headers,
    lists: frozenset[str],
) -> tuple[int, bytes]:
    parameters = request.path_params
    ip = request.client.host if request.client else ""
    sent = request.headers
    identity = await authenticate(instance.identities, sent.get("authorization"), operation.who)
    if operation.bucket is not None:
        major = next((parameters[name] for name in _MAJOR if name in parameters), "")
        caller = f"user:{identity.user_id}" if identity else f"ip:{ip}"
        taken = await instance.limits.take(operation.bucket, major, caller)
        if taken is not None:
            headers += limits.headers(taken)
            if not taken.allowed:
                return 429, limits.body(taken)
    call = Call(
        instance=instance,
        maybe_identity=identity,
        request_id=headers[0][1],
        ip=ip,
        version=9 if request.scope["path"].startswith("/api/v9/") else 10,
        reason=audit_reason(sent.get("x-audit-log-reason")),
    )
    arguments = await _arguments(operation, request, parameters, lists, instance.settings.max_file_bytes)
    result = await operation.function(call, **arguments)
    status = operation.statuses[0]
    if isinstance(result, Answer):
        status = result.status
        headers += result.headers
        result = result.value
    return status, b"" if result is None else wire.encode(result)


async def _arguments(
    operation: Operation,
    request: Request[Any, Any, Any],
    parameters: dict[str, Any],
    lists: frozenset[str],
    largest_file: int,
) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    for name, kind in operation.path_parameters:
        arguments[name] = validation.convert_one(name, parameters[name], kind)
    if operation.query is not None:
        arguments["query"] = validation.convert(_query(request, lists), operation.query)
    if operation.body is not None:
        body = await request.body()
        content_type = request.headers.get("content-type", "")
        if operation.takes_files:
            arguments["files"] = []
            if is_multipart(content_type):
                form = parse_form(content_type, body, largest_file=largest_file)
                arguments["files"] = form.files
                body = form.payload if form.payload is not None else msgspec.json.encode(form.fields)
        arguments["body"] = validation.decode(body or b"{}", operation.body)
    return arguments


def _query(request: Request[Any, Any, Any], lists: frozenset[str]) -> dict[str, Any]:
    """The query as a mapping: a repeated key is a list where a list is wanted, else its last value counts."""
    query: dict[str, Any] = {}
    for key, value in request.query_params.multi_items():
        if key in lists:
            query.setdefault(key, []).append(value)
        else:
            query[key] = value
    return query


def _list_fields(query: type[msgspec.Struct] | None) -> frozenset[str]:
    def is_list(kind: Any) -> bool:
        return get_origin(kind) is list or any(is_list(part) for part in get_args(kind))

    fields = msgspec.structs.fields(query) if query is not None else ()
    return frozenset(field.encode_name for field in fields if is_list(field.type))
