"""Diagnosis: everything that is wrong with a value that is not of its type, place by place.

msgspec stops at the first fault. Once it has refused a value, this walks value and type side by side
and notes a fault for each place that is not as the type says. It follows what msgspec does: exact JSON
types, unless `lax`, where strings may stand for numbers and booleans. What only msgspec can judge (a check
in a Struct's `__post_init__`, types that no request uses) is left to the caller, who still has msgspec's
own message.
"""

import datetime as dt
import re
from collections.abc import Iterable
from functools import cache
from typing import Any, Literal, TypeVar, cast

import msgspec
from msgspec import inspect

from core import form_codes, wire
from core.problems import Faults

__all__ = ["diagnose", "node_of"]

_Steps = tuple[str | int, ...]
_Items = inspect.ListType | inspect.SetType | inspect.FrozenSetType | inspect.VarTupleType
_Number = inspect.IntType | inspect.FloatType

T = TypeVar("T")

_MOST_CHARACTERS_SHOWN = 40


@cache
def node_of(kind: Any) -> inspect.Type:
    """The type as a tree of nodes. Types are written in code, so there are only so many."""
    return _bare(inspect.type_info(kind))


def diagnose(value: object, kind: Any, *, lax: bool = False) -> Faults:
    """What is wrong with a value of builtins, as far as can be told; that may be nothing.

    Raises RecursionError for values that are nested too deeply.
    """
    diagnosis = _Diagnosis(lax)
    diagnosis.check(value, node_of(kind), ())
    return diagnosis.faults


class _Diagnosis:
    def __init__(self, lax: bool) -> None:
        self.faults = Faults()
        self.lax = lax

    def check(self, value: object, node: inspect.Type, path: _Steps) -> None:
        if self.faults.is_full:
            return
        node = _bare(node)
        if isinstance(node, inspect.AnyType | inspect.RawType):
            return
        if value is None:
            self._check_null(node, path)
        elif isinstance(node, inspect.UnionType):
            self._check_union(value, node, path)
        elif isinstance(node, inspect.StructType):
            self._check_model(value, node, path)
        elif isinstance(node, _Items):
            self._check_list(value, node, path)
        elif isinstance(node, inspect.TupleType):
            self._check_tuple(value, node, path)
        elif isinstance(node, inspect.DictType):
            self._check_dict(value, node, path)
        else:
            self._check_leaf(value, node, path)

    def _check_null(self, node: inspect.Type, path: _Steps) -> None:
        if _takes_null(node):
            return
        if path and isinstance(path[-1], int):
            self.faults.add(path, form_codes.LIST_ITEM_VALUE_REQUIRED, kind=_type_name(node))
        elif not path and isinstance(node, inspect.StructType):
            self.faults.add(path, form_codes.DICT_TYPE_CONVERT)
        else:
            self.faults.add(path, form_codes.BASE_TYPE_REQUIRED)

    def _check_union(self, value: object, node: inspect.UnionType, path: _Steps) -> None:
        options = [_bare(option) for option in node.types]
        options = [option for option in options if not isinstance(option, inspect.NoneType)]
        is_custom = any(isinstance(option, inspect.CustomType) for option in options)
        if self.lax and _takes_null(node) and not is_custom and str(value).lower() == "null":
            return
        models = [option for option in options if isinstance(option, inspect.StructType)]
        if len(models) > 1 and isinstance(value, dict):
            self._check_tagged(cast(dict[str, object], value), models, path)
            return
        fitting = [option for option in options if _fits(value, option)]
        if fitting or options:
            self.check(value, (fitting or options)[0], path)

    def _check_tagged(self, value: dict[str, object], models: list[inspect.StructType], path: _Steps) -> None:
        field = cast(str, models[0].tag_field)
        if field not in value:
            self.faults.add((*path, field), form_codes.BASE_TYPE_REQUIRED)
            return
        tag = value[field]
        for model in models:
            if _same(model.tag, tag):
                self._check_model(value, model, path)
                return
        choices = _listed(model.tag for model in models)
        self.faults.add((*path, field), form_codes.UNION_TYPE_CHOICES, field=field, choices=choices)

    def _check_model(self, value: object, node: inspect.StructType, path: _Steps) -> None:
        if node.array_like:
            return
        if not isinstance(value, dict):
            code = form_codes.MODEL_TYPE_CONVERT if path else form_codes.DICT_TYPE_CONVERT
            self.faults.add(path, code)
            return
        given = cast(dict[str, object], value)
        if node.tag_field is not None and not _same(given.get(node.tag_field, node.tag), node.tag):
            choices = _listed([node.tag])
            self.faults.add((*path, node.tag_field), form_codes.BASE_TYPE_CHOICES, choices=choices)
        for field in node.fields:
            if field.encode_name in given:
                self.check(given[field.encode_name], field.type, (*path, field.encode_name))
            elif field.required:
                self.faults.add((*path, field.encode_name), form_codes.BASE_TYPE_REQUIRED)

    def _check_list(self, value: object, node: _Items, path: _Steps) -> None:
        if not isinstance(value, list):
            self.faults.add(path, form_codes.LIST_TYPE_CONVERT)
            return
        items = cast(list[object], value)
        if self._length_is_right(len(items), node.min_length, node.max_length, path):
            for position, item in enumerate(items):
                if self.faults.is_full:
                    return
                self.check(item, node.item_type, (*path, position))

    def _check_tuple(self, value: object, node: inspect.TupleType, path: _Steps) -> None:
        if not isinstance(value, list):
            self.faults.add(path, form_codes.LIST_TYPE_CONVERT)
            return
        items = cast(list[object], value)
        length = len(node.item_types)
        if self._length_is_right(len(items), length, length, path):
            for position, (item, item_type) in enumerate(zip(items, node.item_types, strict=True)):
                self.check(item, item_type, (*path, position))

    def _check_dict(self, value: object, node: inspect.DictType, path: _Steps) -> None:
        if not isinstance(value, dict):
            self.faults.add(path, form_codes.DICT_TYPE_CONVERT)
            return
        given = cast(dict[str, object], value)
        if self._length_is_right(len(given), node.min_length, node.max_length, path):
            for key, item in given.items():
                if self.faults.is_full:
                    return
                if not isinstance(_bare(node.key_type), _Number):
                    self.check(key, node.key_type, (*path, key))
                self.check(item, node.value_type, (*path, key))

    def _check_leaf(self, value: object, node: inspect.Type, path: _Steps) -> None:
        match node:
            case inspect.StrType():
                self._check_string(value, node, path)
            case inspect.IntType() | inspect.FloatType():
                self._check_number(value, node, path)
            case inspect.BoolType():
                if not self._is(value, bool):
                    self.faults.add(path, form_codes.BOOLEAN_TYPE_CONVERT)
            case inspect.LiteralType():
                if not self._is(value, cast(Any, Literal)[node.values]):
                    self._add_choice_fault(value, list(node.values), path)
            case inspect.EnumType():
                if not self._is(value, node.cls):
                    self._add_choice_fault(value, [member.value for member in node.cls], path)
            case inspect.DateTimeType():
                if not self._is(value, dt.datetime):
                    self.faults.add(path, form_codes.DATE_TIME_TYPE_PARSE, value=_shown(value))
            case inspect.DateType():
                if not self._is(value, dt.date):
                    self.faults.add(path, form_codes.DATE_TIME_TYPE_PARSE, value=_shown(value))
            case inspect.CustomType():
                if not self._is(value, node.cls):
                    self._add_custom_fault(value, node.cls, path)
            case _:
                pass

    def _check_string(self, value: object, node: inspect.StrType, path: _Steps) -> None:
        if not isinstance(value, str):
            self.faults.add(path, form_codes.STRING_TYPE_CONVERT, value=_shown(value))
        elif (
            self._length_is_right(len(value), node.min_length, node.max_length, path)
            and node.pattern is not None
            and not re.search(node.pattern, value)
        ):
            self.faults.add(path, form_codes.STRING_TYPE_REGEX)

    def _check_number(self, value: object, node: _Number, path: _Steps) -> None:
        kind = int if isinstance(node, inspect.IntType) else float
        number = self._as(value, kind)
        if number is None:
            self.faults.add(path, form_codes.NUMBER_TYPE_COERCE, value=_shown(value), kind=kind.__name__)
        elif node.ge is not None and not number >= node.ge:
            self.faults.add(path, form_codes.NUMBER_TYPE_MIN, kind=kind.__name__, min=node.ge)
        elif node.gt is not None and not number > node.gt:
            self.faults.add(path, form_codes.NUMBER_TYPE_ABOVE, kind=kind.__name__, min=node.gt)
        elif node.le is not None and not number <= node.le:
            self.faults.add(path, form_codes.NUMBER_TYPE_MAX, kind=kind.__name__, max=node.le)
        elif node.lt is not None and not number < node.lt:
            self.faults.add(path, form_codes.NUMBER_TYPE_BELOW, kind=kind.__name__, max=node.lt)

    def _add_choice_fault(self, value: object, choices: list[object], path: _Steps) -> None:
        if all(isinstance(choice, int) for choice in choices) and self._as(value, int) is None:
            self.faults.add(path, form_codes.NUMBER_TYPE_COERCE, value=_shown(value), kind="int")
        elif all(isinstance(choice, str) for choice in choices) and not isinstance(value, str):
            self.faults.add(path, form_codes.STRING_TYPE_CONVERT, value=_shown(value))
        else:
            self.faults.add(path, form_codes.BASE_TYPE_CHOICES, choices=_listed(choices))

    def _add_custom_fault(self, value: object, kind: type, path: _Steps) -> None:
        if kind is wire.Timestamp:
            self.faults.add(path, form_codes.DATE_TIME_TYPE_PARSE, value=_shown(value))
        else:
            name = kind.__name__.lower()
            self.faults.add(path, form_codes.NUMBER_TYPE_COERCE, value=_shown(value), kind=name)

    def _length_is_right(self, length: int, least: int | None, most: int | None, path: _Steps) -> bool:
        if (least is None or length >= least) and (most is None or length <= most):
            return True
        if least and most is not None:
            self.faults.add(path, form_codes.BASE_TYPE_BAD_LENGTH, min=least, max=most)
        elif least:
            self.faults.add(path, form_codes.BASE_TYPE_MIN_LENGTH, min=least)
        else:
            self.faults.add(path, form_codes.BASE_TYPE_MAX_LENGTH, max=most)
        return False

    def _is(self, value: object, kind: type) -> bool:
        return self._as(value, kind) is not None

    def _as(self, value: object, kind: type[T]) -> T | None:
        try:
            return wire.convert(value, kind, strict=not self.lax)
        except msgspec.ValidationError:
            return None


def _bare(node: inspect.Type) -> inspect.Type:
    return _bare(node.type) if isinstance(node, inspect.Metadata) else node


def _takes_null(node: inspect.Type) -> bool:
    if isinstance(node, inspect.UnionType):
        return any(_takes_null(_bare(option)) for option in node.types)
    if isinstance(node, inspect.LiteralType):
        return None in node.values
    return isinstance(node, inspect.NoneType | inspect.AnyType | inspect.RawType)


def _fits(value: object, node: inspect.Type) -> bool:
    """Whether a value of this JSON type can be meant for that option of a union."""
    match node:
        case inspect.StructType() | inspect.DictType():
            return isinstance(value, dict)
        case inspect.ListType() | inspect.SetType() | inspect.FrozenSetType() | inspect.VarTupleType():
            return isinstance(value, list)
        case inspect.TupleType():
            return isinstance(value, list)
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.IntType():
            return isinstance(value, int) and not isinstance(value, bool)
        case inspect.FloatType():
            return isinstance(value, int | float) and not isinstance(value, bool)
        case inspect.LiteralType():
            return any(type(choice) is type(value) for choice in node.values)
        case inspect.EnumType():
            return any(type(member.value) is type(value) for member in node.cls)
        case _:
            return isinstance(value, str)


def _same(one: object, other: object) -> bool:
    """Equal as JSON: true is not 1."""
    return type(one) is type(other) and one == other


def _listed(choices: Iterable[object]) -> str:
    return f"({', '.join(repr(choice) for choice in choices)})"


def _shown(value: object) -> str:
    """What a message may repeat of a client's value."""
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    return str(value)[:_MOST_CHARACTERS_SHOWN]


def _type_name(node: inspect.Type) -> str:
    if isinstance(node, inspect.StructType):
        return "ModelType"
    return type(node).__name__.replace("StrType", "StringType").replace("CustomType", "SnowflakeType")
