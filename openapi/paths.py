"""The OpenAPI document of operations: what rest/operation.py keeps of each, in the words of OpenAPI 3.1."""

import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

import msgspec

from core import wire
from domain.grants.scopes import SCOPES
from openapi.errors import ONLY_WITH_429, RATE_LIMIT_HEADERS, RESPONSES, SCHEMAS
from openapi.schemas import Components, Json, reference
from openapi.webhooks import webhooks
from rest.multipart import MOST_FILES
from rest.operation import Answer, Operation, Who

__all__ = ["openapi_document"]

_SECURITY = {Who.BOT: "BotToken", Who.USER: "UserToken"}
_FORM = "application/x-www-form-urlencoded"
_BYTES = {"type": "string", "contentEncoding": "binary"}
_LIMIT_HEADERS = {
    name: {"$ref": f"#/components/headers/{name}"} for name in RATE_LIMIT_HEADERS if name not in ONLY_WITH_429
}


def openapi_document(operations: Sequence[Operation], webhook_events: Mapping[str, Any] | None = None) -> Json:
    """The document. Raises TypeError for a type without a schema, ValueError for one that cannot be told."""
    _refuse_unclear(operations)
    components = Components()
    for operation in operations:  # before any body: what is sent has the first right to a name
        if operation.answer not in (None, bytes):
            components.describe(operation.answer, "sent")
        for answer in operation.other_answers.values():
            components.describe(answer, "sent")
        if operation.refusals is not None:
            components.describe(operation.refusals.body, "sent")
    paths: dict[str, Json] = {}
    for operation in sorted(operations, key=lambda each: each.path):
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(components, operation)
    section = {} if webhook_events is None else {"webhooks": webhooks(components, webhook_events)}
    schemas = components.schemas()
    taken = schemas.keys() & SCHEMAS.keys()
    if taken:
        raise ValueError(f"these names belong to the errors of the contract: {', '.join(sorted(taken))}")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Guildhall",
            "version": "10",
            "description": "The REST API, wire-compatible with Discord's version 10. Version 9 is served at /api/v9.",
        },
        "servers": [{"url": "/api/v10"}],
        "tags": [{"name": tag} for tag in sorted({each.tag for each in operations})],
        "paths": paths,
        **section,
        "components": {
            "schemas": dict(sorted((schemas | SCHEMAS).items())),
            "headers": RATE_LIMIT_HEADERS,
            "responses": RESPONSES,
            "securitySchemes": {
                "BotToken": _token("`Bot <token>`, of an application's bot."),
                "UserToken": _token("The token of a user, alone."),
                "OAuth2": _oauth2(),
            },
        },
    }


def _refuse_unclear(operations: Sequence[Operation]) -> None:
    known: set[str] = set()
    for each in operations:
        if each.answer is Answer:
            raise ValueError(f"{each.id} gives an Answer and does not say of what: answer=...")
        for name in (each.id, f"{each.method} {re.sub(r'{[^}]*}', '{}', each.path)}"):
            if name in known:
                raise ValueError(f"two operations are {name}")
            known.add(name)


def _token(description: str) -> Json:
    return {"type": "apiKey", "in": "header", "name": "Authorization", "description": description}


def _operation(components: Components, operation: Operation) -> Json:
    described: Json = {"operationId": operation.id, "tags": [operation.tag], "summary": operation.summary}
    if operation.problems:
        lines = [f"- {code.number}: {code.message}" for code in operation.problems]
        described["description"] = "\n".join(["Problems of its own:", "", *lines])
    described["security"] = [] if Who.ANYONE in operation.who else _security(operation)
    parameters = _parameters(components, operation)
    if parameters:
        described["parameters"] = parameters
    if operation.takes_file:
        described["requestBody"] = _file_body(components, operation)
    elif operation.form is not None:
        schema = components.describe(operation.form, "received")
        described["requestBody"] = {"content": {_FORM: {"schema": schema}}, "required": True}
    elif operation.body is not None:
        described["requestBody"] = _request_body(components, operation)
    described["responses"] = _responses(components, operation)
    return described


def _security(operation: Operation) -> list[Json]:
    """Each scope alone opens an operation to a bearer, so each is an alternative of its own."""
    found: list[Json] = [{name: []} for kind, name in _SECURITY.items() if kind in operation.who]
    if Who.BEARER in operation.who:
        found += [{"OAuth2": [scope]} for scope in sorted(operation.scopes)] or [{"OAuth2": []}]
    return found


def _oauth2() -> Json:
    urls = {
        "authorizationUrl": "/oauth2/authorize",
        "tokenUrl": "/api/oauth2/token",
        "refreshUrl": "/api/oauth2/token",
    }
    says = {name: f"This lets the application {scope.says}." for name, scope in sorted(SCOPES.items())}
    by_token = {name: says[name] for name, scope in sorted(SCOPES.items()) if not scope.by_code_only}
    return {
        "type": "oauth2",
        "description": "`Bearer <token>`, that an application holds for a user.",
        "flows": {
            "authorizationCode": {**urls, "scopes": says},
            "clientCredentials": {"tokenUrl": urls["tokenUrl"], "scopes": by_token},
            "implicit": {"authorizationUrl": urls["authorizationUrl"], "scopes": by_token},
        },
    }


def _parameters(components: Components, operation: Operation) -> list[Json]:
    found: list[Json] = []
    for location, kind in (("path", operation.path_parameters), ("query", operation.query)):
        if kind is None:
            continue
        for name, (schema, required) in components.fields(kind, "parameter").items():
            described: Json = {"name": name, "in": location, "required": required, "schema": schema}
            if "description" in schema:
                described["description"] = schema["description"]
            if "array" in schema.get("type", ""):
                described |= {"style": "form", "explode": True}
            found.append(described)
    return found


def _file_body(components: Components, operation: Operation) -> Json:
    """A form with one file, and the fields that stand beside it."""
    fields = components.fields(operation.form, "received") if operation.form is not None else {}
    schema = {
        "type": "object",
        "properties": {name: described for name, (described, _) in fields.items()} | {operation.file_name: _BYTES},
        "required": [*(name for name, (_, required) in fields.items() if required), operation.file_name],
    }
    return {"content": {"multipart/form-data": {"schema": schema}}, "required": True}


def _request_body(components: Components, operation: Operation) -> Json:
    schema = components.describe(operation.body, "received")
    content: Json = {"application/json": {"schema": schema}}
    if operation.takes_files:
        files = {f"files[{number}]": _BYTES for number in range(MOST_FILES)}
        payload = {"type": "string", "contentMediaType": "application/json", "contentSchema": schema}
        content[_FORM] = {"schema": schema}  # of use for what is no list and no object
        content["multipart/form-data"] = {"schema": {"type": "object", "properties": {"payload_json": payload} | files}}
    if operation.may_take_file:
        payload = {"type": "string", "contentMediaType": "application/json", "contentSchema": schema}
        beside = {"type": "object", "properties": {operation.file_name: _BYTES, "payload_json": payload}}
        content[_FORM] = {"schema": schema}
        content["multipart/form-data"] = {"schema": {"allOf": [schema, beside]}}
    return {"content": content, "required": not _takes_nothing(operation.body)}


def _takes_nothing(body: Any) -> bool:
    """Whether the body may be left out, which counts as `{}`."""
    try:
        wire.decode(b"{}", body)
    except msgspec.ValidationError:
        return False
    return True


def _responses(components: Components, operation: Operation) -> Json:
    headers: Json = {"headers": _LIMIT_HEADERS} if operation.bucket is not None else {}
    responses: Json = {}
    for status in operation.statuses:
        responses[str(status)] = {"description": HTTPStatus(status).phrase} | headers
        if operation.answer is not None and status != HTTPStatus.NO_CONTENT:
            answer = operation.other_answers.get(status, operation.answer)
            schema = _BYTES if answer is bytes else components.describe(answer, "sent")
            responses[str(status)]["content"] = {operation.media_type: {"schema": schema}}
    for code in operation.problems:
        if code.status < HTTPStatus.BAD_REQUEST:
            content = {"application/json": {"schema": reference("Error")}}
            responses[str(code.status)] = {"description": code.message, "content": content} | headers
    if operation.refusals is not None:
        schema = components.describe(operation.refusals.body, "sent")
        for status in operation.refusals.statuses:
            content = {"application/json": {"schema": schema}}
            responses[str(status)] = {"description": HTTPStatus(status).phrase, "content": content} | headers
    if operation.bucket is not None:
        responses["429"] = {"$ref": "#/components/responses/RateLimited"}
    return responses | {name: {"$ref": f"#/components/responses/{name}"} for name in ("4XX", "5XX")}
