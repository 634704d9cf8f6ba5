"""The parts of openapi.json that are alike for all operations: errors, and how rate limits are told.

core/problems.py and core/limits.py write what is described here.
Docs: reference#error-messages, topics/rate-limits#header-format.
"""

from openapi.schemas import Json, reference

__all__ = ["ONLY_WITH_429", "RATE_LIMIT_HEADERS", "RESPONSES", "SCHEMAS"]

_CODE: Json = {"type": "integer", "description": "A JSON error code; 0 when the HTTP status says it all."}
_MESSAGE: Json = {"type": "string", "description": "For people."}
_AGAIN: Json = {
    "retry_after": {"type": "number", "minimum": 0, "description": "Seconds to wait before the next try."},
    "global": {"type": "boolean", "description": "Whether it holds for all operations."},
}
_FAULTS: Json = {
    "type": "object",
    "properties": {"_errors": {"type": "array", "minItems": 1, "items": reference("FormError")}},
    "required": ["_errors"],
    "additionalProperties": False,
}
_BRANCHES: Json = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"not": {"const": "_errors"}},
    "additionalProperties": reference("ErrorTree"),
}

SCHEMAS: dict[str, Json] = {
    "Error": {
        "type": "object",
        "properties": {"code": _CODE, "message": _MESSAGE, "errors": reference("ErrorTree"), **_AGAIN},
        "required": ["code", "message"],
        "additionalProperties": False,
    },
    "ErrorTree": {
        "description": "Where in the request: names of fields and positions in lists, down to what is wrong there.",
        "anyOf": [_FAULTS, _BRANCHES],
    },
    "FormError": {
        "type": "object",
        "properties": {"code": {"type": "string"}, "message": _MESSAGE},
        "required": ["code", "message"],
        "additionalProperties": False,
    },
    "RateLimit": {
        "type": "object",
        "properties": {"message": _MESSAGE, "code": _CODE, **_AGAIN},
        "required": ["message", "retry_after", "global"],
        "additionalProperties": False,
    },
}


def _header(kind: str, description: str) -> Json:
    return {"description": description, "schema": {"type": kind}}


RATE_LIMIT_HEADERS: dict[str, Json] = {
    "X-RateLimit-Limit": _header("integer", "Requests in a window."),
    "X-RateLimit-Remaining": _header("integer", "Requests left in this window."),
    "X-RateLimit-Reset": _header("number", "When the window ends: seconds since 1970."),
    "X-RateLimit-Reset-After": _header("number", "Seconds until the window ends."),
    "X-RateLimit-Bucket": _header("string", "Which operations share the limit: those with the same bucket."),
    "X-RateLimit-Scope": _header("string", "`user`, `shared` (all who use the resource) or `global`."),
    "X-RateLimit-Global": _header("string", "`true` when the global limit was met."),
    "Retry-After": _header("integer", "Seconds to wait."),
}


ONLY_WITH_429 = frozenset({"X-RateLimit-Global", "Retry-After"})


def _refusal(description: str, schema: str) -> Json:
    return {"description": description, "content": {"application/json": {"schema": reference(schema)}}}


RESPONSES: dict[str, Json] = {
    "RateLimited": _refusal("Too many requests", "RateLimit")
    | {"headers": {name: {"$ref": f"#/components/headers/{name}"} for name in RATE_LIMIT_HEADERS}},
    "4XX": _refusal("What the client did wrong, or may not do", "Error"),
    "5XX": _refusal("A failure of the server", "Error"),
}
