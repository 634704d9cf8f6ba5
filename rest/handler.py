"""An operation as a route: authenticate, limit, decode, call, encode. Every operation takes this way.

Litestar routes and reads; what it hands over is a Request, and what it gets is bytes. So an operation costs what
its own work costs, and the contract is that of rest/operation.py alone.
"""

import asyncio
import re
import secrets
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

import msgspec
import structlog
from litestar import Request
from litestar.exceptions import InternalServerException
from litestar.handlers import HTTPRouteHandler
from litestar.response.base import ASGIResponse
from litestar.types import Empty

from core import clock, codes, form_codes, limits, validation, wire
from core.metrics import OperationMetrics
from core.problems import Problem
from domain.instance import Instance
from domain.users.identity import Identity
from rest import buckets, path_tokens
from rest.audit_reason import audit_reason
from rest.auth import authenticate
from rest.call import Call
from rest.errors import problem_of
from rest.multipart import Upload, is_multipart, parse_form
from rest.operation import Answer, Operation, Who

Headers = list[tuple[str, str]]

log = structlog.get_logger()

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
# Reached only while an engine is away: whoever asks had better ask again than wait.
_ANSWER_WITHIN_S = 25.0
_MOST_FIELDS = 1000
_LARGEST_FORM = 1024 * 1024  # to undo its escapes takes long; files come as multipart
# What strangers send is a name, a password, a code: small, and read before anyone knows who they are.
_LARGEST_OF_STRANGERS = 256 * 1024
_ID = re.compile(r"[0-9]{1,20}")
_MAJOR = ("channel_id", "guild_id", "webhook_id", "application_id")


def route(operation: Operation) -> HTTPRouteHandler:
    """The operation as a route of an application whose state holds the instance."""
    observed = OperationMetrics(operation.id)
    has_token = any(f"{{{name}}}" in operation.path for name in path_tokens.PARAMETERS)

    async def handle(request: Request[Any, Any, Any]) -> ASGIResponse:
        started = clock.stopwatch()
        headers: Headers = [("x-request-id", secrets.token_hex(8))]
        try:
            status, body = await _answer(operation, request.app.state.instance, request, headers)
        except Exception as error:  # noqa: BLE001 - what is not a Problem is logged and answered with 500
            status, body, headers = _refuse(operation, error, headers)
        observed.observe(status, clock.stopwatch() - started)
        log.debug("request", operation=operation.id, status=status, request_id=headers[0][1])
        media_type = operation.media_type if status < HTTPStatus.BAD_REQUEST else _JSON
        return ASGIResponse(body=body, status_code=status, headers=headers, media_type=media_type)

    return HTTPRouteHandler(
        _litestar_path(operation),
        http_method=["GET", "HEAD"] if operation.method == "GET" else operation.method,  # pyright: ignore[reportArgumentType] - a method's name is accepted
        name=operation.id,
        status_code=200,  # the answer brings its own; the default of a DELETE would forbid a body
        include_in_schema=False,
        request_max_body_size=_LARGEST_OF_STRANGERS if Who.ANYONE in operation.who and not has_token else Empty,
    )(handle)


def options(operations: Iterable[Operation]) -> list[HTTPRouteHandler]:
    """What answers OPTIONS, for each path. Register it first: to what comes before, litestar adds an answer of its own,
    which names no other methods.
    """
    methods: dict[str, set[str]] = {}
    for operation in operations:
        allowed = methods.setdefault(_litestar_path(operation), {"OPTIONS"})
        allowed |= {"GET", "HEAD"} if operation.method == "GET" else {operation.method}
    return [_options(path, ", ".join(sorted(allowed))) for path, allowed in methods.items()]


def _options(path: str, allowed: str) -> HTTPRouteHandler:
    async def answer() -> ASGIResponse:
        return ASGIResponse(status_code=HTTPStatus.NO_CONTENT, headers=[("allow", allowed)])

    return HTTPRouteHandler(path, http_method="OPTIONS", status_code=200, include_in_schema=False)(answer)  # pyright: ignore[reportArgumentType] - a method's name is accepted


def _litestar_path(operation: Operation) -> str:
    return re.sub(r"{(\w+)}", r"{\1:str}", operation.path)


def _refuse(operation: Operation, error: Exception, headers: Headers) -> tuple[int, bytes, Headers]:
    """The status, the body and the headers of an answer that says what is wrong."""
    told = operation.refusals.of(error) if operation.refusals else None
    if told is not None:
        return told.status, wire.encode(told.value), [*headers, *told.headers]
    problem = problem_of(error, headers[0][1])
    headers += problem.headers.items()
    if problem.retry_after_s is not None:
        headers = limits.headers_of_another_limit(headers, problem.retry_after_s)
    return problem.status, problem.body(), headers


async def _answer(
    operation: Operation, instance: Instance, request: Request[Any, Any, Any], headers: Headers
) -> tuple[int, bytes]:
    """The status and the body; what else the answer says is added to `headers`."""
    parameters = request.path_params
    ip = request.client.host if request.client else ""
    sent = request.headers
    identity = await authenticate(instance.identities, sent.get("authorization"), operation.who, operation.scopes)
    major = _major(parameters)
    holder = path_tokens.holder(parameters)
    caller = holder or (_caller(identity) if identity else limits.stranger(ip))
    bucket = operation.bucket
    is_forged = holder is None and not path_tokens.PARAMETERS.isdisjoint(parameters)
    if is_forged:
        bucket, major = buckets.FORGED_TOKENS, ""
    if bucket is not None:
        taken = await instance.limits.take(bucket, major, caller)
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
        headers=sent,
    )
    if is_forged or (holder is not None and path_tokens.is_over(parameters)):
        raise await path_tokens.refusal(instance.database, operation, parameters)
    arguments = await _arguments(operation, request, parameters, instance.settings.file_size_limit)
    stricter = operation.stricter(arguments["body"]) if operation.stricter else None
    if stricter is not None and (wait_s := await instance.limits.take_within(stricter, major, caller)):
        raise Problem(codes.RATE_LIMITED, retry_after_s=wait_s)
    async with asyncio.timeout(_ANSWER_WITHIN_S):
        result = await operation.function(call, **arguments)
    status = operation.statuses[0]
    if isinstance(result, Answer):
        status = result.status
        headers += result.headers
        result = result.value
    if isinstance(result, bytes):
        return status, result
    return status, b"" if result is None else wire.encode(result)


def _major(parameters: dict[str, Any]) -> str:
    """An id may be written with zeros before it, which must not make it another one; what is none is not kept."""
    major: str = next((parameters[name] for name in _MAJOR if name in parameters), "")
    return major.lstrip("0") if _ID.fullmatch(major) else ""


def _caller(identity: Identity) -> str:
    """Whose requests are counted together: what an application does for a user takes nothing from himself."""
    user = f"user:{identity.user_id}"
    return f"{user}:{identity.application_id}" if identity.is_bearer else user


async def _arguments(
    operation: Operation,
    request: Request[Any, Any, Any],
    parameters: dict[str, Any],
    largest_file: int,
) -> dict[str, Any]:
    arguments: dict[str, Any] = {}
    if operation.path_parameters is not None:
        arguments |= msgspec.structs.asdict(validation.convert(parameters, operation.path_parameters))
    if operation.query is not None:
        arguments["query"] = validation.convert(request.query_params.dict(), operation.query)
    content_type = request.headers.get("content-type", "")
    if operation.takes_file:
        arguments |= _file(await _read(request), content_type, largest_file, operation)
    elif operation.form is not None:
        arguments["form"] = _form(await _read(request), content_type, operation.form)
    elif operation.body is not None:
        body = await _read(request)
        if operation.takes_files or operation.may_take_file:
            arguments |= _uploads(operation, [])
            if is_multipart(content_type):
                form = parse_form(content_type, body, largest_file=largest_file, file_name=operation.file_name)
                arguments |= _uploads(operation, form.files)
                if not form.payload:  # an empty one says nothing
                    return arguments | {"body": validation.convert(form.fields, operation.body)}
                body, content_type = form.payload, _JSON
        arguments["body"] = _body(body, content_type, operation.body)
    return arguments


async def _read(request: Request[Any, Any, Any]) -> bytes:
    try:
        return await request.body()
    except InternalServerException as gone:  # litestar's word for a client that left; nobody hears the answer
        raise Problem(codes.GENERAL) from gone


def _uploads(operation: Operation, files: list[Upload]) -> dict[str, Any]:
    return {"files": files} if operation.takes_files else {"file": files[0] if files else None}


def _file(
    body: bytes, content_type: str, largest_file: int, operation: Operation
) -> dict[str, Upload | msgspec.Struct]:
    if not is_multipart(content_type):
        raise Problem.invalid("", form_codes.CONTENT_TYPE_INVALID, choices="{'multipart/form-data'}")
    name, fields = operation.file_name, operation.form
    form = parse_form(content_type, body, largest_file=largest_file, file_name=name)
    beside = {} if fields is None else {"form": validation.convert(form.fields, fields)}
    if not form.files:
        raise Problem.invalid(name, form_codes.BASE_TYPE_REQUIRED)
    return {"file": form.files[0], **beside}


def _form(body: bytes, content_type: str, kind: type[msgspec.Struct]) -> msgspec.Struct:
    """Docs: topics/oauth2#shared-resources-oauth2-urls; RFC 6749, 3.2: nothing may be said twice."""
    if content_type.partition(";")[0].strip().lower() != _FORM:
        raise Problem.invalid("", form_codes.CONTENT_TYPE_INVALID, choices=f"{{'{_FORM}'}}")
    fields = _fields(body)
    for name, values in fields.items():
        if len(values) > 1:
            raise Problem.invalid(name, form_codes.BASE_TYPE_INVALID, reason="Given more than once.")
    return validation.convert(fields, kind)


def _body(body: bytes, content_type: str, kind: Any) -> object:
    """Docs: reference#content-type; what else a body may be is a fault of the form, not 415."""
    media_type = content_type.partition(";")[0].strip().lower()
    if not body or media_type == _JSON:
        return validation.decode(body or b"{}", kind)
    if media_type == _FORM and isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return validation.convert(_fields(body), kind)
    raise Problem.invalid("", form_codes.CONTENT_TYPE_INVALID, choices=f"{{'{_JSON}'}}")


def _fields(body: bytes) -> dict[str, list[str]]:
    if len(body) > _LARGEST_FORM:
        raise Problem(codes.REQUEST_ENTITY_TOO_LARGE)
    try:
        return parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as problem:
        raise Problem.invalid("", form_codes.BASE_TYPE_INVALID, reason="Too many fields.") from problem
