"""openapi.json, made of operations small enough to read."""

import enum
from typing import Annotated, Any

import jsonschema_rs
import msgspec
import pytest

from core import codes, form_codes, limits, wire
from core.limits import Bucket
from core.problems import Faults, Problem
from core.wire import UNSET, Permissions, Snowflake, Timestamp, UnsetType
from openapi.paths import openapi_document
from openapi.schemas import Components
from rest.call import Call
from rest.multipart import Upload
from rest.operation import Answer, Who, operation

WRITES = Bucket("writes", 5, 5)


class Kind(enum.IntEnum):
    SMALL = 1
    LARGE = 2


class Badge(msgspec.Struct):
    name: str


class Thing(msgspec.Struct):
    """A thing.

    And the theory of it.
    """

    id: Snowflake
    kind: Kind
    nick: str | None = None
    badges: list[Badge] = []
    since: Timestamp | UnsetType = UNSET
    allow: Permissions = Permissions(0)
    inner: "Thing | Badge | None" = None


class EditThing(msgspec.Struct):
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | UnsetType | None = UNSET
    badge: Badge | UnsetType = UNSET
    count: Annotated[int, msgspec.Meta(ge=0)] = 3


class Look(msgspec.Struct):
    limit: Annotated[int, msgspec.Meta(ge=1, le=100)] = 50
    ids: list[Snowflake] = []


@operation("GET", "/things/{thing_id}", who=Who.ACCOUNT, bucket=None, problems=(codes.UNKNOWN_CHANNEL,))
async def get_thing(call: Call, thing_id: Snowflake) -> Thing:
    """Reads a thing."""
    raise NotImplementedError


@operation("GET", "/things", who=Who.ANYONE, bucket=None, problems=(codes.INDEX_NOT_AVAILABLE,))
async def list_things(call: Call, query: Look) -> list[Thing | Badge]:
    """Lists them."""
    raise NotImplementedError


@operation("POST", "/things", who=Who.BOT, bucket=WRITES, status=(200, 204), answer=Thing | None)
async def create_thing(call: Call, body: EditThing, files: list[Upload]) -> Answer:
    """Makes one."""
    raise NotImplementedError


@operation("PUT", "/things/{thing_id}", who=Who.USER, bucket=WRITES)
async def put_thing(call: Call, thing_id: Snowflake, body: Badge) -> None:
    """Sets one."""


OPERATIONS = [get_thing, list_things, create_thing, put_thing]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi_document(OPERATIONS)


def test_what_is_sent_is_closed_and_only_unset_is_optional(document: dict[str, Any]) -> None:
    thing = document["components"]["schemas"]["Thing"]
    assert thing["required"] == ["id", "kind", "nick", "badges", "allow", "inner"]
    assert thing["additionalProperties"] is False
    assert thing["description"] == "A thing."
    assert thing["properties"]["since"] == {"type": "string", "format": "date-time"}
    assert thing["properties"]["nick"] == {"type": ["string", "null"]}
    assert [*thing["properties"]["inner"]["anyOf"]][-1] == {"type": "null"}
    assert document["components"]["schemas"]["Kind"] == {"type": "integer", "enum": [1, 2]}


def test_a_request_is_open_and_requires_what_has_no_default(document: dict[str, Any]) -> None:
    edit = document["components"]["schemas"]["EditThing"]
    assert "required" not in edit
    assert "additionalProperties" not in edit
    assert edit["properties"]["name"] == {"type": ["string", "null"], "minLength": 1, "maxLength": 100}
    assert edit["properties"]["count"] == {"type": "integer", "minimum": 0, "default": 3}
    assert edit["properties"]["badge"] == {"$ref": "#/components/schemas/BadgeRequest"}
    assert "additionalProperties" not in document["components"]["schemas"]["BadgeRequest"]


def test_parameters_have_their_limits_and_repeat(document: dict[str, Any]) -> None:
    limit, ids = document["paths"]["/things"]["get"]["parameters"]
    assert limit["schema"] == {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}
    assert not limit["required"]
    assert ids["style"] == "form"
    assert ids["explode"]
    (thing_id,) = document["paths"]["/things/{thing_id}"]["get"]["parameters"]
    assert thing_id["in"] == "path"
    assert thing_id["required"]
    assert thing_id["schema"]["format"] == "snowflake"


def test_who_may_call_is_the_security(document: dict[str, Any]) -> None:
    things, thing = document["paths"]["/things"], document["paths"]["/things/{thing_id}"]
    assert thing["get"]["security"] == [{"BotToken": []}, {"UserToken": []}]
    assert things["get"]["security"] == []
    assert things["post"]["security"] == [{"BotToken": []}]
    assert thing["put"]["security"] == [{"UserToken": []}]


def test_statuses_bodies_and_limits_of_an_answer(document: dict[str, Any]) -> None:
    created = document["paths"]["/things"]["post"]["responses"]
    assert list(created) == ["200", "204", "429", "4XX", "5XX"]
    assert "X-RateLimit-Bucket" in created["200"]["headers"]
    assert "content" not in created["204"]
    listed = document["paths"]["/things"]["get"]["responses"]
    assert list(listed) == ["200", "202", "4XX", "5XX"]
    assert "headers" not in listed["200"]
    assert "10003" in document["paths"]["/things/{thing_id}"]["get"]["description"]


def test_a_body_may_be_left_out_when_nothing_in_it_is_required(document: dict[str, Any]) -> None:
    create = document["paths"]["/things"]["post"]["requestBody"]
    assert not create["required"]
    form = create["content"]["multipart/form-data"]["schema"]["properties"]
    assert form["payload_json"]["contentSchema"] == {"$ref": "#/components/schemas/EditThing"}
    assert "files[9]" in form
    assert document["paths"]["/things/{thing_id}"]["put"]["requestBody"]["required"]


def test_every_schema_is_a_json_schema_and_leads_somewhere(document: dict[str, Any]) -> None:
    for name in document["components"]["schemas"]:
        jsonschema_rs.meta.validate(document["components"]["schemas"][name])
        schema(document, name)


def test_two_types_of_one_name_are_refused() -> None:
    components = Components()
    components.describe(Badge, "sent")
    with pytest.raises(ValueError, match="named Badge"):
        components.describe(msgspec.defstruct("Badge", [("other", int)]), "sent")


def test_two_operations_of_one_route_are_refused() -> None:
    with pytest.raises(ValueError, match="two operations are get_thing"):
        openapi_document([get_thing, get_thing])


def test_an_answer_of_nobody_knows_what_is_refused() -> None:
    @operation("GET", "/riddle", who=Who.ANYONE, bucket=None)
    async def get_riddle(call: Call) -> Answer:
        raise NotImplementedError

    with pytest.raises(ValueError, match="get_riddle gives an Answer"):
        openapi_document([get_riddle])


def test_what_the_errors_of_the_code_look_like_is_documented(document: dict[str, Any]) -> None:
    faults = Faults()
    faults.add("embeds[0].title", form_codes.BASE_TYPE_REQUIRED)
    faults.add("name", form_codes.BASE_TYPE_REQUIRED)
    whole = Problem.invalid("", form_codes.BASE_TYPE_REQUIRED)
    slow = Problem(codes.RATE_LIMITED, retry_after_s=1.5)
    for problem in (Problem(codes.UNKNOWN_CHANNEL), faults.problem(), whole):
        assert schema(document, "Error").is_valid(wire.decode(problem.body(), Any)), problem.body()
    assert schema(document, "RateLimit").is_valid(wire.decode(slow.body(), Any))
    refusal = limits.body(limits.Taken(False, 5, 0, 1.0, 1.0, "b", False, 0.5))
    assert schema(document, "RateLimit").is_valid(wire.decode(refusal, Any))
    mixed = {"code": 1, "message": "", "errors": {"a": {"_errors": [{"code": "A", "message": ""}], "b": {}}}}
    assert not schema(document, "Error").is_valid(mixed)


def schema(document: dict[str, Any], name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"$ref": f"#/components/schemas/{name}"} | document)
