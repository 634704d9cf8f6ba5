"""Ids that a user gave for users, roles, channels and files, until it is known what they stand for."""

import enum
from collections.abc import Sequence

import msgspec


class Kind(enum.Enum):
    USER = enum.auto()
    ROLE = enum.auto()
    MENTIONABLE = enum.auto()  # a user or a role
    CHANNEL = enum.auto()
    FILE = enum.auto()  # an attachment that came with it


class Reference(msgspec.Struct):
    """`path` is where it stands in the request; `types` are those that a channel may have, empty for all."""

    kind: Kind
    id: int
    path: tuple[str | int, ...]
    types: Sequence[int] = ()
