import enum
import json
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET, Meta, Struct, UnsetType

from core import codes, wire
from core.diagnosis import diagnose
from core.problems import MOST_FAULTS, Problem
from core.validation import convert, decode
from core.wire import Permissions, Snowflake, Timestamp


class Style(enum.IntEnum):
    PRIMARY = 1
    DANGER = 4


class Button(Struct, tag_field="type", tag=2):
    style: Style
    label: Annotated[str, Meta(max_length=80)] | UnsetType | None = UNSET


class Row(Struct, tag_field="type", tag=1):
    components: Annotated[list["Button | Row"], Meta(min_length=1, max_length=5)]


class Field(Struct):
    name: Annotated[str, Meta(min_length=1, max_length=5)]
    value: str
    inline: bool = False


class Embed(Struct):
    title: Annotated[str, Meta(max_length=3)] | None = None
    color: Annotated[int, Meta(ge=0, le=0xFFFFFF)] | UnsetType | None = UNSET
    timestamp: Timestamp | None = None
    fields: list[Field] = []


class Body(Struct, rename={"kind": "type"}):
    content: Annotated[str, Meta(max_length=10)] | UnsetType = UNSET
    nonce: int | str | None = None
    kind: Literal[0, 5] = 0
    mode: Literal["all", "none"] | None = None
    parent_id: Snowflake | UnsetType | None = UNSET
    permissions: Permissions | None = None
    embeds: Annotated[list[Embed], Meta(max_length=2)] | None = None
    roles: list[Snowflake] = []
    names: dict[str, Annotated[str, Meta(pattern="^[a-z]+$")]] = {}
    components: list[Row | Button] = []
    shard: tuple[int, int] | UnsetType = UNSET
    rate: Annotated[float, Meta(gt=0, lt=1)] = 0.5


class Ban(Struct):
    user_id: Snowflake
    reason: str


class Query(Struct):
    limit: Annotated[int, Meta(ge=1, le=100)] = 50
    with_counts: bool = False
    before: Snowflake | None = None
    ids: list[Snowflake] = []
    sort: Literal["asc", "desc"] | UnsetType = UNSET
    level: Literal[1, 2] | None = None
    style: Style | None = None


def faults_of(problem: Problem) -> dict[str, str]:
    return {".".join(map(str, fault.path)): f"{fault.code}: {fault.message}" for fault in problem.faults}


def refused(body: Any, kind: Any = Body) -> dict[str, str]:
    with pytest.raises(Problem) as raised:
        decode(json.dumps(body), kind)
    assert raised.value.code == codes.INVALID_FORM_BODY
    return faults_of(raised.value)


def refused_query(values: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(Problem) as raised:
        convert(values, Query)
    assert raised.value.code == codes.INVALID_FORM_BODY
    return faults_of(raised.value)


def test_good_bodies_pass_and_unknown_keys_are_ignored():
    body = decode(b'{"content": "hi", "roles": ["7"], "whatever": [1], "type": 5}', Body)
    assert (body.content, body.roles, body.kind, body.parent_id) == ("hi", [7], 5, UNSET)


def test_every_fault_is_told_not_only_the_first():
    assert refused(
        {
            "content": "x" * 11,
            "type": 3,
            "parent_id": "abc",
            "embeds": [{"title": "long", "fields": [{"name": ""}]}, {"color": -1, "timestamp": "yesterday"}],
        }
    ) == {
        "content": "BASE_TYPE_MAX_LENGTH: Must be 10 or fewer in length.",
        "type": "BASE_TYPE_CHOICES: Value must be one of (0, 5).",
        "parent_id": 'NUMBER_TYPE_COERCE: Value "abc" is not snowflake.',
        "embeds.0.title": "BASE_TYPE_MAX_LENGTH: Must be 3 or fewer in length.",
        "embeds.0.fields.0.name": "BASE_TYPE_BAD_LENGTH: Must be between 1 and 5 in length.",
        "embeds.0.fields.0.value": "BASE_TYPE_REQUIRED: This field is required",
        "embeds.1.color": "NUMBER_TYPE_MIN: int value should be greater than or equal to 0.",
        "embeds.1.timestamp": "DATE_TIME_TYPE_PARSE: Could not parse yesterday. Should be ISO8601.",
    }


@pytest.mark.parametrize(
    ("body", "path", "fault"),
    [
        ({"content": 5}, "content", 'STRING_TYPE_CONVERT: Could not interpret "5" as string.'),
        ({"content": None}, "content", "BASE_TYPE_REQUIRED: This field is required"),
        ({"nonce": []}, "nonce", 'NUMBER_TYPE_COERCE: Value "[]" is not int.'),
        ({"type": "DM"}, "type", 'NUMBER_TYPE_COERCE: Value "DM" is not int.'),
        ({"type": False}, "type", 'NUMBER_TYPE_COERCE: Value "False" is not int.'),
        ({"mode": "some"}, "mode", "BASE_TYPE_CHOICES: Value must be one of ('all', 'none')."),
        ({"mode": 1}, "mode", 'STRING_TYPE_CONVERT: Could not interpret "1" as string.'),
        ({"permissions": -1}, "permissions", 'NUMBER_TYPE_COERCE: Value "-1" is not permissions.'),
        ({"embeds": {}}, "embeds", "LIST_TYPE_CONVERT: Only iterables may be used in a ListType"),
        ({"embeds": [{}] * 3}, "embeds", "BASE_TYPE_MAX_LENGTH: Must be 2 or fewer in length."),
        ({"embeds": [7]}, "embeds.0", "MODEL_TYPE_CONVERT: Only dictionaries may be used in a ModelType"),
        (
            {"embeds": [None]},
            "embeds.0",
            "LIST_ITEM_VALUE_REQUIRED: List item values of ModelType are required",
        ),
        ({"embeds": [{"color": 1 << 24}]}, "embeds.0.color", None),
        ({"roles": ["1", "x"]}, "roles.1", 'NUMBER_TYPE_COERCE: Value "x" is not snowflake.'),
        ({"names": []}, "names", "DICT_TYPE_CONVERT: Only dictionaries may be used in a DictType"),
        (
            {"names": {"de": "A"}},
            "names.de",
            "STRING_TYPE_REGEX: String value did not match validation regex.",
        ),
        ({"components": [{"type": 2}]}, "components.0.style", "BASE_TYPE_REQUIRED: This field is required"),
        ({"components": [{"style": 1}]}, "components.0.type", "BASE_TYPE_REQUIRED: This field is required"),
        (
            {"components": [{"type": 9}]},
            "components.0.type",
            'UNION_TYPE_CHOICES: Value of field "type" must be one of (1, 2).',
        ),
        (
            {"components": [{"type": 1, "components": [{"type": 2, "style": 3}]}]},
            "components.0.components.0.style",
            "BASE_TYPE_CHOICES: Value must be one of (1, 4).",
        ),
        ({"shard": [0]}, "shard", "BASE_TYPE_BAD_LENGTH: Must be between 2 and 2 in length."),
        ({"shard": [0, "1"]}, "shard.1", 'NUMBER_TYPE_COERCE: Value "1" is not int.'),
        ({"rate": 1}, "rate", "NUMBER_TYPE_MAX: float value should be less than 1."),
        ({"rate": 0.0}, "rate", "NUMBER_TYPE_MIN: float value should be greater than 0."),
    ],
)
def test_each_kind_of_fault(body: Any, path: str, fault: str | None):
    found = refused(body)
    assert list(found) == [path]
    assert fault is None or found[path] == fault


@pytest.mark.parametrize("body", [[], 1, "x", None, True])
def test_a_body_that_is_no_object(body: Any):
    assert refused(body) == {"": "DICT_TYPE_CONVERT: Only dictionaries may be used in a DictType"}


@pytest.mark.parametrize("data", [b"", b"{", b"{'a': 1}", b'{"content": 1', b'"\xff"', b"{} {}", b"NaN", "\ud800"])
def test_what_is_no_json(data: bytes | str):
    with pytest.raises(Problem) as raised:
        decode(data, Body)
    assert json.loads(raised.value.body()) == {
        "message": "The request body contains invalid JSON.",
        "code": 50109,
    }


@pytest.mark.parametrize(
    "data", [b'{"x":' + b"[" * 100_000, b'{"components":[{"type":1,"components":' * 3_000, b"[" * 100_000]
)
def test_deep_nesting_is_refused(data: bytes):
    with pytest.raises(Problem) as raised:
        decode(data, Body)
    assert (raised.value.status, faults_of(raised.value)) == (
        400,
        {"": "FORM_TOO_DEEP: The body is nested too deeply."},
    )


def test_numbers_beyond_all_measure():
    with pytest.raises(Problem) as raised:
        decode(b'{"rate": 1e999}', Body)
    assert faults_of(raised.value) == {"rate": "BASE_TYPE_INVALID: Number out of range"}


@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00Z", "0001-01-02T00:00:00+23:59", "9999-12-31T23:59:59.999999Z", "9999-12-31T23:00:00-23:59"],
)
def test_moments_that_the_database_takes_for_endless(moment: str):
    with pytest.raises(Problem) as refused:
        decode(json.dumps({"timestamp": moment}), Embed)
    assert "timestamp" in refused.value.body().decode()
    assert decode(b'{"timestamp":"0001-01-02T00:00:00Z"}', Embed).timestamp


def test_bodies_of_too_many_values():
    few, many = (b'{"x":[' + b"[]," * number + b"1]}" for number in (90_000, 110_000))
    assert decode(few, Embed) == Embed()
    for body in (many, many.decode()):
        with pytest.raises(Problem) as refused:
            decode(body, Embed)
        assert refused.value.status == 413


def test_checks_of_a_struct_itself_keep_their_path():
    class Range(Struct):
        low: int
        high: int

        def __post_init__(self) -> None:
            if self.low > self.high:
                raise ValueError("low is above high")

    class Settings(Struct):
        ranges: list[Range]

    assert refused({"ranges": [{"low": 1, "high": 2}, {"low": 2, "high": 1}]}, Settings) == {
        "ranges.1": "BASE_TYPE_INVALID: low is above high"
    }


def test_a_bad_body_does_not_make_a_huge_answer():
    assert len(refused({"roles": ["x"] * 100_000})) == MOST_FAULTS


def test_lists_at_the_top():
    assert refused([{"user_id": "1", "reason": 1}, {}], list[Ban]) == {
        "0.reason": 'STRING_TYPE_CONVERT: Could not interpret "1" as string.',
        "1.user_id": "BASE_TYPE_REQUIRED: This field is required",
        "1.reason": "BASE_TYPE_REQUIRED: This field is required",
    }


def test_a_text_with_nul_is_refused_wherever_it_stands():
    assert refused(
        {
            "content": "a\0b",
            "nonce": "\0",
            "embeds": [{"fields": [{"name": "n", "value": "v"}, {"name": "n", "value": "\0"}]}],
            "unknown": "\0",
        }
    ) == {
        "content": "BASE_TYPE_INVALID: Must not contain the NUL character.",
        "nonce": "BASE_TYPE_INVALID: Must not contain the NUL character.",
        "embeds.0.fields.1.value": "BASE_TYPE_INVALID: Must not contain the NUL character.",
    }
    assert decode(rb'{"content": "\\u0000", "unknown": "\u0000"}', Body).content == "\\u0000"
    assert decode('{"content": "\\\\u0000"}', Body).content == "\\u0000"
    with pytest.raises(Problem):
        decode(rb'{"a\u0000": 1}', dict[str, int])
    with pytest.raises(Problem) as raised:
        convert({"user_id": "1", "reason": "a\0"}, Ban)
    assert [fault.path for fault in raised.value.faults] == [("reason",)]
    assert convert({"user_id": "1", "reason": "a", "unknown": "\0"}, Ban).reason == "a"


def test_queries():
    query = convert({"limit": "7", "with_counts": "true", "before": "12", "ids": "3", "style": "4"}, Query)
    assert (query.limit, query.with_counts, query.before, query.ids, query.style) == (7, True, 12, [3], 4)
    assert convert({"ids": ["1", "2"], "limit": ["1", "2"], "other": "x"}, Query) == Query(
        ids=[Snowflake(1), Snowflake(2)], limit=2
    )


def test_every_fault_of_a_query():
    assert refused_query(
        {
            "limit": "101",
            "with_counts": "maybe",
            "before": "@me",
            "ids": ["1", "x"],
            "sort": "up",
            "level": "3",
            "style": "x",
        }
    ) == {
        "limit": "NUMBER_TYPE_MAX: int value should be less than or equal to 100.",
        "with_counts": "BOOLEAN_TYPE_CONVERT: Must be either true or false.",
        "before": 'NUMBER_TYPE_COERCE: Value "@me" is not snowflake.',
        "ids.1": 'NUMBER_TYPE_COERCE: Value "x" is not snowflake.',
        "sort": "BASE_TYPE_CHOICES: Value must be one of ('asc', 'desc').",
        "level": "BASE_TYPE_CHOICES: Value must be one of (1, 2).",
        "style": 'NUMBER_TYPE_COERCE: Value "x" is not int.',
    }
    assert refused_query({"before": "null"}) == {"before": 'NUMBER_TYPE_COERCE: Value "null" is not snowflake.'}
    assert refused_query({"level": "1.0"}) == {"level": "BASE_TYPE_CHOICES: Value must be one of (1, 2)."}
    assert refused_query({"limit": "\ud800"}) == {"limit": 'NUMBER_TYPE_COERCE: Value "?" is not int.'}
    assert refused_query({"limit": "ten"}) == {"limit": 'NUMBER_TYPE_COERCE: Value "ten" is not int.'}


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-3, 6)
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["", "1", "abc", "all", "2020-01-01T00:00:00Z", "_errors"])
    | st.text(max_size=12)
)
KEYS = st.sampled_from(
    [*Body.__struct_encode_fields__, *Embed.__struct_encode_fields__, "name", "value", "style", "_errors"]
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=6) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)
BODIES = st.dictionaries(KEYS, JSON, max_size=6) | JSON


def assert_documented_shape(tree: dict[str, Any]) -> None:
    assert tree
    if "_errors" in tree:
        assert list(tree) == ["_errors"]
        assert tree["_errors"]
        for leaf in tree["_errors"]:
            assert set(leaf) == {"code", "message"}
            assert all(isinstance(text, str) for text in leaf.values())
        return
    for below in tree.values():
        assert_documented_shape(below)


@settings(deadline=None)
@given(body=BODIES, kind=st.sampled_from([Body, Embed, Row, Row | Button, list[Field], Query, dict[str, int]]))
def test_any_json_gives_a_value_or_a_problem(body: Any, kind: Any):
    try:
        decode(json.dumps(body), kind)
    except Problem as problem:
        answer = json.loads(problem.body())
        assert (answer["code"], problem.status) == (50035, 400)
        assert_documented_shape(answer["errors"])


@settings(deadline=None)
@given(data=st.binary(max_size=40) | st.text('{}[]":,0123456789.eE-\\u dtrue', max_size=40).map(str.encode))
def test_any_bytes_give_a_value_or_a_problem(data: bytes):
    try:
        decode(data, Body)
    except Problem as problem:
        assert problem.status == 400


LEAVES: list[Any] = [
    int,
    str,
    bool,
    float,
    Style,
    Snowflake,
    Permissions,
    Timestamp,
    Literal[0, 1],
    Literal["all"],
    int | str | None,
    Annotated[str, Meta(min_length=1, max_length=3)],
    Annotated[int, Meta(ge=0, lt=5)],
    Annotated[float, Meta(gt=-1, le=5)],
    dict[str, int],
    list[int],
    tuple[int, str],
    Embed,
    Button | Row,
]


@settings(deadline=None)
@given(body=JSON, kind=st.sampled_from(LEAVES))
def test_the_diagnosis_agrees_with_msgspec(body: Any, kind: Any):
    data = json.dumps(body)
    try:
        wire.decode(data, kind)
        is_accepted = True
    except msgspec.ValidationError:
        is_accepted = False
    assert bool(diagnose(msgspec.json.decode(data), kind)) is not is_accepted


TEXTS = st.text(st.characters(), max_size=8) | st.sampled_from(["1", "true", "null", "1.0", "1e3", "asc", "-1"])


@settings(deadline=None)
@given(
    values=st.dictionaries(
        st.sampled_from(Query.__struct_encode_fields__), TEXTS | st.lists(TEXTS, max_size=3), max_size=7
    )
)
def test_any_query_gives_a_value_or_a_problem(values: dict[str, Any]):
    try:
        convert(values, Query)
    except Problem as problem:
        assert_documented_shape(json.loads(problem.body())["errors"])
        assert "BASE_TYPE_INVALID" not in {fault.code for fault in problem.faults}
