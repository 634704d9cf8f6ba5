"""Validation: what came over the wire as a value of a type, or a Problem that names every fault.

A good request costs exactly one pass of msgspec. Only when that fails is the request looked at again
(`core.diagnosis`), to tell all of its faults and not just the first.

    not JSON at all          50109, as documented for it
    JSON of the wrong form   50035 with the tree of faults
    not an object            50035 with the fault at the top
    nested too deeply        50035 with the fault at the top
    of too many values       40005: each costs a hundred times what its byte costs to read
    a text with NUL in it    50035 with its path: PostgreSQL can hold no such text

Unknown keys are ignored.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

import msgspec
from msgspec import inspect

from core import codes, form_codes, wire
from core.diagnosis import diagnose, node_of
from core.problems import Faults, Problem

__all__ = ["convert", "decode"]

T = TypeVar("T")

_LISTS = inspect.ListType | inspect.SetType | inspect.FrozenSetType | inspect.VarTupleType

_SMALL_BYTES = 64 * 1024
_MOST_VALUES = 200_000

_MSGSPEC_MESSAGE = re.compile(r"(?P<reason>.*?)(?: - at (?:`key` in )?`\$(?P<path>[^`]*)`)?", re.DOTALL)


def decode(data: bytes | str, kind: type[T]) -> T:
    """The JSON as a value of that type. Raises Problem (50035, 50109 if it is no JSON, or 40005), nothing else."""
    if len(data) > _SMALL_BYTES and _signs_of_values(data) > _MOST_VALUES:
        raise Problem(codes.REQUEST_ENTITY_TOO_LARGE)
    try:
        value = wire.decode(data, kind)
        if (b"\\u0000" in data) if isinstance(data, bytes) else ("\\u0000" in data):
            _refuse_nul(value)
        return value
    except msgspec.ValidationError as error:
        problem = _problem_of_body(data, kind, error)
    except (msgspec.DecodeError, UnicodeError):
        problem = Problem(codes.INVALID_JSON)
    except RecursionError:
        problem = Problem.invalid("", form_codes.FORM_TOO_DEEP)
    raise problem


def convert(values: Mapping[str, str | Sequence[str]], kind: type[T]) -> T:
    """A query, or path parameters, as a Struct. Raises Problem(INVALID_FORM_BODY) and nothing else.

    Strings may stand for numbers and booleans. A parameter given several times is a list if its field is one;
    otherwise the last one counts. Where a field may be a text as well, one alone is that.
    """
    lists, texts = _fields_of(kind, _LISTS), _fields_of(kind, inspect.StrType)
    given: dict[str, object] = {}
    has_nul = False
    for name, value in values.items():
        several = [wire.encodable(text) for text in ([value] if isinstance(value, str) else value)]
        has_nul = has_nul or any("\0" in text for text in several)
        if name in lists and (len(several) > 1 or name not in texts):
            given[name] = several
        elif several:
            given[name] = several[-1]
    try:
        converted = wire.convert(given, kind, strict=False)
        if has_nul:
            _refuse_nul(converted)
        return converted
    except msgspec.ValidationError as error:
        problem = _problem_of_value(given, kind, error, lax=True)
    raise problem


def _signs_of_values(data: bytes | str) -> int:
    """No fewer than the values in that JSON, one aside; what stands in texts is counted as well."""
    if isinstance(data, str):
        return data.count(",") + data.count("[") + data.count("{")
    return data.count(b",") + data.count(b"[") + data.count(b"{")


def _refuse_nul(value: object) -> None:
    """Raises Problem for every text of the value that has the NUL character in it."""
    faults = Faults()
    for path in _paths_of_nul(msgspec.json.decode(wire.encode(value)), ()):
        faults.add(path, form_codes.BASE_TYPE_INVALID, reason="Must not contain the NUL character.")
    faults.raise_if_any()


def _paths_of_nul(value: object, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, str):
        if "\0" in value:
            yield path
    elif isinstance(value, dict):
        for key, item in cast("dict[str, object]", value).items():
            yield from [path] if "\0" in key else _paths_of_nul(item, (*path, key))
    elif isinstance(value, list):
        for position, item in enumerate(cast("list[object]", value)):
            yield from _paths_of_nul(item, (*path, position))


def _problem_of_body(data: bytes | str, kind: Any, error: msgspec.ValidationError) -> Problem:
    try:
        return _problem_of_value(msgspec.json.decode(data), kind, error, lax=False)
    except msgspec.ValidationError:
        # JSON, with a number that no Python number can hold: it has no builtin form to look at.
        return _problem_of_message(error)
    except (msgspec.DecodeError, UnicodeError):
        return Problem(codes.INVALID_JSON)
    except RecursionError:
        return Problem.invalid("", form_codes.FORM_TOO_DEEP)


def _problem_of_value(value: object, kind: Any, error: msgspec.ValidationError, *, lax: bool) -> Problem:
    faults = diagnose(value, kind, lax=lax)
    return faults.problem() if faults else _problem_of_message(error)


def _problem_of_message(error: msgspec.ValidationError) -> Problem:
    """What msgspec says itself: the reason, and the path as far as it knows it."""
    found = _MSGSPEC_MESSAGE.fullmatch(str(error))
    assert found is not None, "the pattern takes any text"
    path = (found["path"] or "").partition("[...]")[0]
    faults = Faults()
    faults.add(path, form_codes.BASE_TYPE_INVALID, reason=found["reason"])
    return faults.problem()


@cache
def _fields_of(kind: Any, of: Any) -> frozenset[str]:
    """The fields that may be of that type."""
    node = node_of(kind)
    if not isinstance(node, inspect.StructType):  # a form whose body is one of several Structs
        return frozenset()
    return frozenset(field.encode_name for field in node.fields if _may_be(field.type, of))


def _may_be(node: inspect.Type, of: Any) -> bool:
    if isinstance(node, inspect.Metadata):
        return _may_be(node.type, of)
    if isinstance(node, inspect.UnionType):
        return any(_may_be(option, of) for option in node.types)
    return isinstance(node, of)
