"""The contract as a judge: every answer of every test against openapi.json, every event against asyncapi.json.

    contract().check("GET", "/users/@me", 200, headers, body)
    contract().check_event("MESSAGE_CREATE", data)

The documents are made from the code, not read: that the committed files are the same is a test of its own.
A validator is compiled when it is first needed and kept.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import jsonschema_rs
import msgspec

from openapi.events import asyncapi_document, event_types
from openapi.paths import openapi_document
from openapi.write import operations
from rest.operation import Operation

_VERSION = re.compile(r"^/api(/v\d+)?(?=/)")
_OTHER_PATHS = (
    "/attachments/",
    "/avatars/",
    "/banners/",
    "/icons/",
    "/emojis/",
    "/stickers/",
    "/widget-avatars/",
    "/health",
    "/metrics",
)
_MOST_ERRORS = 5


class Contract:
    """The two documents. `check` and `check_event` raise AssertionError with what differs."""

    def __init__(self, operations: Sequence[Operation], events: Mapping[str, Any]) -> None:
        self._openapi = openapi_document(operations)
        self._asyncapi = asyncapi_document(events)
        self._routes: dict[tuple[str, int], list[tuple[list[str], Operation]]] = {}
        self._validators: dict[tuple[str, str], jsonschema_rs.Draft202012Validator | None] = {}
        for operation in sorted(operations, key=_specificity):
            steps = operation.path.split("/")
            self._routes.setdefault((operation.method, len(steps)), []).append((steps, operation))

    def operation(self, method: str, path: str) -> Operation | None:
        """The operation that a request goes to; what is written out in a path goes before a parameter."""
        steps = _VERSION.sub("", path).partition("?")[0].split("/")
        for template, operation in self._routes.get((method.upper(), len(steps)), ()):
            if all(part == step or part.startswith("{") for part, step in zip(template, steps, strict=True)):
                return operation
        return None

    def check(self, method: str, path: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Is this answer documented? Headers must be a mapping that ignores case, as clients' are."""
        where = f"{method} {path}: {status}"
        assert status != 500, f"{where} is always a bug of ours: {body[:500]!r}"
        operation = self.operation(method, path)
        if operation is None:
            if not path.startswith(_OTHER_PATHS):
                assert status in (404, 405), f"{where}, but no operation is documented there"
                self._check_body(where, self._shared("4XX"), headers, body)
            return
        name = f"{operation.id} answered {status}"
        response = self._response(operation, status)
        assert response is not None, f"{name}, which is not documented"
        if operation.media_type != "application/json" and status in operation.statuses:
            sent = headers["content-type"].partition(";")[0]  # a text has its charset behind it
            assert sent == operation.media_type, f"{name} as {sent}"
            return
        self._check_body(name, response, headers, body)

    def check_event(self, name: str, data: object) -> None:
        """Is this dispatch documented?"""
        messages = self._asyncapi["components"]["messages"]
        assert name in messages, f"{name} is not in asyncapi.json: no EVENTS table has it"
        key = ("event", name)
        if key not in self._validators:
            schema = messages[name]["payload"]["schema"]["properties"]["d"]
            self._validators[key] = _validator(schema, self._asyncapi)
        _validate(f"event {name}", self._validators[key], data)

    def _response(self, operation: Operation, status: int) -> tuple[str, str] | None:
        """The key of the validator for this answer, None if the status is not documented."""
        for documented in (str(status), f"{status // 100}XX"):
            key = (operation.id, documented)
            if key in self._validators:
                return key
            responses = self._openapi["paths"][operation.path][operation.method.lower()]["responses"]
            if documented in responses:
                return self._compile(key, responses[documented])
        return None

    def _shared(self, name: str) -> tuple[str, str]:
        return self._compile(("", name), {"$ref": f"#/components/responses/{name}"})

    def _compile(self, key: tuple[str, str], response: dict[str, Any]) -> tuple[str, str]:
        if "$ref" in response:
            name = response["$ref"].rpartition("/")[2]
            key, response = ("", name), self._openapi["components"]["responses"][name]
        if key not in self._validators:
            content = response.get("content")
            schema = next(iter(content.values()))["schema"] if content else None
            self._validators[key] = None if schema is None else _validator(schema, self._openapi)
        return key

    def _check_body(self, where: str, key: tuple[str, str], headers: Mapping[str, str], body: bytes) -> None:
        validator = self._validators[key]
        if validator is None:
            assert not body, f"{where}, documented as empty, with {body[:200]!r}"
            return
        content_type = headers.get("content-type")
        assert content_type == "application/json", f"{where} as {content_type}"
        _validate(where, validator, msgspec.json.decode(body))


@cache
def contract() -> Contract:
    """The contract of all that there is."""
    return Contract(operations(), event_types())


def _specificity(operation: Operation) -> list[bool]:
    """Sorts paths with a word before those with a parameter at the same place."""
    return [step.startswith("{") for step in operation.path.split("/")]


def _validator(schema: dict[str, Any], document: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    schemas = {"components": {"schemas": document["components"]["schemas"]}}
    return jsonschema_rs.Draft202012Validator(schema | schemas, validate_formats=True)


def _validate(where: str, validator: jsonschema_rs.Draft202012Validator | None, value: object) -> None:
    if validator is None or validator.is_valid(value):
        return
    errors = list(validator.iter_errors(value))
    lines = [f"  {_place(each.instance_path)}: {each.message[:300]}" for each in errors[:_MOST_ERRORS]]
    raise AssertionError("\n".join([f"{where}, not as documented:", *lines]))


def _place(path: Sequence[str | int]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path) or "the whole"
