"""Comparing a value of the published contract with ours: kinds, null, required, listed values, fields within.

The question is always whether a client written for the published contract gets along with us. So what counts
depends on who sends. In a request we must take whatever the contract allows; in a response we may send only
what it allows, and must send what it requires. What we allow beyond that in a request, or never send of what
may be sent in a response, is no difference. A field we do not have at all is missing in either.

What is counted is a field of a distinct published schema: one that is reached twice within one body (the
author of a message, the author of the message it answers) counts once, and is had if every place we have of
it agrees.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from openapi.shapes import ANYTHING, Field, Shapes, Value

Direction = Literal["request", "response"]
Kind = Literal["missing", "required", "type", "null", "format", "values", "extra"]


@dataclass(frozen=True)
class Finding:
    """A difference. With a reason it is meant; `extra` is ours alone and harms nobody."""

    where: str
    kind: Kind
    detail: str = ""
    reason: str | None = None


@dataclass
class Count:
    """How many the published contract has, how many of them we have, how many we mean not to have."""

    published: int = 0
    have: int = 0
    meant: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(self.published + other.published, self.have + other.have, self.meant + other.meant)


@dataclass
class Outcome:
    count: Count = field(default_factory=Count)
    findings: list[Finding] = field(default_factory=list[Finding])

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.count + other.count, self.findings + other.findings)

    def add(self, findings: list[Finding]) -> None:
        """One more thing that was compared, with what was found."""
        faults = [each for each in findings if each.kind != "extra"]
        meant = bool(faults) and all(each.reason is not None for each in faults)
        self.count += Count(1, int(not faults), int(meant))
        self.findings += findings


Reasons = Callable[[str], str | None]
"""Why a difference at that place is meant, or None."""


@dataclass(frozen=True)
class Comparison:
    """Two documents side by side, and the reasons for the differences that are meant."""

    published: Shapes
    ours: Shapes
    reason: Reasons

    def finding(self, where: str, kind: Kind, detail: str = "") -> Finding:
        return Finding(where, kind, detail, self.reason(where))

    def field(self, where: str, theirs: Field, mine: Field | None, direction: Direction) -> list[Finding]:
        """The differences of one field or parameter itself, without the fields within."""
        if mine is None:
            return [self.finding(where, "missing")]
        found = list(self.value(where, theirs.value, mine.value, direction))
        if direction == "request" and mine.required and not theirs.required:
            found.append(self.finding(where, "required", "published optional, ours required"))
        if direction == "response" and theirs.required and not mine.required:
            found.append(self.finding(where, "required", "published required, ours optional"))
        return found

    def ours_alone(self, where: str, mine: Field, direction: Direction) -> Finding:
        """A field or parameter that is not published: a fault only if we ask for it."""
        asked = mine.required and direction == "request"
        return self.finding(where, "required" if asked else "extra", "ours alone")

    def value(self, where: str, theirs: Value, mine: Value, direction: Direction) -> Iterator[Finding]:
        """The differences of the value itself, and of what an array or map there contains."""
        met: set[tuple[Value, Value]] = set()
        waiting = [(where, theirs, mine)]
        while waiting:
            where, theirs, mine = waiting.pop()
            if (theirs, mine) not in met:
                met.add((theirs, mine))
                for kind, detail in _differences(theirs, mine, direction):
                    yield self.finding(where, kind, detail)
                waiting += self.contents(where, theirs, mine)

    def contents(self, where: str, theirs: Value, mine: Value) -> list[tuple[str, Value, Value]]:
        """What arrays (`[]`) and maps (`{}`) at this place contain, where both have them."""
        inner = (
            ("[]", self.published.items(theirs), self.ours.items(mine)),
            ("{}", self.published.entries(theirs), self.ours.entries(mine)),
        )
        return [(where + suffix, one, other) for suffix, one, other in inner if one and other]

    def body(self, where: str, theirs: Value, mine: Value, direction: Direction) -> Outcome:
        """The differences of all fields within, however deep."""
        walk = _Walk(self, direction)
        walk.compare(where, theirs, mine)
        return walk.outcome(theirs)


@dataclass
class _Walk:
    """One body. `verdicts` says of each published field reached whether it is had, meant or differs."""

    comparison: Comparison
    direction: Direction
    verdicts: dict[tuple[Value, str], Literal["have", "meant", "differs"]] = field(
        default_factory=dict[tuple[Value, str], Literal["have", "meant", "differs"]]
    )
    findings: list[Finding] = field(default_factory=list[Finding])
    meant: list[Value] = field(default_factory=list[Value])

    def compare(self, where: str, theirs: Value, mine: Value) -> None:
        """Breadth first, so that a difference is told at the shortest path that leads to it."""
        published, ours = self.comparison.published, self.comparison.ours
        waiting = deque([(where, theirs, mine)])
        met: set[tuple[Value, Value]] = set()
        while waiting:
            where, theirs, mine = waiting.popleft()
            if (theirs, mine) not in met:
                met.add((theirs, mine))
                waiting += self.comparison.contents(where, theirs, mine)
                objects = published.objects(theirs), ours.objects(mine)
                if objects == (theirs, mine):
                    waiting += self._compare_fields(where, theirs, mine)
                else:
                    waiting.append((where, *objects))
        for value in self.meant:
            self.mean(value)

    def _compare_fields(self, where: str, theirs: Value, mine: Value) -> Iterator[tuple[str, Value, Value]]:
        """Judges each field; gives those to go into, with their values."""
        our_fields = self.comparison.ours.fields(mine)
        their_fields = self.comparison.published.fields(theirs)
        for name, their_field in their_fields.items():
            place, our_field = f"{where}.{name}", our_fields.get(name)
            found = self.comparison.field(place, their_field, our_field, self.direction)
            self._judge((theirs, name), found)
            if our_field is not None:
                yield place, their_field.value, our_field.value
            elif all(each.reason is not None for each in found):
                self.meant.append(their_field.value)
        if their_fields:
            extra = [name for name in our_fields if name not in their_fields]
            self.findings += [
                self.comparison.ours_alone(f"{where}.{name}", our_fields[name], self.direction) for name in extra
            ]

    def mean(self, value: Value) -> None:
        """What lies beneath something that we mean not to have is meant too, unless we have it elsewhere."""
        for key in fields_within(self.comparison.published, value):
            self.verdicts.setdefault(key, "meant")

    def outcome(self, theirs: Value) -> Outcome:
        keys = fields_within(self.comparison.published, theirs)
        verdicts = [self.verdicts.get(key) for key in keys]
        return Outcome(Count(len(keys), verdicts.count("have"), verdicts.count("meant")), self.findings)

    def _judge(self, key: tuple[Value, str], found: list[Finding]) -> None:
        self.findings += found
        if any(each.reason is None for each in found):
            self.verdicts[key] = "differs"
        elif found:
            if self.verdicts.get(key) != "differs":
                self.verdicts[key] = "meant"
        else:
            self.verdicts.setdefault(key, "have")


def fields_within(shapes: Shapes, value: Value) -> list[tuple[Value, str]]:
    """Every field that a value of this kind may hold at any depth, each once."""
    waiting, met = [value], {value}
    found: list[tuple[Value, str]] = []
    while waiting:
        value = waiting.pop()
        inner = [shapes.objects(value), shapes.items(value), shapes.entries(value)]
        if inner[0] is value:
            fields = shapes.fields(value)
            found += [(value, name) for name in fields]
            inner += [each.value for each in fields.values()]
        for each in inner:
            if each is not None and each not in met:
                met.add(each)
                waiting.append(each)
    return found


def _differences(theirs: Value, mine: Value, direction: Direction) -> Iterator[tuple[Kind, str]]:
    if theirs.kinds == ANYTHING - {"null"} and theirs.nullable:
        return
    taken, given = (mine, theirs) if direction == "request" else (theirs, mine)
    if not given.kinds <= taken.kinds:
        yield "type", f"published {_words(theirs)}, ours {_words(mine)}"
    elif theirs.format is not None and theirs.format != mine.format:
        yield "format", f"published {theirs.format}, ours {mine.format or 'none'}"
    if given.nullable and not taken.nullable:
        published, ours = ("may", "may not") if theirs.nullable else ("may not", "may")
        yield "null", f"published {published} be null, ours {ours}"
    if given.allowed is not None and taken.allowed is not None and not given.allowed <= taken.allowed:
        odd = ", ".join(sorted(str(each) for each in given.allowed - taken.allowed))
        yield "values", f"{'ours lacks' if direction == 'request' else 'ours has besides'} {odd}"


def _words(value: Value) -> str:
    return " or ".join(sorted(value.kinds)) if value.kinds != ANYTHING - {"null"} else "anything"
