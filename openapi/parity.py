"""Our contract against the published one, operation by operation.

An operation is the same by method and path. Of each are compared the parameters, the content types and fields
of the request, the statuses of success (with their content types) and the fields of the response. The JSON
part of a multipart body (`payload_json`) is the body itself: its fields stand beside those of the other
content types. Of an operation that we do not have, everything is missing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from openapi.bodies import Comparison, Count, Direction, Finding, Outcome, fields_within
from openapi.differences import Difference, Differences
from openapi.document import Content, Document, Endpoint, Schema, operations
from openapi.nouns import noun_of
from openapi.shapes import Field, Shapes, Value

_JSON_PART = "payload_json"


@dataclass
class Compared:
    """One published operation; `operation` counts itself, the others what it consists of."""

    where: str
    noun: str
    operation: Count
    parameters: Count
    request: Count
    response: Count
    findings: list[Finding]

    @property
    def total(self) -> Count:
        return self.operation + self.parameters + self.request + self.response


@dataclass
class Parity:
    compared: list[Compared] = field(default_factory=list[Compared])
    ours_alone: list[str] = field(default_factory=list[str])
    stale: list[Difference] = field(default_factory=list[Difference])


def percent(count: Count) -> float:
    """How much of what is published and not meant to differ we have."""
    wanted = count.published - count.meant
    return 100 * count.have / wanted if wanted else 100.0


def total(compared: Iterable[Compared]) -> Count:
    return sum((each.total for each in compared), Count())


def compare(published: Document, ours: Document, differences: Differences) -> Parity:
    """Everything that differs. Pure, but for `differences`, which remembers what was needed of it."""
    comparison = Comparison(Shapes(published), Shapes(ours), differences.reason)
    their_operations, our_operations = operations(published), operations(ours)
    compared = [
        _compare_operation(comparison, theirs, our_operations.get(key)) for key, theirs in their_operations.items()
    ]
    alone = [mine.where for key, mine in our_operations.items() if key not in their_operations]
    return Parity(compared, sorted(alone), differences.stale())


def _compare_operation(comparison: Comparison, theirs: Endpoint, mine: Endpoint | None) -> Compared:
    operation = Outcome()
    operation.add([] if mine is not None else [comparison.finding(theirs.where, "missing")])
    if mine is not None:
        parameters, request, response = _parts(comparison, theirs, mine)
    else:
        itself = Comparison(comparison.published, comparison.published, lambda _: None)
        parts = _parts(itself, theirs, theirs)
        parameters, request, response = (_nothing_of(each, meant=bool(operation.count.meant)) for each in parts)
    return Compared(
        where=theirs.where,
        noun=noun_of(theirs.path),
        operation=operation.count,
        parameters=parameters.count,
        request=request.count,
        response=response.count,
        findings=operation.findings + parameters.findings + request.findings + response.findings,
    )


def _parts(comparison: Comparison, theirs: Endpoint, mine: Endpoint) -> tuple[Outcome, Outcome, Outcome]:
    return (
        _parameters(comparison, theirs, mine),
        _request(comparison, theirs, mine),
        _response(comparison, theirs, mine),
    )


def _nothing_of(whole: Outcome, *, meant: bool) -> Outcome:
    published = whole.count.published
    return Outcome(Count(published, 0, published if meant else 0))


def _parameters(comparison: Comparison, theirs: Endpoint, mine: Endpoint) -> Outcome:
    outcome = Outcome()
    our_parameters = {mine.parameter_key(each): each for each in mine.parameters}
    for each in theirs.parameters:
        same = our_parameters.pop(theirs.parameter_key(each), None)
        theirs_as_field = Field(comparison.published.value([each.schema]), each.required)
        mine_as_field = None if same is None else Field(comparison.ours.value([same.schema]), same.required)
        where = f"{theirs.where} {each.location}.{each.name}"
        outcome.add(comparison.field(where, theirs_as_field, mine_as_field, "request"))
    for each in our_parameters.values():
        where = f"{theirs.where} {each.location}.{each.name}"
        mine_as_field = Field(comparison.ours.value([each.schema]), each.required)
        outcome.findings.append(comparison.ours_alone(where, mine_as_field, "request"))
    return outcome


def _request(comparison: Comparison, theirs: Endpoint, mine: Endpoint) -> Outcome:
    where = f"{theirs.where} request"
    outcome = _body(comparison, where, where, theirs.body.content, mine.body.content, "request")
    if mine.body.required and not theirs.body.required:
        outcome.findings.append(comparison.finding(where, "required", "published optional, ours required"))
    return outcome


def _response(comparison: Comparison, theirs: Endpoint, mine: Endpoint) -> Outcome:
    where = f"{theirs.where} response"
    outcome = Outcome()
    for status, response in theirs.responses.items():
        if not status.startswith("2"):
            continue
        ours = mine.responses.get(status)
        if response.content:
            content = ours.content if ours is not None else {}
            outcome += _body(comparison, f"{where} {status}", where, response.content, content, "response")
        else:
            outcome.add([] if ours is not None else [comparison.finding(f"{where} {status}", "missing")])
    for status in mine.responses:
        if status.startswith("2") and status not in theirs.responses:
            outcome.findings.append(comparison.finding(f"{where} {status}", "extra"))
    return outcome


def _body(
    comparison: Comparison,
    place: str,
    where: str,
    theirs: dict[str, Content],
    mine: dict[str, Content],
    direction: Direction,
) -> Outcome:
    """The content types, each named after `place`, and the fields of all of them together, after `where`."""
    outcome = Outcome()
    for content_type, content in theirs.items():
        same = mine.get(content_type)
        if same is None:
            outcome.add([comparison.finding(f"{place} {content_type}", "missing")])
        else:
            one, other = comparison.published.value([content.schema]), comparison.ours.value([same.schema])
            outcome.add(list(comparison.value(where, one, other, direction)))
    their_value = _value(comparison.published, theirs)
    if mine:
        return outcome + comparison.body(where, their_value, _value(comparison.ours, mine), direction)
    published = len(fields_within(comparison.published, their_value))
    meant = outcome.count.meant == outcome.count.published
    return outcome + Outcome(Count(published, 0, published if meant else 0))


def _value(shapes: Shapes, contents: dict[str, Content]) -> Value:
    """The value of all content types together, a multipart body that has a JSON part being that part too."""
    schemas: list[Schema | bool] = []
    for content in contents.values():
        value = shapes.value([content.schema])
        part = shapes.fields(value).get(_JSON_PART)
        schemas += value.alternatives
        if part is not None:
            schemas += [each.content_schema or each for each in part.value.alternatives]
    return shapes.value(schemas)
