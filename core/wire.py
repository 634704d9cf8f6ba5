"""JSON as it goes over the wire: ids and permissions as strings, times as ISO 8601 with offset.

Ids are ints inside and strings outside; this file is the one place where one becomes the other.
Absent, null and empty are three things: an absent field is `UNSET`, a null is `None`.
Docs: reference#api-reference (snowflakes, ISO 8601), topics/permissions.
"""

import datetime as dt
from typing import Any, TypeVar, cast

import msgspec
from msgspec import UNSET, UnsetType

__all__ = [
    "LARGEST_ID",
    "UNSET",
    "Permissions",
    "Snowflake",
    "Timestamp",
    "UnsetType",
    "convert",
    "decode",
    "encodable",
    "encode",
    "schema_of_custom_type",
]

T = TypeVar("T")

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MICROSECOND = dt.timedelta(microseconds=1)
LARGEST_ID = 2**63 - 1
# The very first and the very last moment that Python knows mean "infinitely long ago" and "never" to asyncpg.
_FIRST, _LAST = dt.datetime(1, 1, 2, tzinfo=dt.UTC), dt.datetime(9999, 12, 31, tzinfo=dt.UTC)


class Snowflake(int):
    """An id: an int of 63 bits inside, a decimal string on the wire."""

    __slots__ = ()


class Permissions(int):
    """A set of permission bits: an int inside, a decimal string on the wire."""

    __slots__ = ()


class Timestamp(int):
    """A moment: microseconds since 1970 inside, ISO 8601 with six digits and offset on the wire."""

    __slots__ = ()

    @classmethod
    def of(cls, moment: dt.datetime) -> "Timestamp":
        return cls((moment - _EPOCH) // _MICROSECOND)

    def datetime(self) -> dt.datetime:
        return _EPOCH + self * _MICROSECOND

    def iso(self) -> str:
        return self.datetime().isoformat(timespec="microseconds")


def _to_wire(value: object) -> str:
    if isinstance(value, Timestamp):
        return value.iso()
    if isinstance(value, Snowflake | Permissions):
        return str(int(value))
    raise NotImplementedError(f"no wire form for {type(value).__name__}")


def _from_wire(kind: type, value: object) -> object:
    """The value of one of our types. What a client reads of its errors is written by `core.diagnosis`."""
    if kind is Snowflake or kind is Permissions:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise TypeError("snowflake")
        if isinstance(value, str) and not (value.isascii() and value.isdigit() and len(value) <= 20):
            raise ValueError(f'Value "{value[:40]}" is not {kind.__name__.lower()}.')
        number = int(value)
        if not 0 <= number <= LARGEST_ID:
            raise ValueError(f'Value "{number}" is not {kind.__name__.lower()}.')
        return kind(number)
    if kind is Timestamp:
        if not isinstance(value, str):
            raise TypeError("timestamp")
        moment = dt.datetime.fromisoformat(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
        if not _FIRST <= moment <= _LAST:
            raise ValueError("timestamp")
        return Timestamp.of(moment)
    raise NotImplementedError(f"no wire form for {kind.__name__}")


# NotImplementedError is msgspec's own word for a type that a hook does not know: a mistake of ours, not of a client.
_encoder = msgspec.json.Encoder(enc_hook=_to_wire)
_decoders: dict[Any, msgspec.json.Decoder[Any]] = {}


def encodable(text: str) -> str:
    """The text without lone surrogates, which UTF-8 cannot carry."""
    return text.encode("utf-8", "replace").decode()


def encode(value: object) -> bytes:
    """The value as JSON bytes."""
    return _encoder.encode(value)


def decode(data: bytes | str, kind: type[T]) -> T:
    """The JSON as a value of that type. Raises msgspec.DecodeError or msgspec.ValidationError."""
    decoder = _decoders.get(kind)
    if decoder is None:
        decoder = _decoders[kind] = msgspec.json.Decoder(kind, dec_hook=_from_wire)
    return cast(T, decoder.decode(data))


def convert(value: object, kind: type[T], *, strict: bool = True) -> T:
    """Builtin values as a value of that type; not strict: strings may become numbers and booleans."""
    return msgspec.convert(value, kind, strict=strict, dec_hook=_from_wire)


def schema_of_custom_type(kind: type) -> dict[str, object]:
    """The JSON schema of a type that msgspec does not know, for the contract."""
    if kind is Snowflake:
        return {"type": "string", "format": "snowflake", "pattern": "^(0|[1-9][0-9]*)$"}
    if kind is Permissions:
        return {"type": "string", "pattern": "^(0|[1-9][0-9]*)$"}
    if kind is Timestamp:
        return {"type": "string", "format": "date-time"}
    raise NotImplementedError(f"no schema for {kind.__name__}")
