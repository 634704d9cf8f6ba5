"""The judge of all other tests, judged: what is documented passes, what is not does not."""

import msgspec
import pytest

from core import codes, wire
from core.problems import Problem
from core.wire import UNSET, Snowflake, UnsetType
from rest.call import Call
from rest.operation import Who, operation
from tests.answers import Contract

JSON = {"content-type": "application/json"}


class Person(msgspec.Struct):
    id: Snowflake
    nick: str | None = None
    bot: bool | UnsetType = UNSET


@operation("GET", "/people/{person_id}", who=Who.ACCOUNT, bucket=None)
async def get_person(call: Call, person_id: Snowflake) -> Person:
    """Reads someone."""
    raise AssertionError("it is described, not called")


@operation("DELETE", "/people/{person_id}", who=Who.ACCOUNT, bucket=None)
async def delete_person(call: Call, person_id: Snowflake) -> None:
    """Removes someone."""


@operation("GET", "/people/@me", who=Who.ACCOUNT, bucket=None)
async def get_me(call: Call) -> list[Person]:
    """Reads oneself."""
    raise AssertionError("it is described, not called")


CONTRACT = Contract([get_person, delete_person, get_me], {"PERSON_UPDATE": Person})
GOOD = wire.encode(Person(Snowflake(5)))


def test_what_is_documented_passes() -> None:
    for prefix in ("", "/api", "/api/v9", "/api/v10"):
        CONTRACT.check("GET", f"{prefix}/people/5", 200, JSON, GOOD)
    CONTRACT.check("delete", "/people/5?why=so", 204, JSON, b"")
    CONTRACT.check("GET", "/people/@me", 200, JSON, b"[" + GOOD + b"]")
    CONTRACT.check("GET", "/people/5", 404, JSON, Problem(codes.UNKNOWN_USER).body())
    CONTRACT.check("GET", "/nowhere", 404, JSON, Problem(codes.NOT_FOUND).body())
    CONTRACT.check("GET", "/people/5", 503, JSON, Problem(codes.SERVICE_UNAVAILABLE).body())
    CONTRACT.check("GET", "/avatars/5/a.png", 200, {"content-type": "image/png"}, b"\x89PNG")


@pytest.mark.parametrize(
    ("said", "method", "path", "status", "headers", "body"),
    [
        ("always a bug", "GET", "/people/5", 500, JSON, Problem(codes.INTERNAL_SERVER_ERROR).body()),
        ("201, which is not documented", "GET", "/people/5", 201, JSON, GOOD),
        ('"id" is a required property', "GET", "/people/5", 200, JSON, b'{"nick":null}'),
        (".id: 5 is not", "GET", "/people/5", 200, JSON, b'{"id":5,"nick":null}'),
        (".id:", "GET", "/people/5", 200, JSON, b'{"id":"05","nick":null}'),
        ('"nick" is a required', "GET", "/people/5", 200, JSON, b'{"id":"5"}'),
        (".bot: null", "GET", "/people/5", 200, JSON, b'{"id":"5","nick":null,"bot":null}'),
        ("'age' was unexpected", "GET", "/people/5", 200, JSON, b'{"id":"5","nick":null,"age":3}'),
        ("as text/plain", "GET", "/people/5", 200, {"content-type": "text/plain"}, GOOD),
        ("documented as empty", "DELETE", "/people/5", 204, JSON, GOOD),
        ("get_me", "GET", "/people/@me", 200, JSON, GOOD),
        ('"message" is a required', "GET", "/people/5", 404, JSON, b'{"code":0}'),
        ("no operation is documented", "POST", "/people/5", 200, JSON, GOOD),
    ],
)
def test_what_is_not_documented_does_not(
    said: str, method: str, path: str, status: int, headers: dict[str, str], body: bytes
) -> None:
    with pytest.raises(AssertionError) as refused:
        CONTRACT.check(method, path, status, headers, body)
    assert said in str(refused.value)


def test_events() -> None:
    CONTRACT.check_event("PERSON_UPDATE", {"id": "5", "nick": None})
    with pytest.raises(AssertionError, match='"id" is a required property'):
        CONTRACT.check_event("PERSON_UPDATE", {"nick": None})
    with pytest.raises(AssertionError, match=r"PERSON_CREATE is not in asyncapi\.json"):
        CONTRACT.check_event("PERSON_CREATE", {})
