"""JSON schemas of our types, as components of a document.

msgspec's own generator describes what msgspec decodes. A contract needs more, so this one walks the types itself:

- What we send has every field but those that may be `UNSET`, whatever their defaults; and has no other fields,
  so that a field which nobody described is noticed. In a request, what has a default may be left out, and
  unknown keys are ignored.
- What we send may be one of several Structs without a tag.
- In a body that we receive, ids and permissions may be numbers; a `parameter` of a path or query is text anyway.

So a Struct that goes both ways is two components, `Role` and `RoleRequest`. Describe everything that is sent
first: a Struct gets the longer name only when the short one is taken by what we send of it.
"""

import datetime as dt
import enum
import inspect
import types
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, ForwardRef, Literal, NewType, TypeAlias, Union, get_args, get_origin

import msgspec
from msgspec import NODEFAULT, UNSET, UnsetType
from msgspec.structs import FieldInfo

from core import wire
from core.wire import Permissions, Snowflake

__all__ = ["Components", "Direction", "Json", "reference"]

Json: TypeAlias = "dict[str, Any]"
Direction = Literal["sent", "received", "parameter"]

_ARRAYS = (list, set, frozenset, Sequence)
_AS_NUMBER: Json = {"type": "integer", "minimum": 0, "maximum": wire.LARGEST_ID}
_OPEN_TYPES = (Any, object, msgspec.Raw)
_SCALARS: dict[Any, Json] = {
    dt.date: {"type": "string", "format": "date"},
    None: {"type": "null"},
    types.NoneType: {"type": "null"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    str: {"type": "string"},
    dt.date: {"type": "string", "format": "date"},
    bytes: {"type": "string", "contentEncoding": "base64"},
    dict: {"type": "object"},
    list: {"type": "array"},
}


def reference(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


class Components:
    """The named schemas of a document; grows with every type that is described."""

    def __init__(self) -> None:
        self._schemas: dict[str, Json] = {}
        self._owners: dict[str, tuple[type, Direction]] = {}

    def schemas(self) -> dict[str, Json]:
        """All of them, in the order of their names."""
        return dict(sorted(self._schemas.items()))

    def describe(self, kind: Any, direction: Direction) -> Json:
        """The schema of a type; Structs and enums in it become components.

        Raises TypeError for what has no form on the wire, ValueError when two types would share a name.
        """
        origin = get_origin(kind)
        if origin is Annotated:
            inner, *meta = get_args(kind)
            return _constrained(self.describe(inner, direction), [each for each in meta if _is_meta(each)])
        if origin in (Union, types.UnionType):
            return self._union([each for each in get_args(kind) if each is not UnsetType], direction)
        if origin is Literal:
            return _listed(list(get_args(kind)))
        if origin is not None:
            return self._container(origin, get_args(kind), direction)
        if kind in _OPEN_TYPES:
            return {}
        if kind in _SCALARS:
            return dict(_SCALARS[kind])
        return self._named(kind, direction)

    def fields(self, kind: type[msgspec.Struct], direction: Direction) -> dict[str, tuple[Json, bool]]:
        """The fields of a Struct as they are named on the wire: the schema of each, and whether it is required."""
        omits = direction == "sent" and kind.__struct_config__.omit_defaults
        found: dict[str, tuple[Json, bool]] = {}
        for field in msgspec.structs.fields(kind):
            try:
                schema = self.describe(field.type, direction)
            except (TypeError, ValueError) as problem:
                problem.add_note(f"in {kind.__name__}.{field.name}")
                raise
            if direction != "sent":
                required = field.required
                schema |= _default(field)
            else:
                required = not _may_be_unset(field.type) and (field.required or not omits)
            found[field.encode_name] = schema, required
        return found

    def _named(self, kind: Any, direction: Direction) -> Json:
        if isinstance(kind, NewType):
            return self.describe(kind.__supertype__, direction)
        if not isinstance(kind, type):
            raise TypeError(f"no schema for {kind!r}" + (": unresolved" if isinstance(kind, ForwardRef | str) else ""))
        custom: type = kind
        if issubclass(kind, msgspec.Struct):
            return reference(self._struct(kind, direction))
        if issubclass(kind, enum.Flag):
            return {"type": "integer"}
        if issubclass(kind, enum.Enum):
            values = [member.value for member in kind]
            if self._claim(kind.__name__, kind, "sent"):
                self._schemas[kind.__name__] = _listed(values) | _description(kind)
            return reference(kind.__name__)
        try:
            schema = wire.schema_of_custom_type(custom)
            numbers = [_AS_NUMBER] if direction == "received" and issubclass(custom, Snowflake | Permissions) else []
            return {"anyOf": [schema, *numbers]} if numbers else schema
        except NotImplementedError as problem:
            raise TypeError(str(problem)) from problem

    def _struct(self, kind: type[msgspec.Struct], direction: Direction) -> str:
        """The name of the Struct's component, which is made at the first call."""
        name = kind.__name__
        if direction == "received" and self._owners.get(name) == (kind, "sent"):
            name += "Request"
        if self._claim(name, kind, direction):
            self._schemas[name] = {}  # the Struct may contain itself
            self._schemas[name] = self._object(kind, direction)
        return name

    def _object(self, kind: type[msgspec.Struct], direction: Direction) -> Json:
        config = kind.__struct_config__
        if config.array_like:
            raise TypeError(f"no schema for {kind.__name__}: it is an array on the wire")
        properties: Json = {}
        required: list[str] = []
        if config.tag_field is not None:
            properties[config.tag_field] = {"const": config.tag}
            required.append(config.tag_field)
        for name, (schema, is_required) in self.fields(kind, direction).items():
            properties[name] = schema
            if is_required:
                required.append(name)
        schema: Json = {"type": "object", "properties": properties} | _description(kind)
        if required:
            schema["required"] = required
        if direction == "sent" or config.forbid_unknown_fields:
            schema["additionalProperties"] = False
        return schema

    def _claim(self, name: str, kind: type, direction: Direction) -> bool:
        """Whether the name is new. Raises ValueError when another type has it."""
        owner = self._owners.setdefault(name, (kind, direction))
        if owner != (kind, direction):
            (theirs, _), mine = owner, kind
            raise ValueError(
                f"two schemas are named {name}: {theirs.__module__}.{theirs.__qualname__} and"
                f" {mine.__module__}.{mine.__qualname__}; rename one"
            )
        return name not in self._schemas

    def _union(self, options: list[Any], direction: Direction) -> Json:
        schemas = [self.describe(each, direction) for each in options if each is not types.NoneType]
        if types.NoneType not in options:
            return schemas[0] if len(schemas) == 1 else {"anyOf": schemas}
        if len(schemas) == 1 and isinstance(schemas[0].get("type"), str) and "enum" not in schemas[0]:
            return schemas[0] | {"type": [schemas[0]["type"], "null"]}
        return {"anyOf": [*schemas, {"type": "null"}]} if schemas else {"type": "null"}

    def _container(self, origin: Any, arguments: tuple[Any, ...], direction: Direction) -> Json:
        if origin in (dict, Mapping):
            key, value = (self.describe(each, direction) for each in arguments)
            named = {"propertyNames": {"pattern": key["pattern"]}} if "pattern" in key else {}
            return {"type": "object", "additionalProperties": value or True} | named
        if origin in _ARRAYS or (origin is tuple and arguments[-1] is ...):
            return {"type": "array", "items": self.describe(arguments[0], direction)}
        if origin is tuple:
            items = [self.describe(each, direction) for each in arguments]
            return {"type": "array", "prefixItems": items, "items": False, "minItems": len(items)}
        raise TypeError(f"no schema for {origin}")


def _may_be_unset(kind: Any) -> bool:
    arguments = get_args(kind)
    return _may_be_unset(arguments[0]) if get_origin(kind) is Annotated else UnsetType in arguments


def _is_meta(value: object) -> bool:
    return isinstance(value, msgspec.Meta)


def _listed(values: list[Any]) -> Json:
    """One of these values. Their type is said too, for those who read no lists."""
    names = {bool: "boolean", int: "integer", str: "string", types.NoneType: "null"}
    kinds = sorted({names[type(each)] for each in values})
    return {"type": kinds[0] if len(kinds) == 1 else kinds, "enum": values}


def _constrained(schema: Json, metas: list[msgspec.Meta]) -> Json:
    for meta in metas:
        for name in ("title", "description", "examples"):
            if (value := getattr(meta, name)) is not None:
                schema = schema | {name: value}
        limits = {name: limit for name, limit in _limits(meta).items() if limit is not None}
        if "anyOf" in schema:
            schema = schema | {"anyOf": [each | _fitting(each, limits) for each in schema["anyOf"]]}
        else:
            schema = schema | _fitting(schema, limits)
        schema |= meta.extra_json_schema or {}
    return schema


def _limits(meta: msgspec.Meta) -> dict[str, Any]:
    return {
        "minimum": meta.ge,
        "exclusiveMinimum": meta.gt,
        "maximum": meta.le,
        "exclusiveMaximum": meta.lt,
        "multipleOf": meta.multiple_of,
        "pattern": meta.pattern,
        "min": meta.min_length,
        "max": meta.max_length,
    }


def _fitting(schema: Json, limits: dict[str, Any]) -> Json:
    """The limits that say something about such a schema; a length is one of characters, items or fields."""
    kinds = schema.get("type", [])
    kinds = {kinds} if isinstance(kinds, str) else set(kinds)
    found: Json = {}
    for name, limit in limits.items():
        if name not in ("min", "max"):
            text = name == "pattern"
            if kinds & ({"string"} if text else {"integer", "number"}):
                found[name] = limit
            continue
        for kind, unit in (("string", "Length"), ("array", "Items"), ("object", "Properties")):
            if kind in kinds:
                found[name + unit] = limit
    return found


def _default(field: FieldInfo) -> Json:
    if field.default is not NODEFAULT:
        return {} if field.default is UNSET else {"default": msgspec.json.decode(wire.encode(field.default))}
    if field.default_factory in (list, set, frozenset, tuple, dict):
        return {"default": {} if field.default_factory is dict else []}
    return {}


def _description(kind: type) -> Json:
    """The first paragraph of the class's own docstring."""
    own = kind.__dict__.get("__doc__")
    return {"description": inspect.cleandoc(own).partition("\n\n")[0].replace("\n", " ")} if own else {}
