"""What a JSON schema lets through, flattened until two of them can be laid side by side.

A schema is a set of alternatives: `$ref` is followed, `oneOf` and `anyOf` are opened, until only schemas are
left that say something themselves (`allOf` is one alternative with all its parts' fields). A `Value` is such
a set: the kinds of JSON it may be, and the fields of all its alternatives together. Alternatives are always
schemas of the document, never made up, so there are finitely many sets of them; each set is one `Value`
object, and whoever walks through cycles of references only has to remember which Values were met.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from msgspec import UNSET

from openapi.document import Document, Literal, Schema

ANYTHING = frozenset({"string", "integer", "number", "boolean", "array", "object", "null"})
# Formats that change how a client reads a string. The others (uri, nonce, int32) are remarks.
_TELLING_FORMATS = frozenset({"snowflake", "date-time"})
_ANY = Schema()


@dataclass(frozen=True, eq=False)
class Value:
    """What may stand at one place. Compared by identity: `Shapes` makes one for each set of alternatives."""

    alternatives: tuple[Schema, ...]
    kinds: frozenset[str]
    nullable: bool
    format: str | None
    allowed: frozenset[Literal] | None


@dataclass(frozen=True)
class Field:
    value: Value
    required: bool


class Shapes:
    """The schemas of one document, as Values. Remembers all that it has worked out."""

    def __init__(self, document: Document) -> None:
        self._schemas = document.components.schemas
        self._values: dict[tuple[int, ...], Value] = {}
        self._fields: dict[Value, dict[str, Field]] = {}

    def value(self, schemas: Iterable[Schema | bool]) -> Value:
        """The Value that is any of these schemas."""
        found: dict[int, Schema] = {}
        for schema in schemas:
            self._open(schema, found, frozenset())
        key = tuple(sorted(found))
        if key not in self._values:
            self._values[key] = self._new_value(tuple(found.values()))
        return self._values[key]

    def objects(self, value: Value) -> Value:
        """Only those alternatives that are objects: the same for a user, and for a user or null."""
        return self.value(each for each in value.alternatives if "object" in self._kinds(each))

    def fields(self, value: Value) -> dict[str, Field]:
        """The fields of all alternatives; required is what all alternatives that are objects require."""
        if value not in self._fields:
            objects = self.objects(value).alternatives
            self._fields[value] = self._any_of([self._own_fields(each) for each in objects])
        return self._fields[value]

    def items(self, value: Value) -> Value | None:
        """What an array at this place contains, None if no alternative is an array."""
        inner = [part.items for each in value.alternatives for part in self._parts(each) if part.items is not None]
        return self.value(inner) if inner else None

    def entries(self, value: Value) -> Value | None:
        """What a map at this place contains, None if no alternative is a map with a described content."""
        parts = [part.additional_properties for each in value.alternatives for part in self._parts(each)]
        inner = [part for part in parts if isinstance(part, Schema)]
        return self.value(inner) if inner else None

    def _new_value(self, alternatives: tuple[Schema, ...]) -> Value:
        kinds = frozenset[str]().union(*(self._kinds(each) for each in alternatives))
        strings = [each for each in alternatives if "string" in self._kinds(each)]
        formats = {self._format(each) for each in strings}
        scalars = [self._allowed(each) for each in alternatives if self._kinds(each) != frozenset({"null"})]
        values = [each for each in scalars if each is not None]
        return Value(
            alternatives=alternatives,
            kinds=kinds - {"null"},
            nullable="null" in kinds,
            format=formats.pop() if len(formats) == 1 else None,
            allowed=frozenset[Literal]().union(*values) - {None} if scalars and len(values) == len(scalars) else None,
        )

    def _open(self, schema: Schema | bool, found: dict[int, Schema], met: frozenset[str]) -> None:
        """Adds the alternatives of the schema. A reference that leads to itself adds nothing."""
        if isinstance(schema, bool):
            schema = _ANY
        if schema.ref is not None:
            if schema.ref not in met:
                self._open(self._target(schema), found, met | {schema.ref})
            return
        either = [*schema.one_of, *schema.any_of]
        if either and schema.type is None and not schema.properties and not schema.all_of:
            for each in either:
                self._open(each, found, met)
            return
        found[id(schema)] = schema

    def _target(self, schema: Schema) -> Schema:
        assert schema.ref is not None
        return self._schemas[schema.ref.rsplit("/", 1)[1]]

    def _parts(self, schema: Schema) -> list[Schema]:
        """The schema and the schemas that hold together with it."""
        joined = [part for each in schema.all_of for part in self.value([each]).alternatives]
        return [schema, *(part for each in joined for part in self._parts(each))]

    def _kinds(self, schema: Schema) -> frozenset[str]:
        if schema.type is not None:
            kinds = frozenset([schema.type] if isinstance(schema.type, str) else schema.type)
            return kinds | {"integer"} if "number" in kinds else kinds
        if schema.const is not UNSET:
            return frozenset({_kind_of(schema.const)})
        if schema.enum is not None:
            return frozenset(map(_kind_of, schema.enum))
        if schema.properties or schema.additional_properties is not None:
            return frozenset({"object"})
        if schema.items is not None:
            return frozenset({"array"})
        kinds = ANYTHING
        for part in schema.all_of:
            value = self.value([part])
            kinds &= value.kinds | ({"null"} if value.nullable else frozenset[str]())
        return kinds

    def _format(self, schema: Schema) -> str | None:
        formats = [part.format for part in self._parts(schema) if part.format in _TELLING_FORMATS]
        return formats[0] if formats else None

    def _allowed(self, schema: Schema) -> frozenset[Literal] | None:
        """The values that are listed, None if any will do."""
        if schema.const is not UNSET:
            return frozenset({schema.const})
        if schema.enum is not None:
            return frozenset(schema.enum)
        either = [*schema.one_of, *schema.any_of]
        if either:
            return self.value(either).allowed
        lists = [self.value([part]).allowed for part in schema.all_of]
        return next((each for each in lists if each is not None), None)

    def _own_fields(self, schema: Schema) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for part in schema.all_of:
            for name, inner in self.fields(self.value([part])).items():
                before = fields.get(name)
                fields[name] = Field(inner.value, inner.required or (before is not None and before.required))
        either = [*schema.one_of, *schema.any_of]
        if either:
            fields |= self.fields(self.value(either))
        for name, inner in schema.properties.items():
            fields[_one_name(name)] = Field(self.value([inner]), name in schema.required)
        for name in schema.required:
            if name in fields:
                fields[name] = Field(fields[name].value, required=True)
        return fields

    def _any_of(self, objects: list[dict[str, Field]]) -> dict[str, Field]:
        fields: dict[str, Field] = {}
        for name in dict.fromkeys(name for each in objects for name in each):
            found = [each[name] for each in objects if name in each]
            alternatives = [schema for each in found for schema in each.value.alternatives]
            required = len(found) == len(objects) and all(each.required for each in found)
            fields[name] = Field(self.value(alternatives), required)
        return fields


def _kind_of(literal: Literal) -> str:
    if literal is None:
        return "null"
    names = {bool: "boolean", int: "integer", float: "number", str: "string"}
    return names[type(literal)]


def _one_name(name: str) -> str:
    """The parts files[0], files[1], ... of a multipart body are one field."""
    return "files[n]" if name.startswith("files[") else name
