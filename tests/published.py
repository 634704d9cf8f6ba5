"""Answers against the schemas that Discord publishes: what a client written for those reads must be there.

We may send more, and of several forms two may fit; so what is published is read without what forbids that.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest

_NAME = Path("shared", "discord-openapi.json")
_FILE = next((folder / _NAME for folder in Path(__file__).parents[2:5] if (folder / _NAME).exists()), None)
_MOST_ERRORS = 5

needs_published_contract = pytest.mark.skipif(_FILE is None, reason=f"there is no ../{_NAME}")


def is_there() -> bool:
    """Whether the published contract lies beside the checkout."""
    return _FILE is not None


class PublishedContract:
    """Raises AssertionError where an answer lacks what is published, or has it in another form."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._schemas = _lenient(document["components"]["schemas"])
        self._validators: dict[tuple[str, int], jsonschema_rs.Draft202012Validator | bool | None] = {}
        self.operations: dict[str, dict[str, Any]] = {}
        self.names: dict[tuple[str, str], str] = {}  # by route
        for path, item in document["paths"].items():
            for method, operation in item.items():
                if method != "parameters":
                    self.operations[operation["operationId"]] = operation
                    self.names[route(method, path)] = operation["operationId"]

    def check(self, operation_id: str, status: int, body: bytes) -> None:
        """Does that operation's published schema take this answer of success?"""
        operation = self.operations.get(operation_id)
        assert operation is not None, f"{operation_id} is not published"
        key = operation_id, status
        if key not in self._validators:
            self._validators[key] = self._validator(operation, status)
        validator = self._validators[key]
        name = f"{operation_id} answered {status}"
        if validator is None:
            assert not body, f"{name}, published as empty, with {body[:200]!r}"
            return
        if isinstance(validator, bool):
            return
        errors = list(validator.iter_errors(msgspec.json.decode(body)))
        lines = [f"  {'.'.join(map(str, each.instance_path)) or 'the whole'}: {each.message[:300]}" for each in errors]
        assert not errors, "\n".join([f"{name}, not as published:", *lines[:_MOST_ERRORS]])

    def _validator(self, operation: dict[str, Any], status: int) -> jsonschema_rs.Draft202012Validator | bool | None:
        """None for an empty answer, True for one that is no JSON."""
        responses = operation["responses"]
        assert str(status) in responses, f"{operation['operationId']} answers {', '.join(responses)}, not {status}"
        contents = responses[str(status)].get("content", {})
        content = contents.get("application/json")
        if content is None:
            return True if contents else None
        whole = _lenient(content["schema"]) | {"components": {"schemas": self._schemas}}
        return jsonschema_rs.Draft202012Validator(whole, validate_formats=False)


@cache
def published_contract() -> PublishedContract:
    """For tests marked with `needs_published_contract`."""
    assert _FILE is not None
    return PublishedContract(msgspec.json.decode(_FILE.read_bytes()))


def route(method: str, path: str) -> tuple[str, str]:
    """What two routes have in common that differ in the names of their parameters alone."""
    return method.upper(), re.sub(r"{[^}]*}", "{}", path)


def _lenient(schema: Any) -> Any:
    """The schema, taking unknown fields and several fitting forms."""
    if isinstance(schema, list):
        return [_lenient(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    found = {name: _lenient(inner) for name, inner in schema.items()}
    if found.get("additionalProperties") is False:
        del found["additionalProperties"]
    if isinstance(found.get("oneOf"), list):
        found["allOf"] = [*found.get("allOf", []), {"anyOf": found.pop("oneOf")}]
    return found
