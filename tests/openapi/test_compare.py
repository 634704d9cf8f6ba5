"""The comparison of two contracts, on documents small enough to count by hand."""

import copy
import json
from pathlib import Path
from typing import Any

import msgspec
import pytest

from openapi.bodies import Count
from openapi.compare import main, report
from openapi.differences import Difference, Differences, read_differences
from openapi.document import Document
from openapi.parity import Parity, compare, percent, total

Json = dict[str, Any]

USER: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"$ref": "#/components/schemas/Snowflake"},
        "nick": {"type": ["string", "null"]},
        "kind": {"type": "integer", "oneOf": [{"const": 1}, {"const": 2}]},
    },
}
MESSAGE: Json = {
    "type": "object",
    "required": ["author"],
    "properties": {
        "author": {"$ref": "#/components/schemas/User"},
        "mentions": {"type": "array", "items": {"$ref": "#/components/schemas/User"}},
        "answered": {"oneOf": [{"type": "null"}, {"$ref": "#/components/schemas/Message"}]},
    },
}
CREATE: Json = {
    "type": "object",
    "properties": {"content": {"type": ["string", "null"]}, "tts": {"type": "boolean"}},
}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def answer(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}}


def published() -> Json:
    """2 operations; 1 + 2 parameters; 1 content type and 2 fields in; 2 bodies out with 3 and 6 fields."""
    channel = {"name": "channel_id", "in": "path", "required": True, "schema": ref("Snowflake")}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    return {
        "paths": {
            "/users/@me": {"get": {"responses": {"200": answer(ref("User"))}}},
            "/channels/{channel_id}/messages": {
                "parameters": [channel],
                "post": {
                    "parameters": [limit],
                    "requestBody": answer(ref("Create")),
                    "responses": {"200": answer(ref("Message")), "4XX": {}},
                },
            },
        },
        "components": {
            "schemas": {
                "Snowflake": {"type": "string", "format": "snowflake"},
                "User": USER,
                "Message": MESSAGE,
                "Create": CREATE,
            }
        },
    }


POST = "POST /channels/{channel_id}/messages"


def parity(ours: Json, *differences: Difference, theirs: Json | None = None) -> Parity:
    documents = [msgspec.convert(each, Document) for each in (theirs or published(), ours)]
    return compare(*documents, Differences(list(differences)))


def changed(*path: str, to: object = None) -> Json:
    """The published document with the part at that path set, or removed if no value is given."""
    document = copy.deepcopy(published())
    part = document
    for key in path[:-1]:
        part = part[key]
    if to is None:
        del part[path[-1]]
    else:
        part[path[-1]] = to
    return document


def found(result: Parity) -> list[tuple[str, str]]:
    return [(each.kind, each.where) for operation in result.compared for each in operation.findings]


def properties(name: str, *path: str, to: object = None) -> Json:
    return changed("components", "schemas", name, "properties", *path, to=to)


def test_a_document_has_all_of_itself() -> None:
    result = parity(published())
    assert found(result) == []
    assert total(result.compared) == Count(published=2 + 2 + 3 + (1 + 3) + (1 + 6), have=18)
    assert "parity 100.0%" in report(result)


def test_names_of_path_parameters_and_a_version_in_front_do_not_matter() -> None:
    text = json.dumps(published()).replace("channel_id", "id").replace('"/', '"/api/v10/')
    assert percent(total(parity(json.loads(text)).compared)) == 100


def test_a_missing_operation_misses_all_its_parts() -> None:
    result = parity(changed("paths", "/users/@me"))
    assert found(result) == [("missing", "GET /users/@me")]
    assert total(result.compared).have == 18 - 5
    assert "  users:\n    GET /users/@me" in report(result)


def test_an_operation_of_ours_alone_is_no_fault() -> None:
    result = parity(changed("paths", "/auth/login", to={"post": {}}))
    assert result.ours_alone == ["POST /auth/login"]
    assert percent(total(result.compared)) == 100


def test_a_missing_parameter() -> None:
    result = parity(changed("paths", "/channels/{channel_id}/messages", "post", "parameters", to=[]))
    assert found(result) == [("missing", f"{POST} query.limit")]
    assert total(result.compared).have == 17


@pytest.mark.parametrize(
    ("parameter", "kind"),
    [
        ({"name": "limit", "in": "query", "schema": {"type": "string"}}, "type"),
        ({"name": "limit", "in": "query", "required": True, "schema": {"type": "integer"}}, "required"),
        ({"name": "limit", "in": "query", "schema": {"type": "integer", "enum": [1, 2]}}, None),
        ({"name": "limit", "in": "query", "schema": {"type": "number"}}, None),
    ],
)
def test_a_parameter_that_differs(parameter: Json, kind: str | None) -> None:
    result = parity(changed("paths", "/channels/{channel_id}/messages", "post", "parameters", to=[parameter]))
    assert found(result) == ([(kind, f"{POST} query.limit")] if kind else [])


def test_a_missing_nested_field_is_told_at_its_shortest_path_and_counted_once_an_operation() -> None:
    result = parity(properties("User", "nick"))
    assert found(result) == [
        ("missing", "GET /users/@me response.nick"),
        ("missing", f"{POST} response.author.nick"),
    ]
    assert total(result.compared).have == 16


def test_a_field_that_one_of_two_places_lacks_differs() -> None:
    poor = {
        "type": "array",
        "items": {"type": "object", "required": ["id"], "properties": {"id": ref("Snowflake")}},
    }
    result = parity(properties("Message", "mentions", to=poor))
    assert found(result) == [("missing", f"{POST} response.mentions[].{name}") for name in ("nick", "kind")]
    assert total(result.compared).have == 16


@pytest.mark.parametrize(
    ("name", "field", "schema", "kind"),
    [
        ("User", "nick", {"type": "string"}, None),  # we never send the null that we might
        ("User", "id", {"oneOf": [ref("Snowflake"), {"type": "null"}]}, "null"),
        ("User", "id", {"type": "string"}, "format"),
        ("User", "id", {"type": "integer"}, "type"),
        ("User", "kind", {"enum": [1]}, None),
        ("User", "kind", {"enum": [1, 3]}, "values"),
        ("User", "kind", {}, "type"),
    ],
)
def test_a_response_field_may_be_narrower_but_not_wider(name: str, field: str, schema: Json, kind: str | None) -> None:
    first = [each for each in found(parity(properties(name, field, to=schema))) if "/users/@me" in each[1]]
    assert {each[0] for each in first[:1]} == ({kind} if kind else set())


@pytest.mark.parametrize(
    ("schema", "kind"),
    [
        ({"type": "string"}, "null"),
        ({"type": ["string", "integer", "null"]}, None),
        ({"type": ["integer", "null"]}, "type"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, None),
    ],
)
def test_a_request_field_may_be_wider_but_not_narrower(schema: Json, kind: str | None) -> None:
    result = found(parity(properties("Create", "content", to=schema)))
    assert result == ([(kind, f"{POST} request.content")] if kind else [])


def test_required_counts_by_who_sends() -> None:
    lax = changed("components", "schemas", "Message", "required", to=[])
    assert found(parity(lax)) == [("required", f"{POST} response.author")]
    strict = changed("components", "schemas", "Create", "required", to=["tts"])
    assert found(parity(strict)) == [("required", f"{POST} request.tts")]


def test_what_we_alone_ask_for_is_a_fault() -> None:
    ours = changed("components", "schemas", "Create", "required", to=["captcha"])
    ours["components"]["schemas"]["Create"]["properties"] |= {"captcha": {}, "enforced": {}}
    post = ours["paths"]["/channels/{channel_id}/messages"]["post"]
    post["parameters"].append({"name": "key", "in": "query", "required": True, "schema": {}})
    post["requestBody"]["required"] = True
    assert found(parity(ours)) == [
        ("required", f"{POST} query.key"),
        ("required", f"{POST} request.captcha"),
        ("extra", f"{POST} request.enforced"),
        ("required", f"{POST} request"),
    ]


def test_what_an_array_contains_belongs_to_its_field() -> None:
    result = parity(properties("Message", "mentions", to={"type": "array", "items": {"type": "string"}}))
    assert ("type", f"{POST} response.mentions[]") in found(result)


def test_alternatives_are_taken_together() -> None:
    theirs = published()
    bot = {"type": "object", "required": ["id"], "properties": {"id": ref("Snowflake"), "owner": ref("User")}}
    theirs["components"]["schemas"]["Bot"] = bot
    theirs["paths"]["/users/@me"]["get"]["responses"]["200"] = answer({"oneOf": [ref("User"), ref("Bot")]})
    one = copy.deepcopy(theirs)
    everything = {"type": "object", "required": ["id"], "properties": USER["properties"] | bot["properties"]}
    one["paths"]["/users/@me"]["get"]["responses"]["200"] = answer(everything)
    assert found(parity(one, theirs=theirs)) == []
    del everything["properties"]["owner"]
    assert found(parity(one, theirs=theirs)) == [("missing", "GET /users/@me response.owner")]


def test_cycles_through_references_unions_and_maps_end() -> None:
    theirs = published()
    loop = {"oneOf": [{"type": "string"}, {"type": "array", "items": ref("Tree")}, ref("Tree"), ref("Map")]}
    theirs["components"]["schemas"] |= {
        "Tree": loop,
        "Map": {"type": "object", "additionalProperties": ref("Tree")},
    }
    theirs["components"]["schemas"]["User"] = copy.deepcopy(USER)
    theirs["components"]["schemas"]["User"]["properties"]["tree"] = ref("Tree")
    assert found(parity(theirs, theirs=theirs)) == []


def test_the_json_part_of_a_multipart_body_is_the_body() -> None:
    ours = published()
    parts = {"type": "object", "properties": {"payload_json": ref("Create"), "files[0]": {"type": "string"}}}
    body = {"content": {"multipart/form-data": {"schema": parts}}}
    ours["paths"]["/channels/{channel_id}/messages"]["post"]["requestBody"] = body
    faults = [each for each in found(parity(ours)) if each[0] != "extra"]
    assert faults == [("missing", f"{POST} request application/json")]


def test_a_missing_status_misses_its_fields() -> None:
    result = parity(changed("paths", "/users/@me", "get", "responses", to={"201": answer(ref("User"))}))
    assert found(result) == [
        ("missing", "GET /users/@me response 200 application/json"),
        ("extra", "GET /users/@me response 201"),
    ]
    assert total(result.compared).have == 18 - 4


def test_what_is_meant_is_counted_apart_with_all_beneath_it() -> None:
    without = properties("Message", "mentions")
    del without["components"]["schemas"]["Message"]["properties"]["author"]
    without["components"]["schemas"]["Message"]["required"] = []
    excused = [Difference(f"* response.{name}", "not here") for name in ("author", "mentions")]
    result = parity(without, *excused)
    assert total(result.compared) == Count(published=18, have=13, meant=5)
    assert percent(total(result.compared)) == 100
    assert "response.author: not here" in report(result, everything=True)


def test_a_meant_operation_is_not_listed_as_missing() -> None:
    result = parity(changed("paths", "/users/@me"), Difference("GET /users/@me", "not here"))
    assert total(result.compared) == Count(published=18, have=13, meant=5)
    assert "Missing operations" not in report(result)


def test_stale_differences_are_told() -> None:
    gone = Difference("GET /users/@me response.nick", "was missing once")
    result = parity(published(), gone)
    assert result.stale == [gone]
    assert "Stale in differences.yaml (1):\n  GET /users/@me response.nick" in report(result)


def test_differences_are_read_from_their_file(tmp_path: Path) -> None:
    file = tmp_path / "differences.yaml"
    assert read_differences(file).entries == []
    file.write_text("- where: GET /x\n  reason: y\n")
    assert read_differences(file).entries == [Difference("GET /x", "y")]
    file.write_text("- where: GET /x\n")
    with pytest.raises(msgspec.ValidationError, match="reason"):
        read_differences(file)


def test_the_command_without_a_published_contract_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--published", str(tmp_path / "none.json")]) == 0
    assert "no published contract found" in capsys.readouterr().out


def test_the_command_prints_the_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, document in (("theirs", published()), ("ours", changed("paths", "/users/@me"))):
        (tmp_path / name).write_text(json.dumps(document))
    files = ["--published", str(tmp_path / "theirs"), "--ours", str(tmp_path / "ours")]
    assert main([*files, "--differences", str(tmp_path / "none.yaml")]) == 0
    assert "parity 72.2%" in capsys.readouterr().out
